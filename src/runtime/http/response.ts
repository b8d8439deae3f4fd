import { isJsonMediaType, mediaTypeOf } from "../content.js";
import { concatenate } from "./bytes.js";

/** `events` is a list, from a stream. */
export type ResponseKind = "json" | "text" | "binary" | "empty" | "events";

export interface Decoded {
  readonly kind: ResponseKind;
  readonly data: unknown;
}

/** A body's first `limit` bytes, after decompression. Closes what is longer, and throws `tooLong` if given. */
export async function* capped(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  tooLong?: () => Error,
): AsyncGenerator<Uint8Array> {
  let room = limit;
  for await (const chunk of chunks) {
    if (chunk.length > room && tooLong !== undefined) throw tooLong();
    yield chunk.subarray(0, room);
    room -= chunk.length;
    if (room < 0) return;
  }
}

export async function readBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return concatenate(read);
}

/** JSON to its value, or text where it is none; text, XML and forms to a string; else bytes. Without a type: what fits first. */
export function decodeBytes(bytes: Uint8Array<ArrayBuffer>, contentType: string | null): Decoded {
  if (bytes.length === 0) return { kind: "empty", data: undefined };
  const mediaType = mediaTypeOf(contentType);
  const unknown = mediaType === "";
  if (!unknown && !isJsonMediaType(mediaType) && !textTypes.test(mediaType)) return { kind: "binary", data: bytes };
  try {
    const text = decoderOf(contentType, unknown).decode(bytes);
    return unknown || isJsonMediaType(mediaType) ? decodeText(text) : { kind: "text", data: text };
  } catch {
    return { kind: "binary", data: bytes };
  }
}

export function decodeText(text: string): Decoded {
  try {
    return { kind: "json", data: JSON.parse(text) };
  } catch {
    return { kind: "text", data: text };
  }
}

export function decoderOf(contentType: string | null, fatal = false): InstanceType<typeof TextDecoder> {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? "")?.[1];
  try {
    return new TextDecoder(charset, { fatal });
  } catch {
    return new TextDecoder();
  }
}

const textTypes =
  /^text\/|[/+](xml|yaml|csv|graphql)$|^application\/(x-)?(yaml|ndjson|jsonl|json-seq|www-form-urlencoded|javascript)$|^multipart\/form-data$/;
