/// <reference types="node" />
import type { Progress } from "../call-context.js";
import { isJsonObject, parseJson, type JsonObject } from "../json.js";
import { UpstreamError, type UpstreamCall, type UpstreamTarget } from "./upstream.js";

/** What belongs to one request of a session that several may be running in. */
interface RunningRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly onProgress: UpstreamCall["onProgress"];
  /** The stream of its response has ended; that is a fault where the response was not in it. */
  readonly ended: () => void;
}

/** Milliseconds that what came last in a stream has to be read. */
const grace = 500;

/** Milliseconds: the longest that timers take. Whoever calls has limits of their own. */
const noLimit = 2 ** 31 - 1;

/**
 * The requests that are running in a session, by their progress tokens: over HTTP each is sent with its own headers. The SDK's own
 * handling of progress passes over what arrives together with the response, so that it is done here.
 */
export class RunningRequests {
  readonly #requests = new Map<string, RunningRequest>();
  /** Where the headers belong: they follow no redirection elsewhere. */
  readonly #origin: string;
  /** Of the request that began last: what is sent for no request in particular goes with these. */
  #headers: Readonly<Record<string, string>>;

  constructor(target: UpstreamTarget) {
    this.#headers = target.kind === "http" ? target.headers : {};
    this.#origin = target.kind === "http" ? new URL(target.url).origin : "";
  }

  /** Runs a request, which `send` makes with a progress token and without a limit of its own. */
  async run<Answer>(
    method: string,
    params: JsonObject,
    { signal, onProgress, headers }: UpstreamCall,
    send: (
      message: { readonly method: string; readonly params: JsonObject },
      limits: { readonly signal: AbortSignal; readonly timeout: number },
    ) => Promise<Answer>,
  ): Promise<Answer> {
    const token = crypto.randomUUID();
    const { _meta: meta } = params;
    const message = { method, params: { ...params, _meta: { ...(isJsonObject(meta) && meta), progressToken: token } } };
    let timer: NodeJS.Timeout | undefined;
    this.#headers = headers ?? this.#headers;
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const ended = () => {
          // Streams end after their responses, too.
          if (!this.#requests.has(token)) return;
          timer = setTimeout(() => {
            reject(new UpstreamError("lost", "the connection broke while the call ran"));
          }, grace);
        };
        this.#requests.set(token, { headers: this.#headers, onProgress, ended });
        send(message, { signal, timeout: noLimit }).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      this.#requests.delete(token);
    }
  }

  /** Progress that the other server tells of. */
  progressed(token: unknown, progress: Progress): void {
    if (typeof token === "string") this.#requests.get(token)?.onProgress(progress);
  }

  /** `fetch` for the transport of the session. */
  readonly fetch = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const request = typeof init.body === "string" ? this.#requests.get(tokenIn(init.body)) : undefined;
    const headers = new Headers(init.headers);
    const isOwn = new URL(url).origin === this.#origin;
    for (const [name, value] of isOwn ? Object.entries(request?.headers ?? this.#headers) : [])
      headers.set(name, value);
    const response = await fetch(url, { redirect: "error", ...init, headers });
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    if (request === undefined || !isStream || response.body === null) return response;
    return new Response(watched(response.body, request.ended), response);
  };
}

/** The progress token of a message; empty where it has none. */
function tokenIn(body: string): string {
  const message = parseJson(body);
  const params = isJsonObject(message) ? message["params"] : undefined;
  const meta = isJsonObject(params) ? params["_meta"] : undefined;
  const token = isJsonObject(meta) ? meta["progressToken"] : undefined;
  return typeof token === "string" ? token : "";
}

/** A stream as it is. Without ids its events cannot be asked for again, so its end is final. */
function watched(stream: ReadableStream<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let isResumable = false;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value } = await reader.read();
        if (value !== undefined) {
          isResumable ||= /(?:^|\n)id:/.test(decoder.decode(value, { stream: true }));
          controller.enqueue(value);
          return;
        }
        if (!isResumable) ended();
        controller.close();
      } catch (error) {
        if (!isResumable) ended();
        controller.error(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Work that nobody waits for longer than that. */
export async function withinSeconds(seconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
