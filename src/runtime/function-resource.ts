/// <reference types="node" />
import { callFunction, functionArguments, type FunctionRules, type FunctionScope } from "./call-function.js";
import type { Completed } from "./completion.js";
import { isResourceContents } from "./content-block.js";
import { toBase64, type ResourceContents } from "./content.js";
import { encode } from "./encode.js";
import { jsonText } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import type { Resource, ResourceDefinition, ResourceTemplate, ResourceTemplateDefinition } from "./resource.js";
import { erased } from "./tool.js";
import { listVariables, UriTemplate } from "./uri-template.js";

/** A resource that a function of the user's own gives. */
export interface FunctionResourceDefinition extends ResourceDefinition, FunctionRules {
  readonly read: (scope: FunctionScope) => unknown;
}

/** A family of resources that a function of the user's own gives. */
export interface FunctionTemplateDefinition<Arguments> extends ResourceTemplateDefinition, FunctionRules, Completed {
  /** The variables as one object. */
  readonly inputSchema: JsonSchema;
  readonly read: (args: Arguments, scope: FunctionScope) => unknown;
}

export function functionResource(definition: FunctionResourceDefinition): Resource {
  return {
    ...definition,
    read: async (scope) => contentsOf(await callFunction(definition, scope, definition.read), definition),
  };
}

/** Finds the variables in an address and calls the function with them, in their declared types. */
export function functionTemplate<Arguments>(definition: FunctionTemplateDefinition<Arguments>): ResourceTemplate {
  const template = new UriTemplate(definition.uriTemplate);
  const lists = listVariables(definition.inputSchema);
  return {
    ...definition,
    match: (uri) => template.match(uri, lists),
    read: async (uri, args, scope) => {
      const given = erased<Arguments>(functionArguments(args, definition));
      const value = await callFunction(definition, scope, (limited) => definition.read(given, limited));
      return contentsOf(value, { uri, mimeType: definition.mimeType });
    },
  };
}

/** What a value is as the contents of an address: text as it is, bytes as base64, contents as they are, all else as JSON. */
function contentsOf(
  value: unknown,
  { uri, mimeType }: { readonly uri: string; readonly mimeType?: string | undefined },
): readonly ResourceContents[] {
  if (isResourceContents(value)) return [value];
  if (Array.isArray(value) && value.length > 0 && value.every(isResourceContents)) return value;
  if (value instanceof Uint8Array) return [{ uri, mimeType, blob: toBase64(value) }];
  const encoded = encode(value);
  return [{ uri, mimeType, text: typeof encoded === "string" ? encoded : (jsonText(encoded) ?? "") }];
}
