import { Validator, type Schema } from "@cfworker/json-schema";
import { isJsonArray, isJsonObject } from "./json-kinds.js";
import type { JsonValue } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import { explain, type Misfit } from "./misfit.js";

/** Lists every place of a value that does not fit a schema, leaf by leaf; empty when the value is valid. */
export type SchemaCheck = (value: JsonValue) => readonly Misfit[];

/** Deeper values are refused, before recursion over them runs out of stack. */
const maxDepth = 200;

const checks = new WeakMap<JsonSchema, SchemaCheck>();

/**
 * The check of a schema (JSON Schema 2020-12; `format` asserts nothing), made when it is first asked for. The schema
 * itself is never changed.
 */
export function schemaCheck(schema: JsonSchema): SchemaCheck {
  let check = checks.get(schema);
  if (check === undefined) {
    check = createCheck(schema);
    checks.set(schema, check);
  }
  return check;
}

function createCheck(schema: JsonSchema): SchemaCheck {
  const copy = assertionsOf(schema);
  const validator = new Validator(copy, "2020-12", false);
  return (value) => {
    try {
      const bare = withoutPrototypes(value, 0);
      return explain(validator.validate(bare).errors, copy, bare);
    } catch (error) {
      // Nested too deeply, more errors than the stack holds, or a name that is no Unicode text (lone surrogates).
      if (!(error instanceof RangeError || error instanceof URIError)) throw error;
      return [{ path: [], keyword: "unreadable", place: "the value", reason: "cannot be checked: it is too deep or malformed" }];
    }
  };
}

const assertions = words(
  "$ref $anchor type const enum required dependentRequired minimum maximum exclusiveMinimum exclusiveMaximum multipleOf " +
    "minLength maxLength pattern minItems maxItems uniqueItems minContains maxContains minProperties maxProperties",
);
const subschemas = words(
  "not if then else items contains additionalProperties unevaluatedProperties unevaluatedItems propertyNames",
);
const subschemaLists = words("anyOf allOf oneOf prefixItems");
const subschemaMaps = words("properties patternProperties $defs dependentSchemas");

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

/**
 * A copy that holds only what is asserted: the validator writes onto the schemas that it is given, would check `format`,
 * and would follow what looks like a schema inside extensions.
 */
function assertionsOf(schema: JsonSchema): Schema {
  const copy: Schema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (assertions.has(keyword)) {
      if (keyword !== "pattern" || isPattern(value)) copy[keyword] = structuredClone(value);
    } else if (subschemas.has(keyword)) {
      copy[keyword] = subschemaOf(value);
    } else if (subschemaLists.has(keyword) && Array.isArray(value)) {
      copy[keyword] = value.map(subschemaOf);
    } else if (subschemaMaps.has(keyword) && isSchema(value)) {
      const entries = Object.entries(value).filter(([name]) => keyword !== "patternProperties" || isPattern(name));
      copy[keyword] = Object.fromEntries(entries.map(([name, entry]) => [name, subschemaOf(entry)]));
    }
  }
  return copy;
}

function subschemaOf(value: unknown): Schema | boolean {
  return isSchema(value) ? assertionsOf(value) : value !== false;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A pattern that the engine does not take asserts nothing; the compiler has warned of it. */
function isPattern(value: unknown): boolean {
  try {
    return typeof value === "string" && new RegExp(value, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** A deep copy whose objects have no `constructor` and no `toString` that nobody sent. */
function withoutPrototypes(value: JsonValue, depth: number): JsonValue {
  if (depth > maxDepth) throw new RangeError("The value is nested too deeply.");
  if (isJsonArray(value)) return value.map((item) => withoutPrototypes(item, depth + 1));
  if (!isJsonObject(value)) return value;
  const bare: Record<string, JsonValue> = Object.create(null);
  for (const [key, member] of Object.entries(value)) bare[key] = withoutPrototypes(member, depth + 1);
  return bare;
}
