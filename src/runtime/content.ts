/// <reference types="node" />

/** A piece of a tool's answer, as MCP sends it: bytes are base64. */
export type ContentBlock =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image" | "audio"; readonly data: string; readonly mimeType: string }
  | { readonly type: "resource"; readonly resource: ResourceContents };

/** What stands at an address: `text`, or bytes as base64 in `blob`. */
export interface ResourceContents {
  readonly uri: string;
  readonly mimeType?: string | undefined;
  readonly text?: string;
  readonly blob?: string;
}

export function textBlock(text: string): ContentBlock {
  return { type: "text", text };
}

/** Bytes as what their media type makes of them: an image, a sound, or an embedded resource at `uri`. */
export function bytesBlock(bytes: Uint8Array, mimeType: string, uri: string): ContentBlock {
  const data = toBase64(bytes);
  const [kind] = mimeType.split("/");
  if (kind === "image" || kind === "audio") return { type: kind, data, mimeType };
  return { type: "resource", resource: { uri, mimeType, blob: data } };
}

/** Media type of a `Content-Type` without parameters, in lower case; empty when there is none. */
export function mediaTypeOf(contentType: string | null | undefined): string {
  return (contentType ?? "").replace(/;.*/s, "").trim().toLowerCase();
}

export function isJsonMediaType(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

/** Base64 without Node's Buffer, so that it works on any runtime. */
export function toBase64(bytes: Uint8Array): string {
  const step = 0x8000;
  let binary = "";
  for (let at = 0; at < bytes.length; at += step) binary += String.fromCharCode(...bytes.subarray(at, at + step));
  return btoa(binary);
}
