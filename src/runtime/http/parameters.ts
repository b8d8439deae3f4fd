import { ArgumentError } from "../tool-error.js";
import { percentEncode, percentEncodeReserved } from "./percent.js";
import { deepPairs, isRecord, pieces } from "./styles.js";

/** What all parameters may say of how they are written; the defaults are OpenAPI's. */
export interface ParameterOptions {
  /** Default: true for cookies and style form, else false. */
  readonly explode?: boolean;
  /** The value is written as JSON (`content` instead of `schema`). */
  readonly json?: boolean;
}

export interface PathOptions extends ParameterOptions {
  readonly style?: "simple" | "label" | "matrix";
  /** Slashes in the value separate segments (`x-multi-segment`) instead of being encoded. */
  readonly multiSegment?: boolean;
}

export interface QueryOptions extends ParameterOptions {
  readonly style?: "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";
  /** Reserved characters stay as they are, save those that would break the query. */
  readonly allowReserved?: boolean;
}

/** A name on the wire and its value; `undefined` leaves the parameter out, `null` is sent as the text `null`. */
interface Argument {
  readonly name: string;
  readonly value: unknown;
}

export type PathArgument = Argument & PathOptions;
export type QueryArgument = Argument & QueryOptions;
export type HeaderArgument = Argument & ParameterOptions;
export type CookieArgument = Argument & ParameterOptions;

/** An argument that stands for `{name}` in the path. As with all of these, encoding happens when the request is sent. */
export function path(name: string, value: unknown, options: PathOptions = {}): PathArgument {
  return { ...options, name, value };
}

/** An argument of the query. */
export function query(name: string, value: unknown, options: QueryOptions = {}): QueryArgument {
  return { ...options, name, value };
}

/** An argument in a header; style simple. */
export function header(name: string, value: unknown, options: ParameterOptions = {}): HeaderArgument {
  return { ...options, name, value };
}

/** An argument in a cookie; style form. */
export function cookie(name: string, value: unknown, options: ParameterOptions = {}): CookieArgument {
  return { ...options, name, value };
}

/**
 * What stands in the path for `{name}` (OpenAPI 3.1 §4.8.12, styles simple, label and matrix).
 * Throws `ArgumentError` when the value is absent or empty; dot segments are looked for in the finished path.
 */
export function encodePath({ name, value, style, explode = false, json, multiSegment }: PathArgument): string {
  if (value === undefined) throw new ArgumentError(`${name}: is required`);
  if (json) return percentEncode(JSON.stringify(value));
  const segments = multiSegment && typeof value === "string" ? value.split("/") : undefined;
  const parts = segments?.map(percentEncode) ?? pieces(value, explode, percentEncode);
  if (segments?.includes("") || parts.join("") === "") {
    throw new ArgumentError(`${name}: must not be empty${segments === undefined ? "" : " or have an empty segment"}`);
  }
  if (segments !== undefined) return parts.join("/");
  if (style === "label") return `.${parts.join(explode ? "." : ",")}`;
  if (style !== "matrix") return parts.join(",");
  const prefix = `;${percentEncode(name)}=`;
  return explode ? parts.map((one) => (isRecord(value) ? `;${one}` : prefix + one)).join("") : prefix + parts.join(",");
}

const delimiters = { form: ",", spaceDelimited: "%20", pipeDelimited: "%7C" } as const;

/**
 * The encoded `name=value` pairs of a query argument (OpenAPI 3.1 §4.8.12). Absent values, empty arrays and empty objects
 * give none. Delimiters are encoded within values; between them they are `,`, `%20` and `%7C`.
 * In deepObject nested objects are `a[b][c]` and arrays `a[b][0]`, as `qs` writes and most servers read them.
 */
export function encodeQuery({ name, value, style = "form", explode, allowReserved, json }: QueryArgument): string[] {
  const key = percentEncode(name);
  if (value === undefined) return [];
  if (json) return [`${key}=${percentEncode(JSON.stringify(value))}`];
  const encode = allowReserved ? percentEncodeReserved : percentEncode;
  if (style === "deepObject") return deepPairs(key, value, encode);
  if (explode ?? style === "form") return exploded(key, value, encode);
  const compound = typeof value === "object" && value !== null;
  const encodeItem = compound ? (text: string): string => encode(text).replaceAll(",", "%2C") : encode;
  const parts = pieces(value, false, encodeItem, percentEncode);
  return parts.length === 0 ? [] : [`${key}=${parts.join(delimiters[style])}`];
}

/**
 * The value of a header, not percent-encoded, JSON in ASCII; `undefined` when there is nothing to send.
 * Throws `ArgumentError` for line breaks, NUL, other control characters and text beyond Latin-1, which fetch refuses.
 */
export function encodeHeader({ name, value, explode = false, json }: HeaderArgument): string | undefined {
  if (value === undefined) return undefined;
  const parts = json ? [asciiJson(value)] : pieces(value, explode, (text) => text);
  const text = parts.join(",");
  if (isHeaderValue(text)) return parts.length === 0 ? undefined : text;
  throw new ArgumentError(`${name}: a header cannot carry line breaks, control characters or text beyond Latin-1`);
}

/** True when HTTP and fetch take the text as a header's value. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** A value as JSON in ASCII. */
export function asciiJson(value: unknown): string {
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\x7f-\uffff]/g, escape);
}

/**
 * The `name=value` pairs of a cookie argument; exploded items and properties become cookies of their own.
 * What RFC 6265 keeps out of values, `%` and `,` are percent-encoded; CR, LF and NUL throw `ArgumentError`.
 */
export function encodeCookie({ name, value, explode = true, json }: CookieArgument): string[] {
  const encode = (text: string): string => {
    if (/[\r\n\0]/.test(text)) throw new ArgumentError(`${name}: a cookie cannot carry line breaks or NUL`);
    return text.replace(/[^\x21\x23\x24\x26-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+/g, percentEncode);
  };
  const key = percentEncode(name);
  if (value === undefined) return [];
  if (json) return [`${key}=${encode(JSON.stringify(value))}`];
  if (explode) return exploded(key, value, encode);
  const parts = pieces(value, false, encode, percentEncode);
  return parts.length === 0 ? [] : [`${key}=${parts.join(",")}`];
}

function exploded(key: string, value: unknown, encode: (text: string) => string): string[] {
  return pieces(value, true, encode, percentEncode).map((one) => (isRecord(value) ? one : `${key}=${one}`));
}
