import { compact } from "../../ir/compact.js";
import type { ObjectSchema, Property, Schema, SchemaTexts } from "../../ir/schema.js";
import type { SchemaContext } from "./schema-context.js";

/**
 * What both schemas allow, merged into one schema where that says the same: objects become one object, as `allOf` is mostly
 * meant. What cannot be merged stays an intersection.
 */
export function intersect(a: Schema, b: Schema, context: SchemaContext): Schema {
  if (a.kind === "any") return withTexts(b, textsOf(a), "weak");
  if (b.kind === "any") return withTexts(a, textsOf(b));
  if (a.kind === "never" || b.kind === "never") return { kind: "never" };
  if (a.kind === b.kind && isEqual(a, b)) return a;
  if (a.kind === "reference" && b.kind === "reference" && a.name === b.name) return withTexts(a, textsOf(b));
  const [left, right] = [expand(a, context), expand(b, context)];
  if (left !== undefined && right !== undefined) {
    if (left.kind === "object" && right.kind === "object")
      return withTexts(mergeObjects(left, right, context), { ...textsOf(left), ...textsOf(right) });
    if (left.kind === "enum" && right.kind === "enum") {
      const values = left.values.filter((value) => right.values.some((other) => isEqual(value, other)));
      return values.length === 0 ? { kind: "never" } : { ...left, ...textsOf(right), values };
    }
    if (left.kind === "enum" && (right.kind === "string" || right.kind === "number" || right.kind === "boolean"))
      return { ...left, ...textsOf(right) };
    if (right.kind === "enum" && (left.kind === "string" || left.kind === "number" || left.kind === "boolean"))
      return { ...textsOf(left), ...right };
    if (left.kind === "string" && right.kind === "string" && !clash(left.pattern, right.pattern))
      return mergeBounds(left, right);
    if (left.kind === "number" && right.kind === "number" && !clash(left.multipleOf, right.multipleOf))
      return mergeBounds(left, right);
    if (left.kind === "boolean" && right.kind === "boolean") return { ...left, ...right };
    const nullable = intersectNullable(left, right, context) ?? intersectNullable(right, left, context);
    if (nullable !== undefined) return nullable;
  }
  const members = [a, b].flatMap((part) => (part.kind === "intersection" && !hasTexts(part) ? part.members : [part]));
  return { kind: "intersection", members };
}

/** `T | null` with what does not allow null is T's intersection; with another nullable one it stays nullable. */
function intersectNullable(nullable: Schema, other: Schema, context: SchemaContext): Schema | undefined {
  if (
    nullable.kind !== "union" ||
    nullable.members.length !== 2 ||
    !nullable.members.some((member) => member.kind === "null")
  )
    return undefined;
  const rest = nullable.members.find((member) => member.kind !== "null");
  if (
    rest === undefined ||
    (other.kind !== "object" &&
      other.kind !== "string" &&
      other.kind !== "number" &&
      other.kind !== "boolean" &&
      other.kind !== "array")
  )
    return undefined;
  return withTexts(intersect(rest, other, context), textsOf(nullable), "weak");
}

/** The schema itself, or what a reference names; `undefined` for a type that is still in the making. */
function expand(schema: Schema, context: SchemaContext): Schema | undefined {
  let current: Schema | undefined = schema;
  let texts: SchemaTexts = {};
  for (let step = 0; current?.kind === "reference"; step++) {
    if (step > 100) return undefined;
    texts = { ...textsOf(current), ...texts };
    current = context.shape(current.name);
  }
  return current && withTexts(current, texts);
}

function mergeObjects(a: ObjectSchema, b: ObjectSchema, context: SchemaContext): ObjectSchema {
  const merged = new Map<string, Property>(a.properties.map((property) => [property.name, property]));
  for (const property of b.properties) {
    const other = merged.get(property.name);
    merged.set(
      property.name,
      other === undefined
        ? property
        : {
            name: property.name,
            required: property.required || other.required,
            schema: intersect(other.schema, property.schema, context),
          },
    );
  }
  return compact({
    kind: "object" as const,
    properties: [...merged.values()],
    additional: mergeAdditional(a, b, context),
    patternProperties:
      a.patternProperties || b.patternProperties
        ? [...(a.patternProperties ?? []), ...(b.patternProperties ?? [])]
        : undefined,
    propertyNames:
      a.propertyNames && b.propertyNames
        ? intersect(a.propertyNames, b.propertyNames, context)
        : (a.propertyNames ?? b.propertyNames),
    minProperties: largest(a.minProperties, b.minProperties),
    maxProperties: smallest(a.maxProperties, b.maxProperties),
  });
}

/** A closed member closes the whole only when it knows all properties; taken literally, `allOf` of two closed objects allows nothing. */
function mergeAdditional(a: ObjectSchema, b: ObjectSchema, context: SchemaContext): Schema | undefined {
  if (a.additional === undefined || b.additional === undefined) return a.additional ?? b.additional;
  return intersect(a.additional, b.additional, context);
}

function mergeBounds<T extends Schema>(a: T, b: T): T {
  const merged = { ...a, ...b };
  for (const key of ["minLength", "minimum", "exclusiveMinimum"] as const)
    assign(merged, key, largest(bound(a, key), bound(b, key)));
  for (const key of ["maxLength", "maximum", "exclusiveMaximum"] as const)
    assign(merged, key, smallest(bound(a, key), bound(b, key)));
  return merged;
}

function bound(schema: object, key: string): number | undefined {
  const value: unknown = Reflect.get(schema, key);
  return typeof value === "number" ? value : undefined;
}

function assign(schema: object, key: string, value: number | undefined): void {
  if (value !== undefined) Reflect.set(schema, key, value);
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function smallest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function clash(a: unknown, b: unknown): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The texts of a schema alone. */
export function textsOf(schema: Schema): SchemaTexts {
  const { title, description, default: fallback, examples, deprecated } = schema;
  return compact({ title, description, default: fallback, examples, deprecated });
}

function hasTexts(schema: Schema): boolean {
  return Object.keys(textsOf(schema)).length > 0;
}

/** The schema with further texts, which stand before its own; `weak` ones only fill gaps. */
export function withTexts<T extends Schema>(schema: T, texts: SchemaTexts, strength: "strong" | "weak" = "strong"): T {
  if (Object.keys(texts).length === 0) return schema;
  return strength === "strong" ? { ...schema, ...texts } : { ...texts, ...schema };
}
