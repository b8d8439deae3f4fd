import type { ResourceContents } from "./content.js";
import type { JsonSchema } from "./json-schema.js";
import type { Resource, ResourceDefinition, ResourceTemplate, ResourceTemplateDefinition } from "./resource.js";
import { UriTemplate } from "./uri-template.js";

/** What is in a file, as it was when the server was generated: the lines of a text, without their line feeds, or bytes. */
export type FileContent = { readonly lines: readonly string[] } | { readonly base64: string };

/** A file that is served at a fixed address. */
export type FileResourceDefinition = ResourceDefinition & FileContent;

/** Files that are served by their paths. */
export interface FileTemplateDefinition extends ResourceTemplateDefinition {
  /** Of the one variable, `path`. */
  readonly inputSchema: JsonSchema;
  readonly files: readonly ServedFile[];
}

/** One of them; `path` has `/` between its parts. */
export type ServedFile = { readonly path: string; readonly mimeType: string } & FileContent;

export function fileResource(definition: FileResourceDefinition): Resource {
  const { uri, mimeType } = definition;
  return { ...definition, read: () => Promise.resolve([contentsOf(definition, uri, mimeType)]) };
}

/** Only the files that are listed have an address: no path leads out of them, however it is written. */
export function fileTemplate(definition: FileTemplateDefinition): ResourceTemplate {
  const template = new UriTemplate(definition.uriTemplate);
  const files = new Map(definition.files.map((file) => [file.path, file]));
  const fileAt = (uri: string) => {
    const path = template.match(uri)?.["path"];
    return typeof path === "string" ? files.get(path) : undefined;
  };
  return {
    ...definition,
    match: (uri) => (fileAt(uri) === undefined ? undefined : template.match(uri)),
    read: (uri) => {
      const file = fileAt(uri);
      return Promise.resolve(file === undefined ? [] : [contentsOf(file, uri, file.mimeType)]);
    },
  };
}

function contentsOf(content: FileContent, uri: string, mimeType: string | undefined): ResourceContents {
  return "lines" in content
    ? { uri, mimeType, text: content.lines.join("\n") }
    : { uri, mimeType, blob: content.base64 };
}
