import type { JsonSchema } from "../json-schema.js";
import type { ResourceTemplate, ResourceTemplateDefinition } from "../resource.js";
import { UriTemplate } from "../uri-template.js";
import { readRemote } from "./proxy-resource.js";
import { remoteCompletions, type RemoteComponent } from "./remote-component.js";

/** A family of resources of another server. */
export interface ProxyTemplateDefinition extends ResourceTemplateDefinition, RemoteComponent {
  /** The variables as one object. */
  readonly inputSchema: JsonSchema;
  /** Whether the other server completes them. */
  readonly completes?: true;
}

/** Finds what is its own and reads it at the other server's address, which differs only in how it begins. */
export function proxyTemplate(definition: ProxyTemplateDefinition): ResourceTemplate {
  const { uriTemplate, remote = uriTemplate, inputSchema, completes } = definition;
  const template = new UriTemplate(uriTemplate);
  const [own, theirs] = beginnings(uriTemplate, remote);
  const reference = { type: "ref/resource", uri: remote };
  return {
    ...definition,
    ...(completes === true ? { completions: remoteCompletions({ inputSchema }, reference, definition) } : {}),
    match: (uri) => template.match(uri),
    read: (uri, _args, scope) => readRemote(scope, uri, uri.startsWith(own) ? theirs + uri.slice(own.length) : uri),
  };
}

/** What stands before the first variable of two templates, without the ending that they share. */
function beginnings(own: string, theirs: string): readonly [string, string] {
  let [a = "", b = ""] = [own, theirs].map((template) => template.replace(/\{.*$/s, ""));
  while (a !== "" && b !== "" && a.at(-1) === b.at(-1)) [a, b] = [a.slice(0, -1), b.slice(0, -1)];
  return [a, b];
}
