import { callFunction, functionArguments, type FunctionRules, type FunctionScope } from "./call-function.js";
import type { Completed } from "./completion.js";
import { textBlock, type ContentBlock } from "./content.js";
import { isContentBlock } from "./content-block.js";
import { encode } from "./encode.js";
import { isSchema } from "./json-schema.js";
import type { PromptResult } from "./message.js";
import type { Prompt, PromptArgument } from "./prompt.js";
import { erased } from "./tool.js";

/** A prompt whose messages a function of the user's own makes. */
export interface FunctionPromptDefinition<Arguments>
  extends Omit<Prompt, "arguments" | "get">, FunctionRules, Completed {
  readonly get: (args: Arguments, scope: FunctionScope) => unknown;
}

export function functionPrompt<Arguments>(definition: FunctionPromptDefinition<Arguments>): Prompt {
  return {
    ...definition,
    arguments: promptArguments(definition),
    get: async (args, scope) => {
      const given = erased<Arguments>(functionArguments(args, definition));
      const value = await callFunction(definition, scope, (limited) => definition.get(given, limited));
      return promptResult(value, definition.description);
    },
  };
}

function promptArguments({ inputSchema }: Pick<Prompt, "inputSchema">): readonly PromptArgument[] {
  const { properties, required } = inputSchema;
  return Object.entries(isSchema(properties) ? properties : {}).map(([name, schema]) => {
    const description = isSchema(schema) ? schema["description"] : undefined;
    return {
      name,
      ...(typeof description === "string" ? { description } : {}),
      required: Array.isArray(required) && required.includes(name),
    };
  });
}

/** A text is what the user says, also in a list; messages are as they are; content is the user's. */
function promptResult(value: unknown, description: string | undefined): PromptResult {
  const about = description === undefined ? {} : { description };
  if (isResult(value)) return { ...about, ...value, messages: value.messages.flatMap(messagesOf) };
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return { ...about, messages: items.flatMap(messagesOf) };
}

function messagesOf(value: unknown): PromptResult["messages"] {
  if (value === undefined || value === null) return [];
  if (isMessage(value)) return [{ role: value.role, content: blockOf(value.content) }];
  return [{ role: "user", content: blockOf(value) }];
}

function blockOf(value: unknown): ContentBlock {
  if (isContentBlock(value)) return value;
  const encoded = encode(value) ?? "";
  return textBlock(typeof encoded === "string" ? encoded : JSON.stringify(encoded));
}

function isMessage(value: unknown): value is { readonly role: "user" | "assistant"; readonly content: unknown } {
  if (typeof value !== "object" || value === null || !("role" in value) || !("content" in value)) return false;
  return value.role === "user" || value.role === "assistant";
}

function isResult(value: unknown): value is { readonly messages: readonly unknown[] } {
  return typeof value === "object" && value !== null && "messages" in value && Array.isArray(value.messages);
}
