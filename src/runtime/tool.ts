import type { ComponentFields } from "./component.js";
import type { Context } from "./context.js";
import type { JsonObject } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import type { ToolResult } from "./result.js";

/** MCP's hints; an absent one means the protocol's default. */
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

/** A tool as the model sees it. */
export interface ToolDefinition extends ComponentFields {
  readonly annotations?: ToolAnnotations;
  /** False when arguments must have their types already: `"10"` is no integer then. */
  readonly coerce?: false;
  /** The arguments: an object. Calls are validated against this very schema. */
  readonly inputSchema: JsonSchema;
  /** Shape of `structuredContent`: an object; absent when none is promised. */
  readonly outputSchema?: JsonSchema;
}

/** What a call is given beside its arguments. */
export interface CallScope {
  readonly context: Context;
  /** The API clients of the tool's provider, made for this call; `undefined` for a tool of no provider. */
  readonly apis: unknown;
}

/** A tool with what it does. Arguments are coerced and valid when `call` sees them; what it throws becomes `isError`. */
export interface Tool extends ToolDefinition {
  readonly call: (args: JsonObject, scope: CallScope) => ToolResult | Promise<ToolResult>;
}

/** Arguments of a tool that has none. */
export type NoArguments = Readonly<Record<string, never>>;

/**
 * The only place where types are erased. Generated code names its own types (of arguments, API clients and results), while
 * the server keeps tools of all types in one list and the wire carries JSON. It is sound as far as the types are printed
 * from the schemas: arguments have passed theirs before a tool sees them, a provider makes the very clients that its tools
 * name, and what a server answers is checked there against the schema that it showed.
 */
export function erased<Given>(value: unknown): Given {
  return value as Given;
}
