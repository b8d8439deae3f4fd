import { bytesBlock, mediaTypeOf, textBlock } from "./content.js";
import type { CallContext } from "./call-context.js";
import type { ApiResponse } from "./http/http-client.js";
import type { JsonObject, JsonValue } from "./json.js";
import { plainText } from "./plain-text.js";
import { resultOf, type ResultPromise, type ToolResult } from "./result.js";
import { erased, type Tool, type ToolDefinition } from "./tool.js";

export interface HttpToolDefinition<Arguments, Apis> extends ToolDefinition, ResultPromise {
  /** Makes the operation's arguments of those that the model gives; absent where they are the same. */
  readonly change?: (args: JsonObject) => JsonObject;
  readonly call: (args: Arguments, apis: Apis, context: CallContext) => Promise<ApiResponse<unknown>>;
}

export function httpTool<Arguments, Apis>(definition: HttpToolDefinition<Arguments, Apis>): Tool {
  return {
    ...definition,
    call: async (args, { apis, context, redact }) => {
      // Without a prototype: an argument `constructor` that was not given must be absent.
      const given = { __proto__: null, ...(definition.change?.(args) ?? args) };
      const response = await definition.call(erased<Arguments>(given), erased<Apis>(await apis()), context);
      const result = toolResult(response, definition, context);
      const link = nextLink(response.headers.get("link"));
      if (!link) return result;
      // APIs repeat the request's query there, with a credential in it.
      return { ...result, _meta: { ...result._meta, "mcpgen/link": { next: redact?.(link) ?? link } } };
    },
  };
}

/** JSON as compact text; else text, an image, a sound, bytes, or an empty text. */
function toolResult(
  { data, kind, headers }: ApiResponse<unknown>,
  definition: ToolDefinition & ResultPromise,
  { log }: CallContext,
): ToolResult {
  const { name } = definition;
  let block = textBlock(typeof data === "string" ? plainText(data) : data === undefined ? "" : JSON.stringify(data));
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
