import type { CallContext, McpRequest } from "./call-context.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import type { ToolResult } from "./result.js";

export interface ComponentFields {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: true;
  readonly version?: string;
  readonly tags?: readonly string[];
  /** `src` is an `https:` or `data:` URI, `sizes` are such as `48x48`. */
  readonly icons?: readonly { readonly src: string; readonly mimeType?: string; readonly sizes?: readonly string[] }[];
  /** Further facts for clients, sent as `_meta`. */
  readonly meta?: JsonObject;
}

/** As the model sees it; schemas are of objects, and calls are validated against the very one that is shown. */
export interface ToolDefinition extends ComponentFields {
  readonly annotations?: {
    readonly [hint in `${"readOnly" | "destructive" | "idempotent" | "openWorld"}Hint`]?: boolean;
  };
  /** False when `"10"` is no integer. */
  readonly coerce?: false;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
}

/** What a call is given: API clients made for it, and what takes their credentials out of a text. */
export interface CallScope {
  readonly context: CallContext;
  readonly request: McpRequest;
  readonly apis: () => unknown;
  readonly redact?: ((text: string) => string) | undefined;
}

/** Arguments are coerced and valid; what a tool throws becomes `isError`. */
export interface Tool extends ToolDefinition {
  readonly call: (args: JsonObject, scope: CallScope) => ToolResult | Promise<ToolResult>;
}

export type NoArguments = Readonly<Record<string, never>>;

export interface ListedComponent extends Omit<ComponentFields, "deprecated" | "version" | "tags" | "meta"> {
  readonly uri?: string;
  readonly uriTemplate?: string;
  readonly mimeType?: string;
  readonly inputSchema?: JsonSchema;
  readonly outputSchema?: JsonSchema;
  readonly annotations?: JsonObject;
  readonly arguments?: readonly JsonObject[];
  readonly _meta?: JsonObject;
}

/** The keys of a listed component, always in this order; only tools show schemas. */
const shown =
  "name uri uriTemplate title description arguments mimeType inputSchema outputSchema annotations icons".split(" ");

/** `_meta` has the component's own facts, and its tags where FastMCP's clients look. */
export function listed(component: ComponentFields): ListedComponent {
  const { name, meta, deprecated, version, tags = [] } = component;
  const facts: [string, JsonValue][] = Object.entries(meta ?? {});
  if (deprecated === true) facts.push(["mcpgen/deprecated", true]);
  if (version ?? tags[0]) facts.push(["fastmcp", { tags, ...(version && { version }) }]);
  const hidden = "call" in component ? "" : "inputSchema";
  const keys = shown.filter((key) => key in component && key !== hidden);
  const fields = keys.map((key): [string, unknown] => [key, Reflect.get(component, key)]);
  return { name, ...Object.fromEntries(fields), ...(facts.length > 0 ? { _meta: Object.fromEntries(facts) } : {}) };
}

/** Sound: types are printed from the schemas that the values have passed. */
export function erased<Given>(value: unknown): Given {
  return value as Given;
}
