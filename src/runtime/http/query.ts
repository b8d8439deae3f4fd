import type { PairsArgument } from "./http-request.js";
import { percentEncode, percentEncodeReserved } from "./percent.js";
import { exploded, isRecord, pieces, scalarText } from "./styles.js";

const delimiters = { form: ",", spaceDelimited: "%20", pipeDelimited: "%7C" } as const;

export interface QueryOptions {
  /** Default: form. */
  readonly style?: keyof typeof delimiters | "deepObject";
  /** Default: true for style form, else false. */
  readonly explode?: boolean;
  /** Reserved characters stay, save those that would break the query. */
  readonly allowReserved?: boolean;
  /** Written as JSON. */
  readonly json?: boolean;
}

export function query(name: string, value: unknown, options: QueryOptions = {}): PairsArgument {
  return { encode: () => encodeQuery(name, value, options) };
}

/** Pairs (OpenAPI 3.1 §4.8.12), none for empty arrays and objects. Delimiters are encoded within values only. */
export function encodeQuery(name: string, value: unknown, options: QueryOptions): string[] {
  const { style = "form", explode = style === "form", allowReserved, json } = options;
  const key = percentEncode(name);
  if (value === undefined) return [];
  if (json) return [`${key}=${percentEncode(JSON.stringify(value))}`];
  const encode = allowReserved ? percentEncodeReserved : percentEncode;
  if (style === "deepObject") return deepPairs(key, value, encode);
  if (explode) return exploded(key, value, encode);
  const compound = typeof value === "object" && value !== null;
  const encodeItem = compound ? (text: string): string => encode(text).replaceAll(",", "%2C") : encode;
  const parts = pieces(value, false, encodeItem, percentEncode);
  return parts.length === 0 ? [] : [`${key}=${parts.join(delimiters[style])}`];
}

/** As `qs` writes nested ones: `name[key][0]=value`; `name` is encoded already. */
function deepPairs(name: string, value: unknown, encode: (text: string) => string): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) && !isRecord(value)) return [`${name}=${encode(scalarText(value))}`];
  return Object.entries(value).flatMap(([key, item]) => deepPairs(`${name}%5B${percentEncode(key)}%5D`, item, encode));
}
