import { isJsonArray, isJsonObject } from "./json-kinds.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import { schemaCheck } from "./validate.js";

/**
 * Gives values the type that their schema wants where only the spelling is in the way: `"10"` for an integer or a number,
 * `"true"` for a boolean, `"null"` for null, a JSON text for an object or an array. Nothing is lost (`"1.5"` is no integer and
 * stays), a value that fits stays as it is, and a string stays a string wherever one is accepted. `$ref`s are looked
 * up in `$defs` of the root schema.
 */
export function coerce(value: JsonValue, schema: JsonSchema): JsonValue {
  return coerceTo(value, schema, schema);
}

function coerceTo(value: JsonValue, schema: unknown, root: JsonSchema): JsonValue {
  if (!isSchema(schema)) return value;
  let result = value;
  const target = referenced(schema["$ref"], root);
  if (target !== undefined) result = coerceTo(result, target, root);
  result = toType(result, schema);
  if (isJsonArray(result)) result = items(result, schema, root);
  else if (isJsonObject(result)) result = properties(result, schema, root);
  for (const part of listOf(schema["allOf"])) result = coerceTo(result, part, root);
  for (const union of [listOf(schema["anyOf"]), listOf(schema["oneOf"])]) result = toMember(result, union, root);
  return result;
}

function items(values: readonly JsonValue[], schema: JsonSchema, root: JsonSchema): JsonValue {
  const first = listOf(schema["prefixItems"]);
  return values.map((item, index) => coerceTo(item, first[index] ?? schema["items"], root));
}

function properties(value: JsonObject, schema: JsonSchema, root: JsonSchema): JsonValue {
  const known = isSchema(schema["properties"]) ? schema["properties"] : {};
  const entries = Object.entries(value).map(([name, member]) => {
    const inner = Object.hasOwn(known, name) ? known[name] : schema["additionalProperties"];
    return [name, coerceTo(member, inner, root)] as const;
  });
  return Object.fromEntries(entries);
}

/** A union's value is touched only when no member takes it as it is; then the first that takes it coerced wins. */
function toMember(value: JsonValue, members: readonly unknown[], root: JsonSchema): JsonValue {
  if (members.length === 0 || members.some((member) => accepts(member, value, root))) return value;
  for (const member of members) {
    const coerced = coerceTo(value, member, root);
    if (accepts(member, coerced, root)) return coerced;
  }
  return value;
}

/** Members of unions with the definitions that they refer to, kept so that each is compiled once. */
const standalone = new WeakMap<JsonSchema, JsonSchema>();

function accepts(member: unknown, value: JsonValue, root: JsonSchema): boolean {
  if (!isSchema(member)) return member !== false;
  let whole = standalone.get(member);
  if (whole === undefined) {
    whole = { ...member, $defs: root["$defs"] };
    standalone.set(member, whole);
  }
  return schemaCheck(whole)(value).length === 0;
}

function toType(value: JsonValue, schema: JsonSchema): JsonValue {
  if (typeof value !== "string") return value;
  const types = typesOf(schema);
  if (types.length === 0 || types.includes("string")) return value;
  const text = value.trim();
  for (const type of types) {
    const coerced = fromText(text, type);
    if (coerced !== undefined) return coerced;
  }
  return value;
}

/** The types that a schema takes, where it names any: by `type`, or by listing values. */
function typesOf(schema: JsonSchema): readonly string[] {
  const { type } = schema;
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type.map(String);
  const values = "const" in schema ? [schema["const"]] : listOf(schema["enum"]);
  return values.map((value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value));
}

function fromText(text: string, type: string): JsonValue | undefined {
  switch (type) {
    case "integer":
    case "number":
      return toNumber(text, type === "integer");
    case "boolean":
      return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === "true" : undefined;
    case "null":
      return text === "null" ? null : undefined;
    case "object":
      return text.startsWith("{") ? parsed(text) : undefined;
    case "array":
      return text.startsWith("[") ? parsed(text) : undefined;
    default:
      return undefined;
  }
}

/** A JSON number that a double holds without loss: whole numbers only as far as they are safe. */
function toNumber(text: string, whole: boolean): number | undefined {
  if (!/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? value : undefined;
  return whole ? undefined : value;
}

function parsed(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function referenced(reference: unknown, root: JsonSchema): unknown {
  if (typeof reference !== "string" || !reference.startsWith("#/$defs/")) return undefined;
  const name = decodeURIComponent(reference.slice("#/$defs/".length)).replaceAll("~1", "/").replaceAll("~0", "~");
  const definitions = root["$defs"];
  return isSchema(definitions) && Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
