/// <reference types="node" />
import { isJsonMediaType, mediaTypeOf } from "../content.js";
import { concatenate } from "./bytes.js";

/** What a body turned out to be: `events` is a list, from a stream. */
export type ResponseKind = "json" | "text" | "binary" | "empty" | "events";

/** A body, decoded. */
export interface Decoded {
  readonly kind: ResponseKind;
  readonly data: unknown;
}

/** A body's first `limit` bytes, counted after decompression. Closes what is longer, and throws `tooLong` where it is given. */
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

/** All bytes of a body. */
export async function readBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return concatenate(read);
}

/**
 * Decodes a body by its `Content-Type`: JSON (`application/json`, `text/json`, `+json`) to its value, text, XML and forms to a
 * string, anything else to bytes. A body that claims JSON and is none is `text`. Without a type: JSON, else UTF-8 text, else bytes.
 */
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

/** JSON, or text where it is none. */
export function decodeText(text: string): Decoded {
  try {
    return { kind: "json", data: JSON.parse(text) };
  } catch {
    return { kind: "text", data: text };
  }
}

/** A decoder for the charset that a `Content-Type` names; for UTF-8 when there is none or nobody knows it. */
export function decoderOf(contentType: string | null, fatal = false): InstanceType<typeof TextDecoder> {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? "")?.[1];
  try {
    return new TextDecoder(charset, { fatal });
  } catch {
    return new TextDecoder();
  }
}

/** Types that are text although they are not JSON. */
const textTypes =
  /^text\/|[/+](xml|yaml|csv|graphql)$|^application\/(x-)?(yaml|ndjson|jsonl|json-seq|www-form-urlencoded|javascript)$|^multipart\/form-data$/;
