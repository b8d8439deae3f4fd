import type { JsonObject } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import type { PromptResult } from "./message.js";
import type { CallScope, ComponentFields } from "./tool.js";

/** An argument of a prompt as clients see it; all travel as texts. */
export interface PromptArgument {
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
}

/** A text that a user can insert. Arguments are coerced to their schema's types and valid when `get` sees them. */
export interface Prompt extends ComponentFields {
  readonly arguments: readonly PromptArgument[];
  /** The arguments as one object. */
  readonly inputSchema: JsonSchema;
  readonly get: (args: JsonObject, scope: CallScope) => Promise<PromptResult>;
}
