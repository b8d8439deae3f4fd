import type { Completion, FunctionBinding, RemoteBinding, ResourceBinding, ToolBinding } from "./binding.js";
import type { JsonObject } from "./json.js";
import type { Origin } from "./origin.js";
import type { ObjectSchema, Schema } from "./schema.js";

/** One thing that a client can see: MCP's tool, resource, resource template or prompt. */
export type Component = Tool | Resource | ResourceTemplate | Prompt;

/** What all four kinds of component carry. */
export interface ComponentFields {
  /** Name that clients use, `[A-Za-z0-9_-]{1,64}`, unique ignoring case among components of its kind. */
  readonly name: string;
  /** TypeScript identifier of its const and of its method in the client stub, unique in the provider. */
  readonly identifier: string;
  /** Name for people. */
  readonly title: string;
  /** What it is for, as the model reads it; empty when the source says nothing. */
  readonly description: string;
  /** Tags in the author's order; the first one decides the file. */
  readonly tags: readonly string[];
  /** Icons, best first. */
  readonly icons: readonly Icon[];
  /** Further facts for clients, sent as `_meta`. */
  readonly meta: JsonObject;
  /** Version of the component, where its author gave one. */
  readonly version?: string;
  /** All versions of it, its own first, the others in falling order; present where clients can ask for others. */
  readonly versions?: readonly string[];
  /** OAuth scopes that a caller's token must all have; absent: none. */
  readonly scopes?: readonly string[];
  /** True when new callers should avoid it. */
  readonly deprecated?: true;
  /** Milliseconds after which a call of it is given up; absent: the server's own limit. */
  readonly timeoutMs?: number;
  /** Where it was declared. */
  readonly origin: Origin;
}

/** An image that stands for a component. */
export interface Icon {
  /** `https:` or `data:` URI. */
  readonly src: string;
  /** Media type of the image. */
  readonly mimeType?: string;
  /** Sizes such as `48x48` or `any`. */
  readonly sizes?: readonly string[];
}

/** Something that the model can call. */
export interface Tool extends ComponentFields {
  readonly kind: "tool";
  /** Hints about what a call does. */
  readonly annotations: ToolAnnotations;
  /** The arguments: one flat object without combinators at its root. */
  readonly input: ObjectSchema;
  /** Shape of a successful result, absent when none is promised. */
  readonly result?: Schema;
  /** How a call is carried out. */
  readonly binding: ToolBinding;
}

/** MCP's hints; an absent hint means the protocol's default. */
export interface ToolAnnotations {
  /** A call changes nothing. */
  readonly readOnlyHint?: boolean;
  /** A call may destroy something. */
  readonly destructiveHint?: boolean;
  /** Repeating a call changes nothing further. */
  readonly idempotentHint?: boolean;
  /** A call reaches beyond the server. */
  readonly openWorldHint?: boolean;
}

/** Who a resource is for and how much it matters. */
export interface ResourceAnnotations {
  /** Whom it is meant for. */
  readonly audience?: readonly ("user" | "assistant")[];
  /** From 0 (optional) to 1 (needed). */
  readonly priority?: number;
}

/** Something that clients can read at a fixed address. */
export interface Resource extends ComponentFields {
  readonly kind: "resource";
  /** Its address. */
  readonly uri: string;
  /** Media type of its content; empty where nobody says. */
  readonly mimeType: string;
  /** Who it is for. */
  readonly annotations: ResourceAnnotations;
  /** How it is read. */
  readonly binding: ResourceBinding;
}

/** A family of resources whose address has variables. */
export interface ResourceTemplate extends ComponentFields {
  readonly kind: "template";
  /** RFC 6570 template, restricted to `{a}`, `{a*}`, `{?a,b}` and `{?a*}`. */
  readonly uriTemplate: string;
  /** Media type of the contents; empty where nobody says. */
  readonly mimeType: string;
  /** Who they are for. */
  readonly annotations: ResourceAnnotations;
  /** The variables as one flat object; those of the path are required. */
  readonly input: ObjectSchema;
  /** Arguments whose values can be completed. */
  readonly completions: readonly Completion[];
  /** How one is read. */
  readonly binding: ResourceBinding;
}

/** A text that a user can insert, with arguments. */
export interface Prompt extends ComponentFields {
  readonly kind: "prompt";
  /** The arguments; on the wire each is a string. */
  readonly input: ObjectSchema;
  /** Arguments whose values can be completed. */
  readonly completions: readonly Completion[];
  /** How its messages are made. */
  readonly binding: FunctionBinding | RemoteBinding;
}
