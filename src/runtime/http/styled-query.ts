import { delimiters, type DelimitedStyle } from "./delimiters.js";
import type { PairsArgument } from "./http-request.js";
import { percentEncode, percentEncodeLiteral } from "./percent.js";
import { query, type QueryOptions } from "./query.js";
import { exploded, isRecord, pieces, scalarText } from "./styles.js";

export interface StyledQueryOptions extends QueryOptions {
  /** Default: form. */
  readonly style?: "form" | DelimitedStyle | "deepObject";
  /** Default: true for style form, else false. */
  readonly explode?: boolean;
  /** Reserved characters stay, save those that would break the query. */
  readonly allowReserved?: boolean;
}

/** Pairs of any style (OpenAPI 3.1 §4.8.12), none for empty arrays and objects. Delimiters are encoded within values only. */
export function styledQuery(name: string, value: unknown, options: StyledQueryOptions): PairsArgument {
  return options.json ? query(name, value, options) : { encode: () => encodeQuery(name, value, options) };
}

function encodeQuery(name: string, value: unknown, options: StyledQueryOptions): string[] {
  const { style = "form", explode = style === "form", allowReserved } = options;
  const key = percentEncode(name);
  if (value === undefined) return [];
  const encode = allowReserved ? percentEncodeReserved : percentEncode;
  if (style === "deepObject") return deepPairs(key, value, encode);
  if (explode) return exploded(key, value, encode);
  const compound = typeof value === "object" && value !== null;
  const encodeItem = compound ? (text: string): string => encode(text).replaceAll(",", "%2C") : encode;
  const parts = pieces(value, false, encodeItem, percentEncode);
  return parts.length === 0 ? [] : [`${key}=${parts.join(style === "form" ? "," : percentEncode(delimiters[style]))}`];
}

/** As `qs` writes nested ones: `name[key][0]=value`; `name` is encoded already. */
function deepPairs(name: string, value: unknown, encode: (text: string) => string): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) && !isRecord(value)) return [`${name}=${encode(scalarText(value))}`];
  return Object.entries(value).flatMap(([key, item]) => deepPairs(`${name}%5B${percentEncode(key)}%5D`, item, encode));
}

/** For `allowReserved` (RFC 6570 §3.2.3): encodes only what a query cannot hold or would misread; triplets stay. */
function percentEncodeReserved(text: string): string {
  return percentEncodeLiteral(text).replaceAll("&", "%26").replaceAll("+", "%2B");
}
