import type { Schema } from "../ir/schema.js";

/** The schemas that a schema is directly made of, in the author's order. */
export function subschemas(schema: Schema): readonly Schema[] {
  switch (schema.kind) {
    case "array":
      return [...(schema.prefix ?? []), schema.items];
    case "object":
      return [
        ...schema.properties.map((property) => property.schema),
        ...(schema.additional === undefined ? [] : [schema.additional]),
        ...(schema.patternProperties ?? []).map((property) => property.schema),
        ...(schema.propertyNames === undefined ? [] : [schema.propertyNames]),
      ];
    case "union":
    case "intersection":
      return schema.members;
    case "not":
      return [schema.schema];
    case "conditional":
      return [
        schema.if,
        ...(schema.then === undefined ? [] : [schema.then]),
        ...(schema.else === undefined ? [] : [schema.else]),
      ];
    default:
      return [];
  }
}

/** Names of the named types that a schema mentions, each once, in the author's order; not those that they mention in turn. */
export function referencesIn(schema: Schema): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (one: Schema): void => {
    if (one.kind === "reference") names.add(one.name);
    for (const inner of subschemas(one)) visit(inner);
  };
  visit(schema);
  return names;
}

/** Names of all named types that some schemas are made of, theirs and those of the types that they mention. */
export function namesUsedBy(schemas: readonly Schema[], types: ReadonlyMap<string, Schema>): ReadonlySet<string> {
  const names = new Set(schemas.flatMap((schema) => [...referencesIn(schema)]));
  // Names that are added on the way are visited too.
  for (const name of names) {
    const schema = types.get(name);
    if (schema !== undefined) for (const mentioned of referencesIn(schema)) names.add(mentioned);
  }
  return names;
}
