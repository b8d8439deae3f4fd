import type { ObjectSchema, Property, Schema } from "../../ir/schema.js";
import { cleanText } from "./clean-text.js";
import type { Cursor } from "./cursor.js";
import { readDiscriminator, schemaName } from "./discriminator.js";
import { textsOf } from "./intersect.js";
import { lowerSchema } from "./lower-schema.js";
import { referenceOf } from "./references.js";
import type { SchemaContext } from "./schema-context.js";

/**
 * The object whose properties become arguments, or `undefined` when the body has to be one argument. Discriminated unions
 * are spread too: the variants' properties are optional, the discriminator is required and says whose fields are whose.
 */
export function spreadSchema(
  schema: Schema,
  source: Cursor | undefined,
  context: SchemaContext,
): ObjectSchema | undefined {
  const shape = context.resolve(schema);
  const variants = source === undefined ? undefined : discriminatedVariants(source, shape, context);
  if (source !== undefined && variants !== undefined) return spreadVariants(variants, shape, source, context);
  const object = objectOf(shape, context);
  return object !== undefined && object.properties.length > 0 && object.patternProperties === undefined
    ? object
    : undefined;
}

/** An object itself, or one with alternatives of required properties beside it (they are the upstream's to check). */
function objectOf(shape: Schema | undefined, context: SchemaContext): ObjectSchema | undefined {
  if (shape?.kind === "object") return shape;
  if (shape?.kind !== "intersection") return undefined;
  const parts = shape.members.map((member) => context.resolve(member));
  const base = parts.find((part) => part?.kind === "object");
  if (base?.kind !== "object" || base.properties.length === 0) return undefined;
  const optional: Property[] = [];
  for (const part of parts) {
    if (part === base) continue;
    if (part?.kind === "not" || part?.kind === "conditional") continue;
    const members = part?.kind === "union" ? part.members.map((member) => context.resolve(member)) : [part];
    for (const member of members) {
      if (member?.kind !== "object") return undefined;
      optional.push(...member.properties.filter((property) => property.schema.kind !== "any"));
    }
  }
  return { ...base, properties: mergeProperties(base.properties, optional) };
}

interface Variants {
  readonly property: string;
  readonly members: readonly { readonly value: string; readonly shape: ObjectSchema }[];
}

/** The variants of `discriminator` by the values that select them: `mapping`, else the names of the members of `oneOf` or `anyOf`. */
function discriminatedVariants(
  source: Cursor,
  shape: Schema | undefined,
  context: SchemaContext,
): Variants | undefined {
  const place = followSchema(source, context);
  const discriminator = readDiscriminator(place, context);
  if (discriminator === undefined || shape === undefined) return undefined;
  const { property } = discriminator;
  const mapped = discriminator.mapping.map(({ value, target }) => ({ value, member: target }));
  const listed = [...(place.at("oneOf")?.items() ?? []), ...(place.at("anyOf")?.items() ?? [])].flatMap((item) => {
    const reference = referenceOf(item);
    const target = reference && context.references.peek(reference);
    if (target === undefined || mapped.some(({ member }) => member.key === target.key)) return [];
    return [{ value: schemaName(target), member: target }];
  });
  const members = [...mapped, ...listed].flatMap(({ value, member }) => {
    const name = context.name(member, "input", (at) => lowerSchema(at, "input", context));
    const variant = objectOf(context.resolve({ kind: "reference", name }), context);
    return variant === undefined ? [] : [{ value, shape: variant }];
  });
  const expected = mapped.length + listed.length;
  return members.length === 0 || members.length < expected ? undefined : { property, members };
}

function spreadVariants(
  variants: Variants,
  shape: Schema | undefined,
  source: Cursor,
  context: SchemaContext,
): ObjectSchema {
  const base = objectOf(shape, context);
  const own = base?.properties ?? [];
  const fields = variants.members.flatMap(({ shape: variant }) =>
    variant.properties.filter((property) => property.name !== variants.property),
  );
  const ownNames = new Set(own.map((property) => property.name));
  const discriminator =
    own.find((property) => property.name === variants.property) ??
    variants.members
      .flatMap(({ shape: variant }) => variant.properties)
      .find((property) => property.name === variants.property);
  const properties = mergeProperties(
    own.filter((property) => property.name !== variants.property),
    fields.filter((property) => !ownNames.has(property.name)),
  );
  const additional = variants.members.every((member) => member.shape.additional?.kind === "any")
    ? ({ kind: "any" } as const)
    : base?.additional;
  const selector = describeDiscriminator(variants, discriminator?.schema, own, (text) =>
    cleanText(text, source, context.diagnostics),
  );
  return {
    kind: "object",
    ...(base && textsOf(base)),
    properties: [{ name: variants.property, required: true, schema: selector }, ...properties],
    ...(additional && { additional }),
  };
}

/** The discriminator's schema: its values, and in words which fields go with which. */
function describeDiscriminator(
  variants: Variants,
  schema: Schema | undefined,
  own: readonly Property[],
  clean: (text: string) => string,
): Schema {
  const shared = new Set(own.map((property) => property.name));
  const lines = variants.members.map(({ value, shape }) => {
    const names = shape.properties
      .filter((property) => property.name !== variants.property && !shared.has(property.name))
      .map((property) => `${property.name}${property.required ? " (required)" : ""}`);
    return `${JSON.stringify(value)} takes ${names.length === 0 ? "no further fields" : names.join(", ")}`;
  });
  // Names and values may hide as much as descriptions.
  const told = clean(`Selects the variant; send only its fields: ${lines.join("; ")}.`);
  const texts = schema === undefined ? {} : textsOf(schema);
  return {
    ...texts,
    kind: "enum",
    values: [...new Set(variants.members.map(({ value }) => value))],
    description: texts.description === undefined ? told : `${texts.description} ${told}`,
  };
}

/** Properties by name; one that stands twice with different schemas may be either. All that is added is optional. */
function mergeProperties(own: readonly Property[], added: readonly Property[]): readonly Property[] {
  const merged = new Map<string, Property>(own.map((property) => [property.name, property]));
  const owned = new Set(merged.keys());
  for (const property of added) {
    if (owned.has(property.name)) continue;
    const other = merged.get(property.name);
    merged.set(property.name, {
      name: property.name,
      required: false,
      schema: other === undefined ? property.schema : either(other.schema, property.schema),
    });
  }
  return [...merged.values()];
}

function either(a: Schema, b: Schema): Schema {
  const members = [...(a.kind === "union" && a.mode === "anyOf" ? a.members : [a]), b];
  const distinct = [...new Map(members.map((member) => [JSON.stringify(member), member])).values()];
  const [first] = distinct;
  return distinct.length === 1 && first !== undefined ? first : { kind: "union", mode: "anyOf", members: distinct };
}

/** The place of the schema itself, behind its references. */
function followSchema(source: Cursor, context: SchemaContext): Cursor {
  return referenceOf(source) === undefined ? source : context.references.follow(source);
}
