import type { Origin } from "./origin.js";
import type { Schema } from "./schema.js";

/**
 * A schema with a name and a place of its own in `schemas.ts`, `results.ts` and `types.ts`. Where a document's schema
 * differs between requests and responses (`readOnly`, `writeOnly`), it becomes two named types.
 */
export interface NamedType {
  /** A TypeScript identifier, unique in the provider, no reserved word and no global's name. */
  readonly name: string;
  /** Its shape. */
  readonly schema: Schema;
  /** Where it was declared. */
  readonly origin: Origin;
}
