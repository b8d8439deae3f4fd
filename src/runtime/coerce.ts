import { isJsonArray, isJsonObject, parseJson } from "./json-kinds.js";
import type { JsonObject, JsonValue } from "./json.js";
import { isSchema, type JsonSchema } from "./json-schema.js";
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
  let result = coerceTo(value, referenced(schema["$ref"], root), root);
  if (typeof result === "string") result = fromText(result, typesOf(schema));
  if (isJsonArray(result)) result = items(result, schema, root);
  else if (isJsonObject(result)) result = properties(result, schema, root);
  for (const part of listOf(schema["allOf"])) result = coerceTo(result, part, root);
  result = toMember(result, listOf(schema["anyOf"]), root);
  return toMember(result, listOf(schema["oneOf"]), root);
}

/** What is not changed stays the same array, or object. */
function items(values: readonly JsonValue[], schema: JsonSchema, root: JsonSchema): JsonValue {
  const first = listOf(schema["prefixItems"]);
  const coerced = values.map((item, index) => coerceTo(item, first[index] ?? schema["items"], root));
  return coerced.every((item, index) => item === values[index]) ? values : coerced;
}

function properties(value: JsonObject, schema: JsonSchema, root: JsonSchema): JsonValue {
  const known = isSchema(schema["properties"]) ? schema["properties"] : {};
  const entries = Object.entries(value).map(([name, member]) => {
    const inner = Object.hasOwn(known, name) ? known[name] : schema["additionalProperties"];
    return [name, coerceTo(member, inner, root)] as const;
  });
  return entries.every(([name, coerced]) => coerced === value[name]) ? value : Object.fromEntries(entries);
}

/** A union's value is touched only when no member takes it as it is; then the first that takes it coerced wins. */
function toMember(value: JsonValue, members: readonly unknown[], root: JsonSchema): JsonValue {
  if (members.length === 0 || members.some((member) => accepts(member, value, root))) return value;
  const fits = members.map((member) => [member, coerceTo(value, member, root)] as const);
  return fits.find(([member, coerced]) => accepts(member, coerced, root))?.[1] ?? value;
}

/** Members of unions with the definitions that they refer to, kept so that each is compiled once. */
const standalone = new WeakMap<JsonSchema, JsonSchema>();

function accepts(member: unknown, value: JsonValue, root: JsonSchema): boolean {
  if (!isSchema(member)) return member !== false;
  const whole = standalone.get(member) ?? { ...member, $defs: root["$defs"] };
  standalone.set(member, whole);
  return schemaCheck(whole)(value).length === 0;
}

/** The types that a schema takes, where it names any: by `type`, or by listing values. */
function typesOf(schema: JsonSchema): readonly string[] {
  const { type } = schema;
  if (type !== undefined) return [type].flat().map(String);
  const values = "const" in schema ? [schema["const"]] : listOf(schema["enum"]);
  return values.map((value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value));
}

function fromText(given: string, types: readonly string[]): JsonValue {
  if (types.includes("string")) return given;
  const text = given.trim();
  const value = parseJson(/^(?:true|false)$/i.test(text) ? text.toLowerCase() : text);
  const isLossy =
    typeof value === "number" && (Number.isInteger(value) ? !Number.isSafeInteger(value) : !Number.isFinite(value));
  if (value === undefined || typeof value === "string" || isLossy) return given;
  const type = value === null ? "null" : isJsonArray(value) ? "array" : typeof value;
  return types.includes(type) || (Number.isInteger(value) && types.includes("integer")) ? value : given;
}

function referenced(reference: unknown, root: JsonSchema): unknown {
  const [, name] = /^#\/\$defs\/(.*)$/.exec(String(reference)) ?? [];
  const definitions = root["$defs"];
  if (name === undefined || !isSchema(definitions)) return undefined;
  return definitions[decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~")];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
