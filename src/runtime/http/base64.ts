/// <reference types="node" />
import { ArgumentError } from "../tool-error.js";

/**
 * Bytes of base64 (also base64url, unpadded, or a `data:` URL's); a `Uint8Array` as it is.
 * Throws `ArgumentError` naming the argument for anything else.
 */
export function decodeBase64(name: string, value: unknown): Uint8Array<ArrayBuffer> {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  try {
    if (typeof value !== "string") throw new TypeError("no text");
    const base64 = value
      .replace(/^data:[^,]*;base64,/i, "")
      .replaceAll("-", "+")
      .replaceAll("_", "/");
    return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
  } catch {
    throw new ArgumentError(`${name}: must be base64`);
  }
}
