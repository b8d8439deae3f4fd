/// <reference types="node" />
import { bytesBlock, mediaTypeOf, textBlock } from "./content.js";
import type { Context } from "./context.js";
import type { ApiResponse } from "./http/http-client.js";
import type { JsonObject, JsonValue } from "./json.js";
import { resultOf, type ResultPromise, type ToolResult } from "./result.js";
import { erased, type Tool, type ToolDefinition } from "./tool.js";

/** What an operation is called with that its component does not show, or shows otherwise. */
export interface ArgumentChanges {
  /** Arguments that the model does not see, with what is sent. */
  readonly fixed?: JsonObject;
  /** The operation's names of arguments, by the names that the model sees. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** A tool whose calls are requests of an API. */
export interface HttpToolDefinition<Arguments, Apis> extends ToolDefinition, ArgumentChanges, ResultPromise {
  readonly call: (args: Arguments, apis: Apis, context: Context) => Promise<ApiResponse<unknown>>;
}

/** A tool of an API: names of arguments, the request, and what its response is to the model. */
export function httpTool<Arguments, Apis>(definition: HttpToolDefinition<Arguments, Apis>): Tool {
  return {
    ...definition,
    call: async (args, { apis, context, redact }) => {
      const given = erased<Arguments>(operationArguments(args, definition));
      const response = await definition.call(given, erased<Apis>(apis), context);
      const result = toolResult(response, definition, context);
      const link = nextLink(response.headers.get("link"));
      if (link === undefined) return result;
      // APIs repeat the query of the request there, with the credential in it.
      return { ...result, _meta: { ...result._meta, "mcpgen/link": { next: redact?.(link) ?? link } } };
    },
  };
}

/** The operation's own arguments, without a prototype: an argument `constructor` that was not given must be absent. */
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
  { log }: Context,
): ToolResult {
  const { name } = definition;
  const warn = (message: string) => {
    log.warning(`${name}: ${message}`);
  };
  if (data instanceof Uint8Array) {
    const mediaType = mediaTypeOf(headers.get("content-type")) || "application/octet-stream";
    return resultOf(bytesBlock(data, mediaType, `response:///${name}`), undefined, definition, warn);
  }
  const text = typeof data === "string" ? data : data === undefined ? "" : JSON.stringify(data);
  const isJson = data !== undefined && kind !== "text";
  return resultOf(textBlock(text), isJson ? erased<JsonValue>(data) : undefined, definition, warn);
}

/** The target of `rel="next"` in a `Link` header (RFC 8288 §3). */
function nextLink(header: string | null): string | undefined {
  const links = [...(header ?? "").matchAll(/<([^<>]*)>([^<]*)/g)];
  const isNext = /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?=[\s;,]|$))/i;
  return links.find(([, , parameters = ""]) => isNext.test(parameters))?.[1];
}
