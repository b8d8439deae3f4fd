import { isSchema as isRecord } from "../json-schema.js";
import { percentEncode } from "./percent.js";

type Encode = (text: string) => string;

/** What delimiters stand between: items; `key=value` when exploded, else keys and values in turn. Compound items are JSON. */
export function pieces(value: unknown, explode: boolean, encode: Encode, encodeKey = encode): string[] {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map((item) => encode(scalarText(item)));
  if (!isRecord(value)) return [encode(scalarText(value))];
  return Object.entries(value).flatMap(([key, item]) => {
    if (item === undefined) return [];
    const pair = [encodeKey(key), encode(scalarText(item))];
    return explode ? [pair.join("=")] : pair;
  });
}

export function exploded(key: string, value: unknown, encode: Encode): string[] {
  return pieces(value, true, encode, percentEncode).map((one) => (isRecord(value) ? one : `${key}=${one}`));
}

/** Compounds as JSON. */
export function scalarText(value: unknown): string {
  // Without exponents: readers of URLs seldom know them.
  if (typeof value === "number" && /e/.test(String(value))) {
    return value.toLocaleString("en-US", { useGrouping: false, maximumSignificantDigits: 21 });
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

export { isRecord };
