import type { HttpAppOptions } from "../http-app.js";
import { answerHttp } from "../protocol/http.js";
import { watchedStream } from "../watched-stream.js";
import { bucket, tooMany, type Limiter } from "./rate-limiting.js";

export interface HttpLimitsOptions {
  /** Requests a second that are always let through. Default: 10. */
  readonly perSecond?: number;
  /** Requests at once after a quiet time. Default: twice `perSecond`. */
  readonly burst?: number;
  /** Most requests that are being answered at a time. Default: 20. */
  readonly concurrent?: number;
  /**
   * Whose requests count together, given the address that the connection comes from, where that is known. Default: of whom the
   * token speaks for, else of the address. Behind a proxy every address is the proxy's: take the header that yours sets.
   */
  readonly client?: (request: Request, address: string | undefined, auth: object) => string;
  /** In place of the memory of this process; then `perSecond` and `burst` are its own. */
  readonly limiter?: Limiter;
  /** What is limited, such as `httpSessions()`. Default: answers without sessions. */
  readonly answer?: typeof answerHttp;
}

/**
 * Options of the HTTP app that answer 429 with `Retry-After` to a client that asks too often, or too much at a time, before
 * anything is read of the request; the body is the JSON-RPC error -32000.
 */
export function httpLimits(options: HttpLimitsOptions = {}): Required<Pick<HttpAppOptions, "answer" | "extend">> {
  const { perSecond = 10, burst = perSecond * 2, concurrent = 20, client = principal, answer = answerHttp } = options;
  const limiter = options.limiter ?? bucket(perSecond, burst);
  const addresses = new WeakMap<Request, string>();
  const running = new Map<string, number>();

  return {
    extend: (app) => {
      app.use(async ({ req, env }, next) => {
        const address = addressOf(env);
        if (address !== undefined) addresses.set(req.raw, address);
        await next();
      });
    },
    answer: async (server, request, auth) => {
      const key = client(request, addresses.get(request), auth);
      try {
        await limiter.consume(key);
      } catch (error) {
        const refusal = tooMany(error);
        if (refusal === undefined) throw error;
        return refused(refusal.message, refusal.retryAfter);
      }
      const before = running.get(key) ?? 0;
      // Streams that only listen stay open, and cost nothing.
      if (request.method !== "POST") return answer(server, request, auth);
      if (before >= concurrent) return refused("Too many requests at a time; wait for the answers.", 1);
      running.set(key, before + 1);
      let isDone = false;
      const done = (): void => {
        if (isDone) return;
        isDone = true;
        const left = (running.get(key) ?? 1) - 1;
        if (left > 0) running.set(key, left);
        else running.delete(key);
      };
      try {
        const response = await answer(server, request, auth);
        if (response.body !== null) return new Response(watchedStream(response.body, done), response);
        done();
        return response;
      } catch (error) {
        done();
        throw error;
      }
    },
  };
}

function principal(_request: Request, address: string | undefined, auth: object): string {
  if ("subject" in auth) return `subject:${String(auth.subject)}`;
  return address === undefined ? "everyone" : `address:${address}`;
}

/** What `@hono/node-server` hands over beside a request. */
function addressOf(env: unknown): string | undefined {
  const incoming = memberOf(env, "incoming");
  const address = memberOf(memberOf(incoming, "socket"), "remoteAddress");
  return typeof address === "string" ? address : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function refused(message: string, retryAfter: number): Response {
  const error = { code: -32000, message, data: { retryAfter } };
  return Response.json(
    { jsonrpc: "2.0", error, id: null },
    { status: 429, headers: { "retry-after": String(retryAfter) } },
  );
}
