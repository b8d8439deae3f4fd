import { textBlock, type ContentBlock } from "./content.js";
import { fitting } from "./fitting.js";
import { isJsonObject } from "./json-kinds.js";
import type { JsonObject, JsonValue } from "./json.js";
import { wrapsResult, type JsonSchema } from "./json-schema.js";
import { misfitText, type Misfit } from "./misfit.js";
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
  /** True when a value that does not fit is an error instead of being left out. */
  readonly strictResult?: true;
}

/** An answer that says what went wrong. */
export function errorResult(message: string): ToolResult {
  return { content: [textBlock(plainText(message))], isError: true };
}

/**
 * A JSON value as a result: the value as compact JSON text, a string as it is; an object also as `structuredContent`,
 * anything else there as `{ "result": … }`. Where a schema was promised, `structuredContent` fits it: what does not is left
 * out and told to `onMisfits`, or the whole result is an error (`strictResult`).
 */
export function jsonResult(
  value: JsonValue,
  { outputSchema, strictResult }: ResultPromise,
  onMisfits: (misfits: readonly Misfit[]) => void = () => undefined,
): ToolResult {
  const content = [textBlock(typeof value === "string" ? value : JSON.stringify(value))];
  if (outputSchema === undefined) {
    return isJsonObject(value)
      ? { content, structuredContent: value }
      : { content, structuredContent: { result: value }, _meta: wrapMark };
  }
  const wrapped = wrapsResult(outputSchema);
  const check = schemaCheck(outputSchema);
  const misfits = check(wrapped ? { result: value } : value);
  if (misfits.length > 0 && strictResult === true) return strictError(misfits);
  if (misfits.length > 0) onMisfits(misfits);
  const structured = wrapped ? { result: value } : isJsonObject(value) ? value : {};
  const structuredContent = misfits.length === 0 ? structured : fitting(structured, misfits, check);
  return { content, structuredContent, ...(wrapped ? { _meta: wrapMark } : {}) };
}

function strictError(misfits: readonly Misfit[]): ToolResult {
  const reasons = misfits.slice(0, 10).map((misfit) => `- ${misfitText(misfit)}`);
  return errorResult(["The answer is not what was documented:", ...reasons].join("\n"));
}

/** An answer without JSON: where a schema was promised, `structuredContent` is there all the same, as an empty object. */
export function contentResult(content: readonly ContentBlock[], { outputSchema, strictResult }: ResultPromise): ToolResult {
  if (outputSchema === undefined) return { content };
  if (strictResult === true && schemaCheck(outputSchema)({}).length > 0) {
    return { content: [textBlock("The answer is not the JSON that was documented:"), ...content], isError: true };
  }
  return { content, structuredContent: {} };
}

/** Tells clients that the value stands in `result`, also where there is no schema to tell them (FastMCP's mark). */
const wrapMark: JsonObject = { fastmcp: { wrap_result: true } };
