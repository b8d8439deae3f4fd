import type { CallScope } from "./tool.js";
import type { ComponentFields, ResourceAnnotations } from "./component.js";
import type { ResourceContents } from "./content.js";
import type { JsonObject } from "./json.js";
import type { JsonSchema } from "./json-schema.js";

/** A resource as clients see it. */
export interface ResourceDefinition extends ComponentFields {
  readonly uri: string;
  readonly mimeType?: string;
  readonly annotations?: ResourceAnnotations;
}

/** Something that clients can read at a fixed address. */
export interface Resource extends ResourceDefinition {
  readonly read: (scope: CallScope) => readonly ResourceContents[] | Promise<readonly ResourceContents[]>;
}

/** A family of resources as clients see it. */
export interface ResourceTemplateDefinition extends ComponentFields {
  /** RFC 6570, restricted to `{a}`, `{a*}`, `{?a,b}` and `{?a*}`. */
  readonly uriTemplate: string;
  readonly mimeType?: string;
  readonly annotations?: ResourceAnnotations;
}

/** A family of resources whose address has variables. Variables have the types of the schema when `read` sees them. */
export interface ResourceTemplate extends ResourceTemplateDefinition {
  /** The variables as one object. */
  readonly inputSchema: JsonSchema;
  /** Variables of an address as they are written there; undefined when the address is none of this family. */
  readonly match: (uri: string) => JsonObject | undefined;
  readonly read: (
    uri: string,
    args: JsonObject,
    scope: CallScope,
  ) => readonly ResourceContents[] | Promise<readonly ResourceContents[]>;
}
