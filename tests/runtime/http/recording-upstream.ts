import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { HttpClient, type HttpApi, type HttpClientOptions } from "../../../src/runtime/http/http-client.js";
import type { HttpSettings } from "../../../src/runtime/http/http-settings.js";

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  /** Path and query, byte for byte. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  /** Names as they were written, values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** What to answer: a body with headers and status, or anything at all. */
export type Answer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string | string[]>>;
      readonly body?: unknown;
    }
  | ((response: ServerResponse, seen: Seen) => void);

export interface Upstream {
  readonly base: string;
  readonly seen: Seen[];
}

/** A server on 127.0.0.1 that records what arrives and answers in turn, the last answer again and again; closed after the test. */
export async function startUpstream(...answers: readonly Answer[]): Promise<Upstream> {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers, rawHeaders } = request;
      const one: Seen = { method, url, headers, rawHeaders, body: Buffer.concat(chunks) };
      seen.push(one);
      const answer = answers[Math.min(seen.length, answers.length) - 1] ?? { body: {} };
      if (typeof answer === "function") {
        answer(response, one);
        return;
      }
      const { status = 200, headers: sent = {}, body } = answer;
      const raw = typeof body === "string" || body instanceof Uint8Array;
      response.writeHead(status, raw || body === undefined ? sent : { "content-type": "application/json", ...sent });
      response.end(raw ? body : body === undefined ? undefined : JSON.stringify(body));
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { base: `http://127.0.0.1:${address.port}`, seen };
}

/** An API without servers or security. */
export const openApi: HttpApi = { name: "test", baseUrlEnv: "TEST_BASE_URL", servers: [], security: [], schemes: {} };

/** Settings as the environment gives them, with what a test changes. */
export function settingsOf(changes: Partial<HttpSettings>): HttpSettings {
  return {
    timeoutMs: 5000,
    maxResponseBytes: 1_000_000,
    retries: 0,
    credentials: {},
    serverVariables: {},
    ...changes,
  };
}

/** A client of an upstream. */
export function clientOf(
  { base }: Pick<Upstream, "base">,
  { api = {}, ...changes }: Partial<HttpSettings> & { readonly api?: Partial<HttpApi> } = {},
  options: HttpClientOptions = {},
): HttpClient {
  return new HttpClient({ ...openApi, ...api }, settingsOf({ baseUrl: base, ...changes }), options);
}

/** The error that a promise is rejected with; fails when it is fulfilled. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error("rejected with something else than an error", { cause: error });
  }
  throw new Error("was fulfilled");
}
