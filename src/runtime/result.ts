import { textBlock, type ContentBlock } from "./content.js";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "./json.js";
import { wrapsResult, type JsonSchema } from "./json-schema.js";
import { plainText } from "./plain-text.js";
import { ToolError } from "./tool-error.js";
import { schemaCheck, type SchemaCheck } from "./validate.js";

export interface ToolResult {
  readonly content: readonly ContentBlock[];
  readonly structuredContent?: JsonObject;
  readonly isError?: true;
  readonly _meta?: JsonObject;
}

export interface ResultPromise {
  readonly outputSchema?: JsonSchema;
  /** Whether a value that does not fit is an error; otherwise what does not fit is left out. */
  readonly strictResult?: true;
}

/** FastMCP's mark for a value that stands in `result`, also where no schema tells. */
export const wrapMark = { _meta: { fastmcp: { wrap_result: true } } };

/** The message is what the tool said. */
export class ToolCallError extends ToolError {
  readonly tool: string;
  readonly result: ToolResult;

  constructor(tool: string, result: ToolResult) {
    super(textOf(result) || `${tool} failed without saying why.`);
    this.tool = tool;
    this.result = result;
  }
}

export function errorResult(message: string): ToolResult {
  return { content: [textBlock(plainText(message))], isError: true };
}

export function textOf({ content }: ToolResult): string {
  return content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
}

/** As `callTool` of a client gives it. */
export function valueOf(result: ToolResult, tool: string): unknown {
  if (result.isError) throw new ToolCallError(tool, result);
  const { structuredContent: structured, content, _meta } = result;
  const mark = _meta?.["fastmcp"];
  const isWrapped = isJsonObject(mark) && mark["wrap_result"] === true;
  if (structured !== undefined) return isWrapped ? structured["result"] : structured;
  return content.every(({ type }) => type === "text") ? textOf(result) : content;
}

/** Content, and the JSON value that it stands for, if any: what is no object becomes `{ "result": … }`. */
export function resultOf(
  content: ContentBlock,
  value: JsonValue | undefined,
  { outputSchema, strictResult }: ResultPromise,
  warn: (message: string) => void,
): ToolResult {
  if (value === undefined && outputSchema === undefined) return { content: [content] };
  const isWrapped = value !== undefined && (outputSchema ? wrapsResult(outputSchema) : !isJsonObject(value));
  const whole = isWrapped ? { result: value } : (value ?? {});
  const structuredContent = isJsonObject(whole) ? whole : {};
  const result = { content: [content], structuredContent, ...(isWrapped ? wrapMark : {}) };
  if (!outputSchema) return result;
  const check = schemaCheck(outputSchema);
  const misfits = check(whole);
  if (misfits.length === 0) return result;
  const reasons = misfits.slice(0, 10).map(({ text }) => `- ${text}`);
  if (strictResult) return errorResult(["The answer is not what was documented:", ...reasons].join("\n"));
  warn(["what does not fit outputSchema is left out of structuredContent:", ...reasons].join("\n"));
  return { ...result, structuredContent: fitting(structuredContent, check) };
}

/** What is left of an object without what does not fit; `{}` when nothing less helps. */
export function fitting(value: JsonObject, check: SchemaCheck): JsonObject {
  let rest: JsonValue = value;
  // Taking one thing out may uncover another.
  for (let round = 0; round < 8; round++) {
    const misfits = check(rest);
    if (misfits.length === 0) return isJsonObject(rest) ? rest : {};
    // What is missing cannot be taken out: the object that lacks it is.
    const ways = misfits.map(({ path, keyword }) => (keyword === "required" ? path.slice(0, -1) : path));
    [rest = {}] = without(rest, new Set(ways.map((way) => way.map((name) => `\0${name}`).join(""))));
  }
  return {};
}

/** A copy without the places, in a list of one, or an empty list. */
function without(value: JsonValue, out: ReadonlySet<string>, place = ""): readonly JsonValue[] {
  if (out.has(place)) return [];
  if (isJsonArray(value)) return [value.flatMap((item, index) => without(item, out, `${place}\0${String(index)}`))];
  if (!isJsonObject(value)) return [value];
  const entries = Object.entries(value).flatMap(([name, inner]) =>
    without(inner, out, `${place}\0${name}`).map((left) => [name, left] as const),
  );
  return [Object.fromEntries(entries)];
}
