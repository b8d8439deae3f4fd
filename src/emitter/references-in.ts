import { forEachChild } from "../ir/map-schema.js";
import type { Schema } from "../ir/schema.js";

/** Names of the named types that a schema mentions, each once, in the author's order; not those that they mention in turn. */
export function referencesIn(schema: Schema): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (one: Schema): void => {
    if (one.kind === "reference") names.add(one.name);
    forEachChild(one, visit);
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
