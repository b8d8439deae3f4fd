import type { JsonValue } from "../ir/json.js";

const sizes = new WeakMap<object, number>();

/** Bytes below which a part is sooner counted again than looked up. */
const worthRemembering = 200;

/** Bytes of a value as compact JSON in UTF-8; parts that many values share are counted once and remembered. */
export function jsonSize(value: JsonValue): number {
  if (typeof value === "string" && /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(value)) return value.length + 2;
  if (typeof value !== "object" || value === null) return Buffer.byteLength(JSON.stringify(value));
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const parts: readonly JsonValue[] = Object.values(value);
  let size = 2 + Math.max(0, parts.length - 1);
  for (const part of parts) size += jsonSize(part);
  if (!Array.isArray(value)) for (const key of Object.keys(value)) size += jsonSize(key) + 1;
  if (size > worthRemembering) sizes.set(value, size);
  return size;
}
