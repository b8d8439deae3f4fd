import type { JsonValue } from "../ir/json.js";

/**
 * Bytes of a value as compact JSON in UTF-8.
 *
 * @param known sizes of parts that are not to be counted again
 */
export function jsonSize(value: JsonValue, known: ReadonlyMap<JsonValue, number> = new Map()): number {
  if (typeof value === "string" && /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(value)) return value.length + 2;
  if (typeof value !== "object" || value === null) return Buffer.byteLength(JSON.stringify(value));
  const before = known.get(value);
  if (before !== undefined) return before;
  const parts: readonly JsonValue[] = Object.values(value);
  let size = 2 + Math.max(0, parts.length - 1);
  for (const part of parts) size += jsonSize(part, known);
  if (!Array.isArray(value)) for (const key of Object.keys(value)) size += jsonSize(key, known) + 1;
  return size;
}
