import type { JsonValue } from "../../ir/json.js";
import type { EnumSchema, NumberSchema, SchemaTexts, StringSchema } from "../../ir/schema.js";
import { array, json, literal, object, property, type Expression, type Property } from "./expression.js";

/** Keywords in the order in which they are printed: what a value is, what it means, what it is made of. */
const keywordOrder: ReadonlyMap<string, number> = new Map(
  (
    "$ref type enum minLength maxLength pattern format contentEncoding contentMediaType minimum maximum exclusiveMinimum exclusiveMaximum multipleOf " +
    "prefixItems items minItems maxItems uniqueItems default title description examples deprecated " +
    "properties required additionalProperties patternProperties propertyNames minProperties maxProperties anyOf oneOf allOf not if then else $defs"
  )
    .split(" ")
    .map((keyword, index) => [keyword, index]),
);

/** The keywords of one schema. */
export interface Keywords {
  /** Values of `type`; empty when any is valid. */
  readonly types: readonly string[];
  readonly facts: ReadonlyMap<string, Expression>;
}

export function stringKeywords(schema: StringSchema): Keywords {
  return keywords(["string"], {
    minLength: number(schema.minLength),
    maxLength: number(schema.maxLength),
    pattern: text(schema.pattern),
    format: text(schema.format),
    contentEncoding: text(schema.contentEncoding),
    contentMediaType: text(schema.contentMediaType),
  });
}

export function numberKeywords(schema: NumberSchema): Keywords {
  return keywords([schema.integer ? "integer" : "number"], {
    format: text(schema.format),
    minimum: number(schema.minimum),
    maximum: number(schema.maximum),
    exclusiveMinimum: number(schema.exclusiveMinimum),
    exclusiveMaximum: number(schema.exclusiveMaximum),
    multipleOf: number(schema.multipleOf),
  });
}

/** An enumeration says its type too: some clients ask for it. */
export function enumKeywords(values: EnumSchema["values"]): Keywords {
  const types = [...new Set(values.map(typeName))];
  const distinct = types.includes("number") ? types.filter((type) => type !== "integer") : types;
  return keywords(distinct, { enum: array(values.map(json)) });
}

function typeName(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

/** The texts of a schema by keyword. */
export function texts(schema: SchemaTexts): ReadonlyMap<string, Expression> {
  const { default: fallback, title, description, examples, deprecated } = schema;
  const isSilent =
    title === undefined && description === undefined && examples === undefined && deprecated === undefined;
  if (isSilent && fallback === undefined) return noTexts;
  return keywords([], {
    default: fallback === undefined ? undefined : json(fallback),
    title: text(title),
    description: text(description),
    examples: examples && array(examples.map(json)),
    deprecated: deprecated && literal(true),
  }).facts;
}

const noTexts: ReadonlyMap<string, Expression> = new Map();

/** Keywords that are given, with what `type` says. */
export function keywords(
  types: readonly string[],
  facts: Readonly<Record<string, Expression | undefined>> = {},
): Keywords {
  const given = new Map<string, Expression>();
  for (const keyword in facts) {
    const value = facts[keyword];
    if (value !== undefined) given.set(keyword, value);
  }
  return { types, facts: given };
}

/** The object that a schema is printed as. */
export function keywordObject({ types, facts }: Keywords): Expression {
  const [first] = types;
  const members: Property[] = [];
  if (first !== undefined)
    members.push(property("type", types.length === 1 ? literal(first) : array(types.map(literal))));
  for (const [keyword, value] of facts) insert(property(keyword, value), members);
  return object(members);
}

/** Puts a keyword in its place; most stand in order already. */
function insert(member: Property, members: Property[]): void {
  const own = rank(member.key);
  let place = members.length;
  while (place > 0 && rank(members[place - 1]?.key ?? "") > own) place--;
  if (place === members.length) members.push(member);
  else members.splice(place, 0, member);
}

function rank(keyword: string): number {
  return keywordOrder.get(keyword) ?? keywordOrder.size;
}

/** A fact that is a number, where it is given. */
export function number(value: number | undefined): Expression | undefined {
  return value === undefined ? undefined : literal(value);
}

function text(value: string | undefined): Expression | undefined {
  return value === undefined ? undefined : literal(value);
}
