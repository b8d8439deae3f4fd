import type { JsonObject, JsonValue } from "./json.js";

const parse: (text: string) => JsonValue = JSON.parse;

/** True for an array; unlike `Array.isArray` it keeps the type of the items. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** True for an object that is neither null nor an array. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a text says in JSON; undefined when it is none. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** A value as compact JSON; undefined for what JSON cannot carry. */
export function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
