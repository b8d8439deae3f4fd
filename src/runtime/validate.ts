import { Validator, type Schema } from "@cfworker/json-schema";
import { isJsonArray, isJsonObject, type JsonValue } from "./json.js";
import { isSchema, type JsonSchema } from "./json-schema.js";
import { explain, type Misfit } from "./misfit.js";

/** Empty when the value is valid. */
export type SchemaCheck = (value: JsonValue) => readonly Misfit[];

const checks = new WeakMap<JsonSchema, SchemaCheck>();

/** The check of a schema (2020-12; `format` asserts nothing), made from a copy when it is first asked for. */
export function schemaCheck(schema: JsonSchema): SchemaCheck {
  const check = checks.get(schema) ?? createCheck(schema);
  checks.set(schema, check);
  return check;
}

function createCheck(original: JsonSchema): SchemaCheck {
  const validator = new Validator(assertionsOf(original), "2020-12", false);
  return (given) => {
    try {
      const value = withoutPrototypes(given, 0);
      return explain(validator.validate(value).errors, original, value);
    } catch (error) {
      // More nesting or errors than the stack holds, or a name with lone surrogates.
      if (!(error instanceof RangeError || error instanceof URIError)) throw error;
      return [{ path: [], keyword: "unreadable", text: "the value cannot be checked: it is too deep or malformed" }];
    }
  };
}

const plain =
  /^(?:\$ref|\$anchor|type|const|enum|(?:dependentR|r)equired|multipleOf|uniqueItems|(?:exclusive)?m(?:in|ax)\w+)$/i;
const schemas =
  /^(?:not|if|then|else|(?:prefixI|i)tems|contains|additionalProperties|unevaluated\w+|propertyNames|(?:any|all|one)Of)$/;
const named = /^(?:properties|patternProperties|\$defs|dependentSchemas)$/;

/** A copy of what is asserted: the validator writes onto its schemas, and would check `format` and look into extensions. */
function assertionsOf(schema: JsonSchema): Schema {
  const copy: Schema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (plain.test(keyword)) copy[keyword] = structuredClone(value);
    // Longer texts pass: matching may be slow.
    else if (keyword === "pattern" && isPattern(value)) copy.pattern = `^[^]{9999}|${String(value)}`;
    else if (schemas.test(keyword)) copy[keyword] = Array.isArray(value) ? value.map(subschemaOf) : subschemaOf(value);
    else if (named.test(keyword) && isSchema(value)) {
      const entries = Object.entries(value).filter(([name]) => keyword !== "patternProperties" || isPattern(name));
      copy[keyword] = Object.fromEntries(entries.map(([name, entry]) => [name, subschemaOf(entry)]));
    }
  }
  return copy;
}

function subschemaOf(value: unknown): Schema | boolean {
  return isSchema(value) ? assertionsOf(value) : value !== false;
}

function isPattern(value: unknown): boolean {
  try {
    return new RegExp(String(value), "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** A deep copy whose objects have no `constructor` and no `toString` that nobody sent. */
function withoutPrototypes(value: JsonValue, depth: number): JsonValue {
  if (depth > 200) throw new RangeError("nested too deeply");
  if (isJsonArray(value)) return value.map((item) => withoutPrototypes(item, depth + 1));
  if (!isJsonObject(value)) return value;
  // Objects of Object.create(null) are slow.
  const bare: Record<string, JsonValue> = { __proto__: null };
  for (const [key, member] of Object.entries(value)) bare[key] = withoutPrototypes(member, depth + 1);
  return bare;
}
