import { mediaTypeOf } from "../content.js";
import { jsonText } from "../json.js";
import { ToolError } from "../tool-error.js";
import type { CallOptions } from "./http-client.js";
import type { StreamReader } from "./http-request.js";
import { decoderOf, decodeText, type Decoded } from "./response.js";
import { ConnectionFault } from "./transport.js";

/** How a streaming response is cut into events: the `data` of SSE (HTML §9.2), or lines. */
export type StreamKind = "sse" | "ndjson";

/** Reads `text/event-stream`. */
export const sse: StreamReader = (chunks, contentType, call) =>
  isEventStream("sse", contentType) ? collect(readEvents("sse", chunks, contentType), call) : undefined;

/** Reads a JSON value a line. */
export const ndjson: StreamReader = (chunks, contentType, call) =>
  isEventStream("ndjson", contentType) ? collect(readEvents("ndjson", chunks, contentType), call) : undefined;

async function collect(events: AsyncIterable<unknown>, { context, onEvent }: CallOptions): Promise<Decoded> {
  const data: unknown[] = [];
  const progress = (event: unknown) => {
    const text = typeof event === "string" ? event : (jsonText(event) ?? "");
    context?.progress(data.length, undefined, text.length > 200 ? `${text.slice(0, 199)}…` : text);
  };
  const tell = onEvent ?? progress;
  try {
    for await (const event of events) {
      data.push(event);
      tell(event);
    }
  } catch (error) {
    // Not to be repeated: the caller was told of events already.
    throw error instanceof ConnectionFault ? new ToolError(error.message) : error;
  }
  return { kind: "events", data };
}

/** True when the response is such a stream; an API may answer with ordinary JSON instead. */
export function isEventStream(kind: StreamKind, contentType: string | null): boolean {
  const mediaType = mediaTypeOf(contentType);
  return kind === "sse" ? mediaType === "text/event-stream" : !/^$|^application\/json$/.test(mediaType);
}

/** The events of a stream as they arrive, each JSON-parsed where it parses, else its text. */
export async function* readEvents(
  kind: StreamKind,
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | null,
): AsyncGenerator {
  let data: string[] = [];
  for await (const line of linesOf(chunks, contentType)) {
    if (kind === "ndjson") {
      if (line.trim() !== "") yield decodeText(line).data;
      continue;
    }
    const field = /^data(?:: ?(.*))?$/s.exec(line);
    if (field !== null) data.push(field[1] ?? "");
    if (line !== "" || data.length === 0) continue;
    yield decodeText(data.join("\n")).data;
    data = [];
  }
}

/** The lines of a body, and at last an empty one, which ends an event that nothing else ends. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>, contentType: string | null): AsyncGenerator<string> {
  const decoder = decoderOf(contentType);
  let rest = "";
  let afterReturn = false;
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    // A line that fills many chunks is not looked through again for each; CR LF may be split between two.
    if (!afterReturn && !/[\r\n]/.test(text)) {
      rest += text;
      continue;
    }
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    afterReturn = rest.endsWith("\r");
    yield* lines;
  }
  yield (rest + decoder.decode()).replace(/\r$/, "");
  yield "";
}
