import { accepts, listOf, referenced } from "./arguments.js";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "./json.js";
import { isSchema, type JsonSchema } from "./json-schema.js";
import { erased } from "./tool.js";

/** Arguments with what their schema says for those that are absent, at any depth. */
export function fillDefaults(args: JsonObject, schema: JsonSchema): JsonObject {
  const filled = fill(args, schema, schema);
  return isJsonObject(filled) ? filled : args;
}

function fill(value: JsonValue, schema: unknown, root: JsonSchema): JsonValue {
  if (!isSchema(schema) || typeof value !== "object") return value;
  let filled: JsonValue = value;
  if ("$ref" in schema) filled = fill(filled, referenced(schema["$ref"], root), root);
  if (isJsonArray(filled)) {
    const first = listOf(schema["prefixItems"]);
    filled = filled.map((item, index) => fill(item, first[index] ?? schema["items"], root));
  } else if (isJsonObject(filled)) {
    filled = fillMembers(filled, schema, root);
  }
  for (const part of listOf(schema["allOf"])) filled = fill(filled, part, root);
  for (const union of [listOf(schema["anyOf"]), listOf(schema["oneOf"])]) {
    const meant = union.find((member) => accepts(member, value, root));
    if (meant !== undefined) filled = fill(filled, meant, root);
  }
  return filled;
}

function fillMembers(value: JsonObject, schema: JsonSchema, root: JsonSchema): JsonObject {
  const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
  const given = Object.entries(value).map(([name, member]): [string, JsonValue] => {
    const inner = Object.hasOwn(properties, name) ? properties[name] : schema["additionalProperties"];
    return [name, fill(member, inner, root)];
  });
  const absent = Object.entries(properties).flatMap(([name, inner]): [string, JsonValue][] => {
    const fallback = Object.hasOwn(value, name) ? undefined : defaultOf(inner, root);
    // A copy: what a function does to its arguments must not reach the next call's.
    return fallback === undefined ? [] : [[name, structuredClone(fallback)]];
  });
  return Object.fromEntries([...given, ...absent]);
}

function defaultOf(schema: unknown, root: JsonSchema): JsonValue | undefined {
  if (!isSchema(schema)) return undefined;
  if ("default" in schema) return erased<JsonValue>(schema["default"]);
  return "$ref" in schema ? defaultOf(referenced(schema["$ref"], root), root) : undefined;
}
