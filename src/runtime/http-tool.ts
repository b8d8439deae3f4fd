import { bytesBlock, mediaTypeOf, textBlock } from "./content.js";
import type { CallContext } from "./call-context.js";
import type { ApiResponse } from "./http/http-client.js";
import type { JsonObject, JsonValue } from "./json.js";
import { resultOf, type ResultPromise, type ToolResult } from "./result.js";
import { erased, type Tool, type ToolDefinition } from "./tool.js";

/** What differs between the arguments that the model sees and those of the operation. */
export interface ArgumentChanges {
  readonly fixed?: JsonObject;
  /** The operation's names, by those that the model sees. */
  readonly renamed?: Readonly<Record<string, string>>;
}

export interface HttpToolDefinition<Arguments, Apis> extends ToolDefinition, ArgumentChanges, ResultPromise {
  readonly call: (args: Arguments, apis: Apis, context: CallContext) => Promise<ApiResponse<unknown>>;
}

export function httpTool<Arguments, Apis>(definition: HttpToolDefinition<Arguments, Apis>): Tool {
  return {
    ...definition,
    call: async (args, { apis, context, redact }) => {
      const given = erased<Arguments>(operationArguments(args, definition));
      const response = await definition.call(given, erased<Apis>(apis), context);
      const result = toolResult(response, definition, context);
      const link = nextLink(response.headers.get("link"));
      if (link === undefined) return result;
      // APIs repeat the request's query there, with a credential in it.
      return { ...result, _meta: { ...result._meta, "mcpgen/link": { next: redact?.(link) ?? link } } };
    },
  };
}

/** Without a prototype: an argument `constructor` that was not given must be absent. */
export function operationArguments(args: JsonObject, { fixed, renamed = {} }: ArgumentChanges): JsonObject {
  const all: Record<string, JsonValue> = { __proto__: null };
  for (const [name, value] of Object.entries(args)) {
    all[(Object.hasOwn(renamed, name) ? renamed[name] : undefined) ?? name] = value;
  }
  return Object.assign(all, fixed);
}

/** JSON as compact text; else text, an image, a sound, other bytes, or nothing (an empty text). */
function toolResult(
  { data, kind, headers }: ApiResponse<unknown>,
  definition: ToolDefinition & ResultPromise,
  { log }: CallContext,
): ToolResult {
  const { name } = definition;
  let block = textBlock(typeof data === "string" ? data : data === undefined ? "" : JSON.stringify(data));
  let value: JsonValue | undefined;
  if (data instanceof Uint8Array) {
    const mediaType = mediaTypeOf(headers.get("content-type")) || "application/octet-stream";
    block = bytesBlock(data, mediaType, `response:///${name}`);
  } else if (kind !== "text") value = erased<JsonValue | undefined>(data);
  return resultOf(block, value, definition, (message) => {
    log.warning(`${name}: ${message}`);
  });
}

/** The target of `rel="next"` in a `Link` header (RFC 8288 §3). */
function nextLink(header: string | null): string | undefined {
  const links = [...(header ?? "").matchAll(/<([^<>]*)>([^<]*)/g)];
  const isNext = /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?=[\s;,]|$))/i;
  return links.find(([, , parameters = ""]) => isNext.test(parameters))?.[1];
}
