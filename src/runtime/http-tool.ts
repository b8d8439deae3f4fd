/// <reference types="node" />
import { bytesBlock, mediaTypeOf, textBlock, type ContentBlock } from "./content.js";
import type { Context } from "./context.js";
import type { ApiResponse } from "./http/http-client.js";
import type { JsonValue } from "./json.js";
import { misfitText } from "./misfit.js";
import { nextLink } from "./next-link.js";
import { operationArguments, type ArgumentChanges } from "./operation-arguments.js";
import { contentResult, jsonResult, type ResultPromise, type ToolResult } from "./result.js";
import { erased, type Tool, type ToolDefinition } from "./tool.js";

/** A tool whose calls are requests of an API. */
export interface HttpToolDefinition<Arguments, Apis> extends ToolDefinition, ArgumentChanges {
  /** True when an answer that does not fit `outputSchema` is an error; otherwise what does not fit is left out. */
  readonly strictResult?: true;
  /** The request. */
  readonly call: (args: Arguments, apis: Apis, context: Context) => Promise<ApiResponse<unknown>>;
}

/** A tool of an API: checks and names of arguments, the request, and what its response is to the model. */
export function httpTool<Arguments, Apis>(definition: HttpToolDefinition<Arguments, Apis>): Tool {
  return {
    ...definition,
    call: async (args, { apis, context }) => {
      const given = erased<Arguments>(operationArguments(args, definition));
      const response = await definition.call(given, erased<Apis>(apis), context);
      return withNextLink(resultOf(response, definition, context), response.headers);
    },
  };
}

function resultOf(
  response: ApiResponse<unknown>,
  { name, ...promise }: Pick<ToolDefinition, "name"> & ResultPromise,
  context: Context,
): ToolResult {
  const content = contentOf(response, name);
  if (content !== undefined) return contentResult([content], promise);
  return jsonResult(erased<JsonValue>(response.data), promise, (misfits) => {
    const reasons = misfits.slice(0, 5).map(misfitText).join("; ");
    context.log.warning(`${name}: what does not fit its outputSchema is left out of structuredContent: ${reasons}`);
  });
}

/** The answer as content where it is no JSON: text, an image, a sound, other bytes, or nothing (an empty text). */
function contentOf({ data, headers, kind }: ApiResponse<unknown>, name: string): ContentBlock | undefined {
  if (data === undefined) return textBlock("");
  if (data instanceof Uint8Array) {
    const mediaType = mediaTypeOf(headers.get("content-type"));
    return bytesBlock(data, mediaType === "" ? "application/octet-stream" : mediaType, `response:///${name}`);
  }
  return kind === "text" ? textBlock(String(data)) : undefined;
}

function withNextLink(result: ToolResult, headers: Headers): ToolResult {
  const next = nextLink(headers.get("link"));
  return next === undefined ? result : { ...result, _meta: { ...result._meta, "mcpgen/link": { next } } };
}
