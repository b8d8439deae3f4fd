import { isToolError, ToolError } from "../tool-error.js";

export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
  readonly signal: AbortSignal;
  readonly advice: string;
}

export interface WireResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Decompressed; leaving the loop early closes them. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly discard: () => void;
}

export class ConnectionFault extends ToolError {
  override readonly name = "ConnectionFault";
}

/** Sends one request and follows no redirect. */
export type Transport = (request: WireRequest) => Promise<WireResponse>;

/** Failures become `ConnectionFault`, or the signal's reason once that is aborted. */
export async function transmit(request: WireRequest, send: Transport): Promise<WireResponse> {
  const { signal } = request;
  const explain = (error: unknown): unknown => (signal.aborted ? signal.reason : faultOf(error, request));
  try {
    const response = await send(request);
    return { ...response, chunks: guarded(response.chunks, explain) };
  } catch (error) {
    throw explain(error);
  }
}

export function fetchTransport(fetchInstead?: typeof fetch): Transport {
  return async ({ method, url, headers, body, signal }) => {
    const send = fetchInstead ?? fetch;
    const response = await send(url, { method, headers, redirect: "manual", signal, ...(body && { body }) });
    const stream = response.body;
    return {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
      chunks: chunksOf(stream),
      discard: () => void stream?.cancel().catch(() => undefined),
    };
  };
}

/** Not every runtime has streams that can be iterated. */
async function* chunksOf(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = stream?.getReader();
  try {
    for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) yield read.value;
  } finally {
    void reader?.cancel().catch(() => undefined);
  }
}

async function* guarded(
  chunks: AsyncIterable<Uint8Array>,
  explain: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw explain(error);
  }
}

function faultOf(error: unknown, { url, advice }: WireRequest): ToolError {
  if (isToolError(error)) return error;
  return new ConnectionFault(`Cannot reach ${new URL(url).host}: ${reasonOf(error)}. ${advice}`);
}

/** The innermost cause: fetch says only "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (inner !== undefined) return reasonOf(inner);
  const code = "code" in error ? String(error.code) : "";
  return reasons.get(code) ?? (error.message.includes(code) ? error.message : `${error.message} (${code})`);
}

const [closed, late] = ["the connection was closed too soon", "no connection came about in time"];
const reasons = new Map([
  ["ECONNREFUSED", "the connection was refused"],
  ["ENOTFOUND", "there is no host of that name"],
  ["ECONNRESET", closed],
  ["UND_ERR_SOCKET", closed],
  ["ETIMEDOUT", late],
  ["UND_ERR_CONNECT_TIMEOUT", late],
]);
