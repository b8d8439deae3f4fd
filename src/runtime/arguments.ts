import { isJsonArray, isJsonObject, parseJson, type JsonObject, type JsonValue } from "./json.js";
import { isSchema, type JsonSchema } from "./json-schema.js";
import { ArgumentError } from "./tool-error.js";
import type { ToolDefinition } from "./tool.js";
import { schemaCheck } from "./validate.js";

/** Coerced and valid. Throws an `ArgumentError` that lists every one that is not. */
export function prepareArguments(
  given: JsonValue = {},
  rules: Pick<ToolDefinition, "inputSchema" | "coerce">,
): JsonObject {
  const check = schemaCheck(rules.inputSchema);
  let [args, misfits] = [given, check(given)];
  // What is valid stays as it is.
  if (misfits.length > 0 && rules.coerce !== false) {
    args = coerce(given, rules.inputSchema);
    misfits = check(args);
  }
  if (!isJsonObject(args)) throw new ArgumentError("they must be an object");
  const problems = misfits.map(({ path, keyword, text }) =>
    keyword === "false" && path.length === 1 ? text.replace(/is not known here$/, "is not an argument") : text,
  );
  if (problems.length === 0) return args;
  const more = problems.splice(20).length;
  throw new ArgumentError(more > 0 ? [...problems, `and ${String(more)} more`] : problems);
}

/** Gives texts the type that their schema wants: `"10"`, `"true"`, JSON. */
export function coerce(value: JsonValue, schema: unknown, root = isSchema(schema) ? schema : {}): JsonValue {
  if (!isSchema(schema)) return value;
  let result = value;
  if ("$ref" in schema) result = coerce(result, referenced(schema["$ref"], root), root);
  if (typeof result === "string") result = fromText(result, typesOf(schema));
  if (isJsonArray(result)) {
    const first = listOf(schema["prefixItems"]);
    result = result.map((item, index) => coerce(item, first[index] ?? schema["items"], root));
  } else if (isJsonObject(result)) result = properties(result, schema, root);
  for (const part of listOf(schema["allOf"])) result = coerce(result, part, root);
  result = toMember(result, listOf(schema["anyOf"]), root);
  return toMember(result, listOf(schema["oneOf"]), root);
}

function properties(value: JsonObject, schema: JsonSchema, root: JsonSchema): JsonValue {
  const known = isSchema(schema["properties"]) ? schema["properties"] : {};
  const entries = Object.entries(value).map(([name, member]) => {
    const inner = Object.hasOwn(known, name) ? known[name] : schema["additionalProperties"];
    return [name, coerce(member, inner, root)] as const;
  });
  return Object.fromEntries(entries);
}

/** A union's value is touched only when no member takes it as it is; then the first that takes it coerced wins. */
function toMember(value: JsonValue, members: readonly unknown[], root: JsonSchema): JsonValue {
  if (members.length === 0 || members.some((member) => accepts(member, value, root))) return value;
  const fits = members.map((member) => [member, coerce(value, member, root)] as const);
  return fits.find(([member, coerced]) => accepts(member, coerced, root))?.[1] ?? value;
}

/** Members of unions with their definitions, each compiled once. */
const standalone = new WeakMap<JsonSchema, JsonSchema>();

export function accepts(member: unknown, value: JsonValue, root: JsonSchema): boolean {
  if (!isSchema(member)) return member !== false;
  const whole = standalone.get(member) ?? { ...member, $defs: root["$defs"] };
  standalone.set(member, whole);
  return schemaCheck(whole)(value).length === 0;
}

function typesOf(schema: JsonSchema): readonly string[] {
  const { type } = schema;
  if (type !== undefined) return [type].flat().map(String);
  return ("const" in schema ? [schema["const"]] : listOf(schema["enum"])).map(typeOf);
}

function typeOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function fromText(given: string, types: readonly string[]): JsonValue {
  if (types.includes("string")) return given;
  const text = given.trim();
  const value = parseJson(/^(?:true|false)$/i.test(text) ? text.toLowerCase() : text);
  const isWhole = Number.isInteger(value);
  const isLossy = isWhole ? !Number.isSafeInteger(value) : value === Infinity || value === -Infinity;
  if (value === undefined || typeof value === "string" || isLossy) return given;
  return types.includes(typeOf(value)) || (isWhole && types.includes("integer")) ? value : given;
}

/** Only `$defs` of the root are looked at. */
export function referenced(reference: unknown, { $defs }: JsonSchema): unknown {
  const [, name] = /^#\/\$defs\/(.*)$/.exec(String(reference)) ?? [];
  if (name === undefined || !isSchema($defs)) return undefined;
  return $defs[decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~")];
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
