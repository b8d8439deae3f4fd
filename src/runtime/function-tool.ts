/// <reference types="node" />
import { callFunction, functionArguments, type FunctionRules, type FunctionScope } from "./call-function.js";
import { bytesBlock, textBlock } from "./content.js";
import { isContentBlock } from "./content-block.js";
import { encode } from "./encode.js";
import { isJsonObject, type JsonObject } from "./json.js";
import { wrapsResult, type JsonSchema } from "./json-schema.js";
import { errorResult, fitting, wrapMark, type ToolResult } from "./result.js";
import { erased, type Tool, type ToolDefinition } from "./tool.js";
import { schemaCheck } from "./validate.js";

/** A tool that calls a function of the user's own. */
export interface FunctionToolDefinition<Arguments> extends ToolDefinition, FunctionRules {
  /** Media type of bytes. Default: application/octet-stream. */
  readonly bytes?: string;
  readonly call: (args: Arguments, scope: FunctionScope) => unknown;
}

export function functionTool<Arguments>(definition: FunctionToolDefinition<Arguments>): Tool {
  return {
    ...definition,
    call: async (args, scope) => {
      const given = erased<Arguments>(functionArguments(args, definition));
      const value = await callFunction(definition, scope, (limited) => definition.call(given, limited));
      const { outputSchema } = definition;
      return outputSchema === undefined
        ? contentResult(value, definition)
        : structuredResult(value, outputSchema, definition.name, scope);
    },
  };
}

/**
 * A value with a schema: as it was declared, in structuredContent and as the same text. Further members than the declared ones
 * are no fault in TypeScript: they are left out.
 */
function structuredResult(value: unknown, schema: JsonSchema, name: string, { context }: FunctionScope): ToolResult {
  const isWrapped = wrapsResult(schema);
  const encoded = encode(value);
  // `undefined` has no form in JSON: a result that may be missing is declared as null.
  const whole: JsonObject = isWrapped ? { result: encoded ?? null } : isJsonObject(encoded) ? encoded : {};
  const check = schemaCheck(schema);
  const misfits = check(whole);
  const structuredContent = misfits.length === 0 ? whole : fitting(whole, check);
  if (misfits.length > 0 && check(structuredContent).length > 0) {
    const reasons = misfits.slice(0, 10).map(({ text }) => `- ${text}`);
    context.log.error([`${name} does not give what it declares:`, ...reasons].join("\n"));
    return errorResult(["The result is not what was declared:", ...reasons].join("\n"));
  }
  const shown = isWrapped ? structuredContent["result"] : structuredContent;
  const content = shown === undefined ? [] : [textBlock(typeof shown === "string" ? shown : JSON.stringify(shown))];
  return { content, structuredContent, ...(isWrapped ? wrapMark : {}) };
}

/** A value without a schema: content as it is, bytes, texts, or nothing. */
function contentResult(value: unknown, definition: FunctionToolDefinition<never>): ToolResult {
  if (isToolResult(value)) return value;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return { content: items.flatMap((item) => blocksOf(item, definition)) };
}

function blocksOf(value: unknown, { name, bytes = "application/octet-stream" }: FunctionToolDefinition<never>) {
  if (value === undefined || value === null) return [];
  if (value instanceof Uint8Array) return [bytesBlock(value, bytes, `result:///${name}`)];
  if (isContentBlock(value)) return [value];
  const encoded = encode(value);
  return encoded === undefined ? [] : [textBlock(typeof encoded === "string" ? encoded : JSON.stringify(encoded))];
}

/** Whether a function answers with the protocol's own result. */
function isToolResult(value: unknown): value is ToolResult {
  if (typeof value !== "object" || value === null || !("content" in value)) return false;
  return Array.isArray(value.content) && value.content.every(isContentBlock);
}
