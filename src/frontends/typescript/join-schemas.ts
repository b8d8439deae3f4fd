import type { JsonValue } from "../../ir/json.js";
import type { EnumSchema, Schema } from "../../ir/schema.js";

/** Alternatives as one schema: constants as one list, `true` and `false` as boolean, `null` last, repetitions once. */
export function joinSchemas(members: readonly Schema[]): Schema {
  const flat = members.flatMap((member) => (isBareUnion(member) ? member.members : [member]));
  const kept = flat.filter((member) => member.kind !== "never");
  if (kept.some((member) => member.kind === "any")) return { kind: "any" };
  const isNullable = kept.some(admitsNull);
  const values = kept.flatMap((member) => (isBareEnum(member) ? member.values.filter((value) => value !== null) : []));
  const joined: Schema[] = [];
  for (const member of kept) {
    if (member.kind === "null") continue;
    if (!isBareEnum(member)) joined.push(member);
    else if (!joined.some(isBareEnum) && values.length > 0) joined.push(constants(values));
  }
  const distinct = distinctJson(
    joined.some((member) => member.kind === "boolean") ? joined.filter(isNoBoolean) : joined,
  );
  const [only] = distinct;
  if (only === undefined) return isNullable ? { kind: "null" } : { kind: "never" };
  if (distinct.length > 1) {
    return { kind: "union", mode: "anyOf", members: isNullable ? [...distinct, { kind: "null" }] : distinct };
  }
  return isNullable ? orNull(only) : only;
}

/** The schema, and `null`. */
export function orNull(schema: Schema): Schema {
  if (schema.kind === "any" || schema.kind === "null") return schema;
  if (schema.kind === "enum") return admitsNull(schema) ? schema : { ...schema, values: [...schema.values, null] };
  if (isBareUnion(schema)) {
    return schema.members.some((member) => member.kind === "null")
      ? schema
      : { ...schema, members: [...schema.members, { kind: "null" }] };
  }
  return { kind: "union", mode: "anyOf", members: [schema, { kind: "null" }] };
}

/** A list of constants; both truth values are a boolean. */
export function constants(values: readonly JsonValue[]): Schema {
  const distinct = distinctJson(values);
  const isBoolean = distinct.length === 2 && distinct.includes(true) && distinct.includes(false);
  return isBoolean ? { kind: "boolean" } : { kind: "enum", values: distinct };
}

function admitsNull(schema: Schema): boolean {
  return schema.kind === "null" || (isBareEnum(schema) && schema.values.includes(null));
}

function isBareUnion(schema: Schema): schema is Extract<Schema, { readonly kind: "union" }> {
  return schema.kind === "union" && schema.discriminator === undefined && isBare(schema);
}

function isBareEnum(schema: Schema): schema is EnumSchema {
  return schema.kind === "enum" && isBare(schema);
}

/** True for a schema that says nothing but its shape. */
function isBare(schema: Schema): boolean {
  return schema.description === undefined && schema.title === undefined && schema.native === undefined;
}

function isNoBoolean(schema: Schema): boolean {
  return !isBareEnum(schema) || !schema.values.every((value) => typeof value === "boolean");
}

/** The first of each kind of equal values. */
function distinctJson<T>(values: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const text = JSON.stringify(value);
    return !seen.has(text) && seen.add(text);
  });
}
