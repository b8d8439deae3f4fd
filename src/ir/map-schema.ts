import type { Schema } from "./schema.js";

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
    case "array":
      return { ...schema, ...(schema.prefix && { prefix: schema.prefix.map(map) }), items: map(schema.items) };
    case "object":
      return {
        ...schema,
        properties: schema.properties.map((property) => ({ ...property, schema: map(property.schema) })),
        ...(schema.additional && { additional: map(schema.additional) }),
        ...(schema.patternProperties && {
          patternProperties: schema.patternProperties.map((entry) => ({ ...entry, schema: map(entry.schema) })),
        }),
        ...(schema.propertyNames && { propertyNames: map(schema.propertyNames) }),
      };
    case "union":
    case "intersection":
      return { ...schema, members: schema.members.map(map) };
    case "not":
      return { ...schema, schema: map(schema.schema) };
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
