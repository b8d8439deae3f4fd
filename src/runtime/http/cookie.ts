import { ArgumentError } from "../tool-error.js";
import type { PairsArgument } from "./http-request.js";
import { percentEncode } from "./percent.js";
import { exploded, pieces } from "./styles.js";

export interface CookieOptions {
  /** Default: true. */
  readonly explode?: boolean;
  /** Nothing is encoded (OpenAPI 3.2 §4.12.4); default: form. */
  readonly style?: "cookie";
  /** The value is written as JSON (`content` instead of `schema`). */
  readonly json?: boolean;
}

/**
 * An argument in a cookie; style form, exploded items and properties become cookies of their own.
 * What RFC 6265 keeps out of values, `%` and `,` are percent-encoded; CR, LF and NUL throw `ArgumentError`.
 */
export function cookie(name: string, value: unknown, options: CookieOptions = {}): PairsArgument {
  const { explode = true, style, json } = options;
  const encodeText = (text: string): string => {
    if (/[\r\n\0]/.test(text)) throw new ArgumentError(`${name}: a cookie cannot carry line breaks or NUL`);
    if (style === "cookie") {
      if (/[^\x20-\x3a\x3c-\x7e]/.test(text)) throw new ArgumentError(`${name}: must be ASCII without semicolons`);
      return text;
    }
    return text.replace(/[^\x21\x23\x24\x26-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+/g, percentEncode);
  };
  const encode = (): readonly string[] => {
    const key = percentEncode(name);
    if (value === undefined) return [];
    if (json) return [`${key}=${encodeText(JSON.stringify(value))}`];
    if (explode) return exploded(key, value, encodeText);
    const parts = pieces(value, false, encodeText, percentEncode);
    return parts.length === 0 ? [] : [`${key}=${parts.join(",")}`];
  };
  return { encode };
}
