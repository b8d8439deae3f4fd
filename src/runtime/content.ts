import type { JsonObject } from "./json.js";

export interface ContentAnnotations {
  readonly audience?: readonly ("user" | "assistant")[];
  readonly priority?: number;
  readonly lastModified?: string;
}

export type ContentBlock = { readonly annotations?: ContentAnnotations; readonly _meta?: JsonObject } & (
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image" | "audio"; readonly data: string; readonly mimeType: string }
  | { readonly type: "resource"; readonly resource: ResourceContents }
  | { readonly type: "resource_link"; readonly uri: string; readonly name: string; readonly mimeType?: string }
);

/** Bytes are base64. */
export interface ResourceContents {
  readonly uri: string;
  readonly mimeType?: string | undefined;
  readonly text?: string;
  readonly blob?: string;
}

export function textBlock(text: string): ContentBlock {
  return { type: "text", text };
}

export function bytesBlock(bytes: Uint8Array, mimeType: string, uri: string): ContentBlock {
  const data = toBase64(bytes);
  const [kind] = mimeType.split("/");
  if (kind === "image" || kind === "audio") return { type: kind, data, mimeType };
  return { type: "resource", resource: { uri, mimeType, blob: data } };
}

export function mediaTypeOf(contentType: string | null | undefined): string {
  return (contentType ?? "").replace(/;.*/s, "").trim().toLowerCase();
}

export function isJsonMediaType(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

/** Not every runtime has Node's Buffer. */
export function toBase64(bytes: Uint8Array): string {
  const step = 0x8000;
  let binary = "";
  for (let at = 0; at < bytes.length; at += step) binary += String.fromCharCode(...bytes.subarray(at, at + step));
  return btoa(binary);
}
