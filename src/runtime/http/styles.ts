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

/** Numbers without exponent; compounds as JSON. */
export function scalarText(value: unknown): string {
  if (typeof value === "number") return plainNumber(String(value));
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** `1e-7` as `0.0000001`: readers of URLs seldom know exponents. */
function plainNumber(text: string): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = "", first = "", rest = "", exponent] = match;
  const point = 1 + Number(exponent);
  return sign + (point > 0 ? (first + rest).padEnd(point, "0") : `0.${"0".repeat(-point)}${first}${rest}`);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
