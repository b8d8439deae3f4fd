import { compact } from "../../ir/compact.js";
import type { JsonValue } from "../../ir/json.js";
import type {
  ArraySchema,
  NumberSchema,
  ObjectSchema,
  Property,
  Schema,
  SchemaTexts,
  StringSchema,
  UnionSchema,
} from "../../ir/schema.js";
import { capText } from "../../ir/cap-text.js";
import { cleanText } from "./clean-text.js";
import type { Cursor } from "./cursor.js";
import { pinVariant, readDiscriminator } from "./discriminator.js";
import { intersect, withTexts } from "./intersect.js";
import { toJson } from "./json-value.js";
import { referenceOf } from "./references.js";
import type { Direction, SchemaContext } from "./schema-context.js";
import { screenPattern } from "../screen-pattern.js";
import { written } from "./written.js";

/** Longest description of a nested property that is passed on, in UTF-16 units. */
const maxDescription = 1_000;

type TypeName = "null" | "boolean" | "string" | "number" | "integer" | "array" | "object" | "file";

/** Brings a Schema Object of any dialect into the IR. Throws `Unusable` when it needs a reference that cannot be had. */
export function lowerSchema(cursor: Cursor, direction: Direction, context: SchemaContext): Schema {
  if (cursor.value === true) return { kind: "any" };
  if (cursor.value === false) return { kind: "never" };
  if (cursor.object === undefined) {
    context.diagnostics.report("openapi/invalid-schema", cursor.origin, {
      what: "A schema is an object, or in 3.1 true or false; this one allows anything",
    });
    return { kind: "any" };
  }
  const texts = lowerTexts(cursor, context);
  const reference = referenceOf(cursor);
  if (reference === undefined) return withTexts(lowerShape(cursor, direction, context), texts);
  const named = lowerReference(reference, direction, context);
  const siblings = context.dialect === "3.1" ? lowerShape(cursor, direction, context) : ({ kind: "any" } as const);
  return siblings.kind === "any" ? withTexts(named, texts) : withTexts(intersect(named, siblings, context), texts);
}

function lowerReference(reference: Cursor, direction: Direction, context: SchemaContext): Schema {
  const target = context.references.target(reference);
  // A chain of references is one name: the last.
  const end =
    referenceOf(target) !== undefined && Object.keys(target.object ?? {}).length === 1
      ? context.references.follow(target)
      : target;
  return { kind: "reference", name: context.name(end, direction, (at) => lowerSchema(at, direction, context)) };
}

/** Title, description, default, examples, deprecated. */
function lowerTexts(cursor: Cursor, context: SchemaContext): SchemaTexts {
  const examples = cursor.at("examples");
  const example = cursor.raw("example");
  const fallback = cursor.raw("default");
  return compact({
    title: text(cursor, "title", context),
    description: text(cursor, "description", context),
    default: fallback === undefined ? undefined : toJson(fallback.value),
    examples: Array.isArray(examples?.value)
      ? examples.items().map((item) => toJson(item.value))
      : example === undefined
        ? undefined
        : [toJson(example.value)],
    deprecated: cursor.flag("deprecated") ? (true as const) : undefined,
  });
}

function text(cursor: Cursor, name: "title" | "description", context: SchemaContext): string | undefined {
  const place = cursor.at(name);
  if (typeof place?.value !== "string" || place.value === "") return undefined;
  const cleaned = capText(cleanText(place.value, place, context.diagnostics), maxDescription);
  return cleaned === "" ? undefined : cleaned;
}

/** The shape without texts and without `$ref`. */
function lowerShape(cursor: Cursor, direction: Direction, context: SchemaContext): Schema {
  const parts: Schema[] = [];
  const base = openBesideVariants(lowerTyped(cursor, direction, context), cursor);
  if (base.kind !== "any") parts.push(base);
  for (const item of cursor.at("allOf")?.items() ?? []) parts.push(lowerSchema(item, direction, context));
  const discriminator = readDiscriminator(cursor, context);
  for (const keyword of ["oneOf", "anyOf"] as const) {
    const items = cursor.at(keyword)?.items() ?? [];
    if (items.length === 0) continue;
    const members = items.map((item) =>
      pinVariant(lowerSchema(item, direction, context), item, discriminator, context),
    );
    const mode = keyword === "oneOf" && items.some(isMereConstraint) ? "oneOf" : "anyOf";
    parts.push(union(mode, members, discriminator?.property));
  }
  const not = cursor.at("not");
  if (not !== undefined) parts.push({ kind: "not", schema: lowerSchema(not, direction, context) });
  const condition = lowerCondition(cursor, direction, context);
  if (condition !== undefined) parts.push(condition);
  const [first, ...rest] = parts;
  if (first === undefined) return { kind: "any" };
  const shape = rest.reduce((whole, part) => intersect(whole, part, context), first);
  return isNullable(cursor, context) ? orNull(shape) : shape;
}

/** A closed object beside alternatives closes the whole only where it knows all properties; taken literally it would refuse theirs. */
function openBesideVariants(base: Schema, cursor: Cursor): Schema {
  if (base.kind !== "object" || base.additional?.kind !== "never") return base;
  const variants = (["oneOf", "anyOf"] as const).flatMap((keyword) => cursor.at(keyword)?.items() ?? []);
  if (variants.every(isMereConstraint)) return base;
  const { additional: _additional, ...open } = base;
  return open;
}

/**
 * True for an alternative that tells no shape, only what must be there or how a value is bounded: of those exactly one may hold,
 * as in `oneOf: [{ required: [a] }, { required: [b] }]`. Shapes are told apart by what they are; there `anyOf` refuses nothing
 * that the upstream would take, and more models understand it.
 */
function isMereConstraint(item: Cursor): boolean {
  const told = Object.keys(item.object ?? {}).filter((keyword) => !remarks.has(keyword) && !keyword.startsWith("x-"));
  return told.length > 0 && told.every((keyword) => constraints.has(keyword) || item.text(keyword) === "object");
}

const constraints = new Set(
  "required dependentRequired not pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems uniqueItems minProperties maxProperties".split(
    " ",
  ),
);

const remarks = new Set(["title", "description", "example", "examples", "deprecated", "$comment", "externalDocs"]);

function isNullable(cursor: Cursor, context: SchemaContext): boolean {
  return (
    (context.dialect === "3.0" && cursor.flag("nullable")) || (context.dialect !== "3.1" && cursor.flag("x-nullable"))
  );
}

/** The schema, and `null`. */
export function orNull(schema: Schema): Schema {
  if (schema.kind === "any" || schema.kind === "null") return schema;
  if (schema.kind === "enum")
    return schema.values.includes(null) ? schema : { ...schema, values: [...schema.values, null] };
  if (schema.kind === "union")
    return schema.members.some((member) => member.kind === "null")
      ? schema
      : { ...schema, members: [...schema.members, { kind: "null" }] };
  return { kind: "union", mode: "anyOf", members: [schema, { kind: "null" }] };
}

/** Alternatives: repeated ones count once, constants become one list, a single one stands for itself. */
function union(mode: UnionSchema["mode"], members: readonly Schema[], discriminator?: string): Schema {
  const distinct = distinctJson(members).filter((member) => member.kind !== "never");
  const [first] = distinct;
  if (first === undefined) return { kind: "never" };
  if (distinct.length === 1) return first;
  if (distinct.every((member) => member.kind === "enum")) {
    return { kind: "enum", values: distinctJson(distinct.flatMap((member) => member.values)) };
  }
  return compact({ kind: "union" as const, mode, members: distinct, discriminator });
}

/** The first of each kind of equal values. */
function distinctJson<T>(values: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const text = JSON.stringify(value);
    return !seen.has(text) && seen.add(text);
  });
}

/** What `type`, `enum`, `const` and the keywords of each type say. */
function lowerTyped(cursor: Cursor, direction: Direction, context: SchemaContext): Schema {
  const types = typesOf(cursor, context);
  const constants = constantsOf(cursor, types, context);
  if (constants !== undefined) return constants;
  const [first] = types;
  if (first === undefined) return { kind: "any" };
  if (types.length === 1) return lowerType(first, cursor, direction, context);
  return union(
    "anyOf",
    types.map((type) => lowerType(type, cursor, direction, context)),
  );
}

/** Declared types, or those that the keywords imply. */
function typesOf(cursor: Cursor, context: SchemaContext): readonly TypeName[] {
  const declared = cursor.at("type");
  if (isTypeName(declared?.value)) return [declared.value];
  const names =
    declared === undefined
      ? []
      : Array.isArray(declared.value)
        ? declared.items().map((item) => item.value)
        : [declared.value];
  const types = names.flatMap((name) => (isTypeName(name) ? [name] : []));
  if (types.length < names.length) {
    context.diagnostics.report("openapi/invalid-schema", declared?.origin, {
      what: `\`${written(names.find((name) => !isTypeName(name)))}\` is no type; it is ignored`,
    });
  }
  // A number covers the integers.
  if (types.length > 0) return types.includes("number") ? types.filter((type) => type !== "integer") : types;
  const has = (...keywords: readonly string[]) => keywords.some((keyword) => cursor.raw(keyword) !== undefined);
  if (
    has("properties", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties") ||
    Array.isArray(cursor.at("required")?.value)
  )
    return ["object"];
  if (has("items", "prefixItems", "minItems", "maxItems", "uniqueItems")) return ["array"];
  if (has("pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType")) return ["string"];
  if (has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")) return ["number"];
  const format = cursor.text("format");
  if (format === "binary" || format === "byte" || format === "date-time" || format === "date" || format === "uuid")
    return ["string"];
  return [];
}

function isTypeName(name: unknown): name is TypeName {
  return (
    name === "null" ||
    name === "boolean" ||
    name === "string" ||
    name === "number" ||
    name === "integer" ||
    name === "array" ||
    name === "object" ||
    name === "file"
  );
}

/** `enum` and `const`, kept to the values of the declared types; texts are meant where YAML made numbers of them. */
function constantsOf(cursor: Cursor, types: readonly TypeName[], context: SchemaContext): Schema | undefined {
  const constant = cursor.raw("const");
  const list = cursor.at("enum");
  const given =
    constant !== undefined
      ? [toJson(constant.value)]
      : Array.isArray(list?.value)
        ? list.items().map((item) => toJson(item.value))
        : [];
  if (given.length === 0) {
    if (Array.isArray(list?.value))
      context.diagnostics.report("openapi/invalid-schema", list.origin, {
        what: "An `enum` without values would allow nothing; it is ignored",
      });
    return undefined;
  }
  const isText = types.length > 0 && types.every((type) => type === "string" || type === "null");
  const values = given.map((value) =>
    isText && (typeof value === "number" || typeof value === "boolean") ? String(value) : value,
  );
  const fitting =
    types.length === 0
      ? values
      : values.filter((value) => value === null || types.some((type) => isOfType(value, type)));
  const kept = fitting.length === 0 ? values : fitting;
  return { kind: "enum", values: distinctJson(kept) };
}

function isOfType(value: JsonValue, type: TypeName): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "file":
      return typeof value === "string";
    case "boolean":
    case "string":
    case "number":
      return typeof value === type;
    default:
      return type satisfies never;
  }
}

function lowerType(type: TypeName, cursor: Cursor, direction: Direction, context: SchemaContext): Schema {
  switch (type) {
    case "null":
    case "boolean":
      return { kind: type };
    case "file":
      return { kind: "string", format: "binary", contentEncoding: "base64" };
    case "string":
      return lowerString(cursor, context);
    case "number":
    case "integer":
      return lowerNumber(cursor, type);
    case "array":
      return lowerArray(cursor, direction, context);
    case "object":
      return lowerObject(cursor, direction, context);
    default:
      return type satisfies never;
  }
}

function lowerString(cursor: Cursor, context: SchemaContext): StringSchema {
  const format = cursor.text("format");
  return compact({
    kind: "string" as const,
    minLength: count(cursor, "minLength"),
    maxLength: count(cursor, "maxLength"),
    pattern: lowerPattern(cursor.at("pattern"), context),
    format: isBinary(cursor) ? "binary" : format === "byte" ? undefined : format,
    contentEncoding: isBinary(cursor) || format === "byte" ? "base64" : cursor.text("contentEncoding"),
    contentMediaType: cursor.text("contentMediaType"),
  });
}

/**
 * True for bytes that travel as bytes: `format: binary`, Swagger's `file`, and in 3.1 a media type that is not text without
 * an encoding of its own. JSON carries them as base64, so that is what the argument holds.
 */
function isBinary(cursor: Cursor): boolean {
  if (cursor.text("format") === "binary" || cursor.text("type") === "file") return true;
  const mediaType = cursor.text("contentMediaType");
  return (
    mediaType !== undefined && cursor.text("contentEncoding") === undefined && !/^text\/|json$|xml$/i.test(mediaType)
  );
}

function lowerPattern(cursor: Cursor | undefined, context: SchemaContext): string | undefined {
  if (typeof cursor?.value !== "string") return undefined;
  const screened = screenPattern(cursor.value);
  if ("pattern" in screened) return screened.pattern;
  context.diagnostics.report("openapi/unsafe-pattern", cursor.origin, screened);
  return undefined;
}

function lowerNumber(cursor: Cursor, type: "number" | "integer"): NumberSchema {
  const minimum = cursor.number("minimum");
  const maximum = cursor.number("maximum");
  // In 2.0 and 3.0 these are flags that sharpen the bound beside them.
  const sharpMinimum = cursor.flag("exclusiveMinimum");
  const sharpMaximum = cursor.flag("exclusiveMaximum");
  const multipleOf = cursor.number("multipleOf");
  return compact({
    kind: "number" as const,
    integer: type === "integer" ? (true as const) : undefined,
    minimum: sharpMinimum ? undefined : minimum,
    maximum: sharpMaximum ? undefined : maximum,
    exclusiveMinimum: sharpMinimum ? minimum : cursor.number("exclusiveMinimum"),
    exclusiveMaximum: sharpMaximum ? maximum : cursor.number("exclusiveMaximum"),
    multipleOf: multipleOf !== undefined && multipleOf > 0 ? multipleOf : undefined,
    format: cursor.text("format"),
  });
}

function lowerArray(cursor: Cursor, direction: Direction, context: SchemaContext): ArraySchema {
  const items = cursor.at("items");
  // Before 2020-12 a list under `items` is a tuple.
  const prefix = cursor.at("prefixItems") ?? (Array.isArray(items?.value) ? items : undefined);
  const rest = Array.isArray(items?.value) ? cursor.at("additionalItems") : items;
  return compact({
    kind: "array" as const,
    prefix: prefix?.items().map((item) => lowerSchema(item, direction, context)),
    items: rest === undefined ? ({ kind: "any" } as const) : lowerSchema(rest, direction, context),
    minItems: count(cursor, "minItems"),
    maxItems: count(cursor, "maxItems"),
    uniqueItems: cursor.flag("uniqueItems") ? (true as const) : undefined,
  });
}

function lowerObject(cursor: Cursor, direction: Direction, context: SchemaContext): ObjectSchema {
  const hidden = direction === "input" ? "readOnly" : "writeOnly";
  const required = new Set(cursor.texts("required"));
  const declared = cursor.at("properties")?.entries() ?? [];
  const isHidden = (property: Cursor) =>
    property.flag(hidden) || (referenceOf(property) !== undefined && isHiddenTarget(property, hidden, context));
  const properties: Property[] = declared
    .filter(([, property]) => !isHidden(property))
    .map(([name, property]) => ({
      name,
      schema: lowerSchema(property, direction, context),
      required: required.has(name),
    }));
  const names = new Set(declared.map(([name]) => name));
  // Names that are required without being declared still have to be there.
  for (const name of required) if (!names.has(name)) properties.push({ name, schema: { kind: "any" }, required: true });
  const additional = cursor.at("additionalProperties") ?? cursor.at("unevaluatedProperties");
  const patterns = (cursor.at("patternProperties")?.entries() ?? []).flatMap(([pattern, schema]) => {
    const screened = screenPattern(pattern);
    if ("pattern" in screened) return [{ pattern: screened.pattern, schema: lowerSchema(schema, direction, context) }];
    context.diagnostics.report("openapi/unsafe-pattern", schema.origin, screened);
    return [];
  });
  const propertyNames = cursor.at("propertyNames");
  return compact({
    kind: "object" as const,
    properties,
    additional: additional === undefined ? undefined : lowerSchema(additional, direction, context),
    patternProperties: patterns.length === 0 ? undefined : patterns,
    propertyNames: propertyNames === undefined ? undefined : lowerSchema(propertyNames, direction, context),
    minProperties: count(cursor, "minProperties"),
    maxProperties: count(cursor, "maxProperties"),
  });
}

/** `readOnly` may stand in the schema that a property refers to. */
function isHiddenTarget(property: Cursor, hidden: "readOnly" | "writeOnly", context: SchemaContext): boolean {
  const reference = referenceOf(property);
  return reference !== undefined && context.references.peek(reference)?.flag(hidden) === true;
}

function lowerCondition(cursor: Cursor, direction: Direction, context: SchemaContext): Schema | undefined {
  const condition = cursor.at("if");
  const then = cursor.at("then");
  const otherwise = cursor.at("else");
  if (condition === undefined || context.dialect !== "3.1" || (then === undefined && otherwise === undefined))
    return undefined;
  return compact({
    kind: "conditional" as const,
    if: lowerSchema(condition, direction, context),
    then: then && lowerSchema(then, direction, context),
    else: otherwise && lowerSchema(otherwise, direction, context),
  });
}

/** A whole number that is not negative, else nothing. */
function count(cursor: Cursor, name: string): number | undefined {
  const value = cursor.number(name);
  return value !== undefined && Number.isInteger(value) && value >= 0 ? value : undefined;
}
