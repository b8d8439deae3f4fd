import type { JsonValue } from "../../ir/json.js";
import type { EnumSchema, ObjectSchema, Property, Schema } from "../../ir/schema.js";
import type { Cursor } from "./cursor.js";
import { textsOf } from "./intersect.js";
import { referenceOf } from "./references.js";
import type { SchemaContext } from "./schema-context.js";
import { written } from "./written.js";

/** A Discriminator Object (3.1 §4.8.25; in 2.0 a property's name). */
export interface Discriminator {
  /** Name of the property whose value selects the schema. */
  readonly property: string;
  /** What `mapping` says, by value, in its order; entries that lead nowhere are left out. */
  readonly mapping: readonly { readonly value: string; readonly target: Cursor }[];
  /** The schema that is meant when the property is absent (3.2). */
  readonly fallback: Cursor | undefined;
}

/** The discriminator of a schema, or `undefined`. */
export function readDiscriminator(schema: Cursor, context: SchemaContext): Discriminator | undefined {
  const place = schema.at("discriminator");
  const property = typeof place?.value === "string" ? place.value : place?.text("propertyName");
  if (place === undefined || property === undefined) return undefined;
  const mapping = (place.at("mapping")?.entries() ?? []).flatMap(([value, name]) => {
    const target = mappingTarget(name, context);
    return target === undefined ? [] : [{ value, target }];
  });
  const fallback = place.at("defaultMapping");
  return { property, mapping, fallback: fallback && mappingTarget(fallback, context) };
}

/** A mapping names a schema by reference or by the bare name of a component (3.1 §4.8.25). */
function mappingTarget(target: Cursor, context: SchemaContext): Cursor | undefined {
  const name = written(target.value);
  const bare = /^[A-Za-z0-9._-]+$/.test(name)
    ? context.references.peekAt(`#/components/schemas/${name}`, target)
    : undefined;
  return bare ?? context.references.peekAt(name, target);
}

/** Name of a schema as a discriminator knows it without a mapping: that of its component. */
export function schemaName(target: Cursor): string {
  return (target.pointer.split("/").at(-1) ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
}

/**
 * A variant of a discriminated union in which the discriminator has the values that select the variant. One that says so
 * itself, or is in the making, stays as it is.
 *
 * @param item where the variant is mentioned
 */
export function pinVariant(
  schema: Schema,
  item: Cursor,
  discriminator: Discriminator | undefined,
  context: SchemaContext,
): Schema {
  const reference = referenceOf(item);
  const target = reference && context.references.peek(reference);
  if (discriminator === undefined || target === undefined || schema.kind !== "reference") return schema;
  if (target.key === discriminator.fallback?.key) return schema;
  const shape = context.resolve(schema);
  if (shape?.kind !== "object") return schema;
  const mapped = discriminator.mapping.filter((entry) => entry.target.key === target.key).map(({ value }) => value);
  const values = mapped.length > 0 ? mapped : [schemaName(target)];
  const isDeclared = shape.properties.some(({ name }) => name === discriminator.property);
  // A property that neither the variant nor a mapping speaks of stands elsewhere, or nowhere.
  if (!isDeclared && mapped.length === 0) return schema;
  const pinned = pinProperty(shape, discriminator.property, values, context);
  if (pinned === undefined) return schema;
  const key = `${discriminator.property}=${JSON.stringify(values)}`;
  return { ...schema, name: context.variant(schema.name, key, pinned) };
}

/** The object with a property that has one of the values; `undefined` where it says so already, or something else. */
function pinProperty(
  object: ObjectSchema,
  name: string,
  values: readonly string[],
  context: SchemaContext,
): ObjectSchema | undefined {
  const own = object.properties.find((property) => property.name === name);
  const property: Property = {
    name,
    required: own?.required ?? true,
    schema: { kind: "enum", values },
  };
  if (own === undefined) return { ...object, properties: [property, ...object.properties] };
  const allowed = pinnedValues(context.resolve(own.schema), values);
  if (allowed === undefined) return undefined;
  // A default that would select another variant is none for this one.
  const { default: fallback, ...texts } = textsOf(own.schema);
  const kept = fallback !== undefined && allowed.includes(fallback) ? { ...texts, default: fallback } : texts;
  const pinned: EnumSchema = { ...kept, kind: "enum", values: allowed };
  return {
    ...object,
    properties: object.properties.map((one) => (one === own ? { ...property, schema: pinned } : one)),
  };
}

function pinnedValues(schema: Schema | undefined, values: readonly string[]): readonly JsonValue[] | undefined {
  switch (schema?.kind) {
    case "string":
    case "any":
      return values;
    case "enum": {
      const allowed = values.filter((value) => schema.values.includes(value));
      return allowed.length === 0 || schema.values.length === allowed.length ? undefined : allowed;
    }
    default:
      return undefined;
  }
}
