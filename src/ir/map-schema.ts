import type { Schema } from "./schema.js";

/** Calls `visit` for the direct children of a schema, in order. */
export function forEachChild(schema: Schema, visit: (child: Schema) => void): void {
  mapChildren(schema, (child) => {
    visit(child);
    return child;
  });
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
