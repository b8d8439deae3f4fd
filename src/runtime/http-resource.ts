import { mediaTypeOf, toBase64, type ResourceContents } from "./content.js";
import type { ApiResponse } from "./http/http-client.js";
import type { JsonObject } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import type { Resource, ResourceDefinition, ResourceTemplate, ResourceTemplateDefinition } from "./resource.js";
import { erased } from "./tool.js";
import { listVariables, UriTemplate } from "./uri-template.js";

/** A resource that is read with a request. */
export interface HttpResourceDefinition<Apis> extends ResourceDefinition {
  readonly read: (apis: Apis) => Promise<ApiResponse<unknown>>;
}

/** A family of resources that are read with a request. */
export interface HttpTemplateDefinition<Arguments, Apis> extends ResourceTemplateDefinition {
  /** Makes the operation's arguments of the variables; absent where they are the same. */
  readonly change?: (args: JsonObject) => JsonObject;
  /** The variables as one object. */
  readonly inputSchema: JsonSchema;
  readonly read: (args: Arguments, apis: Apis) => Promise<ApiResponse<unknown>>;
}

/** A resource of an API. */
export function httpResource<Apis>(definition: HttpResourceDefinition<Apis>): Resource {
  return {
    ...definition,
    read: async ({ apis }) => [
      contentsOf(await definition.read(erased<Apis>(await apis())), definition.uri, definition.mimeType),
    ],
  };
}

/** A family of resources of an API: finds the variables in an address and makes the request. */
export function httpTemplate<Arguments, Apis>(definition: HttpTemplateDefinition<Arguments, Apis>): ResourceTemplate {
  const template = new UriTemplate(definition.uriTemplate);
  const lists = listVariables(definition.inputSchema);
  return {
    ...definition,
    match: (uri) => template.match(uri, lists),
    read: async (uri, args, { apis }) => {
      const given = erased<Arguments>({ __proto__: null, ...(definition.change?.(args) ?? args) });
      return [contentsOf(await definition.read(given, erased<Apis>(await apis())), uri, definition.mimeType)];
    },
  };
}

/** What a response is as the contents of an address: JSON and text as text, bytes as base64. */
function contentsOf(response: ApiResponse<unknown>, uri: string, declared?: string): ResourceContents {
  const { data, headers, kind } = response;
  const mimeType = mediaTypeOf(headers.get("content-type")) || declared;
  if (data === undefined) return { uri, mimeType, text: "" };
  if (data instanceof Uint8Array) return { uri, mimeType, blob: toBase64(data) };
  return { uri, mimeType, text: kind === "text" && typeof data === "string" ? data : JSON.stringify(data) };
}
