import type { ComponentFields } from "./component.js";
import type { Context } from "./context.js";
import type { JsonObject } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import type { ToolResult } from "./result.js";

/** A tool as the model sees it. */
export interface ToolDefinition extends ComponentFields {
  /** MCP's hints about what a call does; an absent one means the protocol's default. */
  readonly annotations?: {
    readonly readOnlyHint?: boolean;
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
    readonly openWorldHint?: boolean;
  };
  /** False when arguments must have their types already: `"10"` is no integer then. */
  readonly coerce?: false;
  /** The arguments: an object. Calls are validated against this very schema. */
  readonly inputSchema: JsonSchema;
  /** Shape of `structuredContent`: an object. */
  readonly outputSchema?: JsonSchema;
}

/** What a call is given beside its arguments: `apis` are the API clients of the provider, made for this call. */
export interface CallScope {
  readonly context: Context;
  readonly apis: unknown;
}

/** A tool with what it does. Its arguments are coerced and valid; what it throws becomes `isError`. */
export interface Tool extends ToolDefinition {
  readonly call: (args: JsonObject, scope: CallScope) => ToolResult | Promise<ToolResult>;
}

/** Arguments of a tool that has none. */
export type NoArguments = Readonly<Record<string, never>>;

/**
 * The only place where types are erased. Generated code names types of arguments, API clients and results; the server keeps
 * tools of all types in one list, and the wire carries JSON. It is sound because the types are printed from the schemas
 * that arguments and results have passed, and a provider makes the very clients that its tools name.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- this is what makes it a cast
export function erased<Given>(value: unknown): Given {
  return value as Given;
}
