import type { ContentAnnotations, ResourceContents } from "./content.js";
import type { JsonObject } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import type { CallScope, ComponentFields } from "./tool.js";

/** What resources and templates carry as clients see them. */
interface ResourceFields extends ComponentFields {
  readonly mimeType?: string;
  readonly annotations?: ContentAnnotations;
}

/** A resource as clients see it. */
export interface ResourceDefinition extends ResourceFields {
  readonly uri: string;
}

/** Something that clients can read at a fixed address. */
export interface Resource extends ResourceDefinition {
  readonly read: (scope: CallScope) => Promise<readonly ResourceContents[]>;
}

/** A family of resources as clients see it. */
export interface ResourceTemplateDefinition extends ResourceFields {
  /** RFC 6570, restricted to `{a}`, `{a*}`, `{?a,b}` and `{?a*}`. */
  readonly uriTemplate: string;
}

/** A family of resources whose address has variables. They have the types of the schema when `read` sees them. */
export interface ResourceTemplate extends ResourceTemplateDefinition {
  /** The variables as one object. */
  readonly inputSchema: JsonSchema;
  /** Variables of an address as they are written there; undefined when the address is none of this family. */
  readonly match: (uri: string) => JsonObject | undefined;
  readonly read: (uri: string, args: JsonObject, scope: CallScope) => Promise<readonly ResourceContents[]>;
}
