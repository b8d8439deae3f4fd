/// <reference types="node" />
import { toBase64 } from "./content.js";
import type { JsonValue } from "./json.js";
import { erased } from "./tool.js";

/**
 * What a value is as JSON: `Date` an ISO text, `URL` its address, `RegExp` its source, `bigint` digits, bytes base64, `Set` a
 * list, `Map` an object; of other objects what `toJSON` or their own properties say. Undefined for what JSON cannot carry.
 */
export function encode(value: unknown): JsonValue | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      return String(value);
    case "object":
      return value === null ? null : encodeObject(value);
    default:
      return undefined;
  }
}

function encodeObject(value: object): JsonValue | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return value.href;
  if (value instanceof RegExp) return value.source;
  if (value instanceof Uint8Array) return toBase64(value);
  if (value instanceof Map) return members([...value].map(([key, member]) => [String(key), member]));
  if (Array.isArray(value) || value instanceof Set) return Array.from(value, (item: unknown) => encode(item) ?? null);
  if ("toJSON" in value && typeof value.toJSON === "function")
    return encode(erased<{ readonly toJSON: () => unknown }>(value).toJSON());
  return members(Object.entries(value));
}

function members(entries: readonly (readonly [string, unknown])[]): JsonValue {
  return Object.fromEntries(
    entries.flatMap(([key, member]) => {
      const encoded = encode(member);
      return encoded === undefined ? [] : [[key, encoded]];
    }),
  );
}
