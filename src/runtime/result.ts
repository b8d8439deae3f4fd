import { textBlock, type ContentBlock } from "./content.js";
import { fitting } from "./fitting.js";
import { isJsonObject } from "./json-kinds.js";
import type { JsonObject, JsonValue } from "./json.js";
import { wrapsResult, type JsonSchema } from "./json-schema.js";
import { plainText } from "./plain-text.js";
import { schemaCheck } from "./validate.js";

/** A tool's answer, as MCP sends it. */
export interface ToolResult {
  readonly content: readonly ContentBlock[];
  readonly structuredContent?: JsonObject;
  readonly isError?: true;
  readonly _meta?: JsonObject;
}

/** What was promised of a result. */
export interface ResultPromise {
  readonly outputSchema?: JsonSchema;
  /** True when a value that does not fit is an error; otherwise what does not fit is left out. */
  readonly strictResult?: true;
}

/** Tells clients that the value stands in `result`, also where no schema does (FastMCP's mark). */
const wrapMark = { _meta: { fastmcp: { wrap_result: true } } };

export function errorResult(message: string): ToolResult {
  return { content: [textBlock(plainText(message))], isError: true };
}

/** The text of a JSON value: compact, a string as it is. */
export function jsonBlock(value: JsonValue): ContentBlock {
  return textBlock(typeof value === "string" ? value : JSON.stringify(value));
}

/**
 * Content as a result, and beside it the JSON value that it stands for, if any: an object as `structuredContent`, anything
 * else there as `{ "result": … }`. Where a schema was promised, `structuredContent` is there and fits it: what does not
 * is left out and told to `warn`, or the whole result is an error.
 */
export function resultOf(
  content: ContentBlock,
  value: JsonValue | undefined,
  { outputSchema, strictResult }: ResultPromise,
  warn: (message: string) => void,
): ToolResult {
  if (value === undefined && outputSchema === undefined) return { content: [content] };
  const isWrapped = value !== undefined && (outputSchema ? wrapsResult(outputSchema) : !isJsonObject(value));
  const mark = isWrapped ? wrapMark : {};
  const whole = isWrapped ? { result: value } : (value ?? {});
  const structuredContent = isJsonObject(whole) ? whole : {};
  if (outputSchema === undefined) return { content: [content], structuredContent, ...mark };
  const check = schemaCheck(outputSchema);
  const misfits = check(whole);
  if (misfits.length === 0) return { content: [content], structuredContent, ...mark };
  const reasons = misfits.slice(0, 10).map(({ text }) => `- ${text}`);
  if (strictResult) return errorResult(["The answer is not what was documented:", ...reasons].join("\n"));
  warn(["what does not fit outputSchema is left out of structuredContent:", ...reasons].join("\n"));
  return { content: [content], structuredContent: fitting(structuredContent, check), ...mark };
}
