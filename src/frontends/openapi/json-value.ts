import type { JsonValue } from "../../ir/json.js";

/** A value of a document as JSON: what JSON cannot say (`.nan`, `.inf`) becomes its text. Shared YAML aliases are copied. */
export function toJson(value: unknown): JsonValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "object":
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(toJson);
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
    case "bigint":
      return String(value);
    case "undefined":
    case "function":
    case "symbol":
      return null;
    default:
      return null;
  }
}
