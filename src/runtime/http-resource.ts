/// <reference types="node" />
import { mediaTypeOf, toBase64, type ResourceContents } from "./content.js";
import type { ApiResponse } from "./http/http-client.js";
import type { JsonSchema } from "./json-schema.js";
import { operationArguments, type ArgumentChanges } from "./operation-arguments.js";
import type { Resource, ResourceDefinition, ResourceTemplate, ResourceTemplateDefinition } from "./resource.js";
import { erased } from "./tool.js";
import { UriTemplate } from "./uri-template.js";

/** A resource that is read with a request. */
export interface HttpResourceDefinition<Apis> extends ResourceDefinition {
  /** The request. */
  readonly read: (apis: Apis) => Promise<ApiResponse<unknown>>;
}

/** A family of resources that are read with a request. */
export interface HttpTemplateDefinition<Arguments, Apis> extends ResourceTemplateDefinition, ArgumentChanges {
  /** The variables as one object. */
  readonly inputSchema: JsonSchema;
  /** The request. */
  readonly read: (args: Arguments, apis: Apis) => Promise<ApiResponse<unknown>>;
}

/** A resource of an API. */
export function httpResource<Apis>(definition: HttpResourceDefinition<Apis>): Resource {
  const { uri, mimeType } = definition;
  return {
    ...definition,
    read: async ({ apis }) => [contentsOf(await definition.read(erased<Apis>(apis)), uri, mimeType)],
  };
}

/** A family of resources of an API: finds the variables in an address and makes the request. */
export function httpTemplate<Arguments, Apis>(definition: HttpTemplateDefinition<Arguments, Apis>): ResourceTemplate {
  const template = new UriTemplate(definition.uriTemplate);
  const lists = listNames(definition.inputSchema);
  return {
    ...definition,
    match: (uri) => template.match(uri, lists),
    read: async (uri, args, { apis }) => {
      const given = erased<Arguments>(operationArguments(args, definition));
      const response = await definition.read(given, erased<Apis>(apis));
      return [contentsOf(response, uri, definition.mimeType)];
    },
  };
}

/** What a response is as the contents of an address: JSON and text as text, bytes as base64. */
function contentsOf(response: ApiResponse<unknown>, uri: string, declared?: string): ResourceContents {
  const { data, headers, kind } = response;
  const mediaType = mediaTypeOf(headers.get("content-type")) || declared;
  const base = { uri, ...(mediaType === undefined ? {} : { mimeType: mediaType }) };
  if (data === undefined) return { ...base, text: "" };
  if (data instanceof Uint8Array) return { ...base, blob: toBase64(data) };
  return { ...base, text: kind === "text" ? String(data) : JSON.stringify(data) };
}

/** Variables whose value is a list. */
function listNames(schema: JsonSchema): ReadonlySet<string> {
  const properties = Object.entries(schema["properties"] ?? {});
  return new Set(properties.filter(([, property]) => isList(property)).map(([name]) => name));
}

function isList(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && "type" in schema && [schema.type].flat().includes("array");
}
