import type { ObjectSchema, Schema } from "./schema.js";

/** Calls `visit` for the direct children of a schema, in the author's order. */
export function forEachChild(schema: Schema, visit: (child: Schema) => void): void {
  switch (schema.kind) {
    case "any":
    case "never":
    case "null":
    case "boolean":
    case "string":
    case "number":
    case "enum":
    case "reference":
      return;
    case "array":
      for (const one of schema.prefix ?? []) visit(one);
      visit(schema.items);
      return;
    case "object":
      for (const one of schema.properties) visit(one.schema);
      if (schema.additional !== undefined) visit(schema.additional);
      for (const one of schema.patternProperties ?? []) visit(one.schema);
      if (schema.propertyNames !== undefined) visit(schema.propertyNames);
      return;
    case "union":
    case "intersection":
      for (const one of schema.members) visit(one);
      return;
    case "not":
      visit(schema.schema);
      return;
    case "conditional":
      visit(schema.if);
      if (schema.then !== undefined) visit(schema.then);
      if (schema.else !== undefined) visit(schema.else);
      return;
    default:
      schema satisfies never;
  }
}

/** A copy of the schema with each direct child replaced; the schema itself when no child changes. */
export function mapChildren(schema: Schema, map: (child: Schema) => Schema): Schema {
  switch (schema.kind) {
    case "any":
    case "never":
    case "null":
    case "boolean":
    case "string":
    case "number":
    case "enum":
    case "reference":
      return schema;
    case "array": {
      const prefix = schema.prefix && mapList(schema.prefix, map);
      const items = map(schema.items);
      if (prefix === schema.prefix && items === schema.items) return schema;
      return { ...schema, ...(prefix && { prefix }), items };
    }
    case "object":
      return mapObject(schema, map);
    case "union":
    case "intersection": {
      const members = mapList(schema.members, map);
      return members === schema.members ? schema : { ...schema, members };
    }
    case "not": {
      const inner = map(schema.schema);
      return inner === schema.schema ? schema : { ...schema, schema: inner };
    }
    case "conditional":
      return {
        ...schema,
        if: map(schema.if),
        ...(schema.then && { then: map(schema.then) }),
        ...(schema.else && { else: map(schema.else) }),
      };
    default:
      return schema satisfies never;
  }
}

function mapObject(schema: ObjectSchema, map: (child: Schema) => Schema): ObjectSchema {
  const properties = mapEntries(schema.properties, map);
  const additional = schema.additional && map(schema.additional);
  const patternProperties = schema.patternProperties && mapEntries(schema.patternProperties, map);
  const propertyNames = schema.propertyNames && map(schema.propertyNames);
  if (
    properties === schema.properties &&
    additional === schema.additional &&
    patternProperties === schema.patternProperties &&
    propertyNames === schema.propertyNames
  ) {
    return schema;
  }
  return {
    ...schema,
    properties,
    ...(additional && { additional }),
    ...(patternProperties && { patternProperties }),
    ...(propertyNames && { propertyNames }),
  };
}

function mapEntries<Entry extends { readonly schema: Schema }>(
  entries: readonly Entry[],
  map: (child: Schema) => Schema,
): readonly Entry[] {
  return unlessSame(
    entries,
    entries.map((entry) => {
      const schema = map(entry.schema);
      return schema === entry.schema ? entry : { ...entry, schema };
    }),
  );
}

function mapList(schemas: readonly Schema[], map: (child: Schema) => Schema): readonly Schema[] {
  return unlessSame(
    schemas,
    schemas.map((schema) => map(schema)),
  );
}

/** What a list became, or the list itself when all of its items stayed what they are. */
function unlessSame<Item>(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  return after.every((item, index) => item === before[index]) ? before : after;
}
