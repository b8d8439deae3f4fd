import { aroundServer } from "../around-server.js";
import type { McpRequest } from "../call-context.js";
import { isJsonArray, isJsonObject } from "../json.js";
import { channelOf } from "../protocol/channel.js";
import { ProtocolError, textOf, type Kind, type McpServer } from "../server.js";
import { erased, type ListedComponent } from "../tool.js";
import { UriTemplate } from "../uri-template.js";

/** Components by name or address, or by tag, and the scopes that all of them need. */
export interface ScopeRule {
  /** Only those of one kind. */
  readonly kind?: Kind;
  readonly names?: readonly string[];
  readonly tags?: readonly string[];
  readonly scopes: readonly string[];
}

const lists: Readonly<Record<string, Kind>> = {
  "tools/list": "tools",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
  "prompts/list": "prompts",
};

/**
 * Shows components only to those whose token has their scopes, and answers for no others: whoever lacks one does not learn that
 * they exist. Every rule that names a component counts. Over HTTP it takes `jwtAuth`: without it nobody is known, and nothing that
 * needs a scope is there. Over stdio the client is whoever started the server, and may do everything; `open` says otherwise.
 */
export function withScopes(
  server: McpServer,
  rules: readonly ScopeRule[],
  { open = server.settings.transport === "stdio" } = {},
): McpServer {
  const isAllowed = (kind: Kind, component: ListedComponent, request: McpRequest): boolean => {
    const ruling = rules.filter((rule) => (rule.kind ?? kind) === kind && applies(rule, component));
    const needed = ruling.flatMap(({ scopes }) => scopes);
    if (needed.length === 0) return true;
    const scopes = scopesOf(request);
    return scopes === undefined ? open : needed.every((scope) => scopes.includes(scope));
  };
  return aroundServer(server, async (method, params, request, next) => {
    const kind = lists[method];
    if (kind !== undefined) {
      const answer = erased<Record<string, readonly ListedComponent[]>>(await next());
      return { ...answer, [kind]: (answer[kind] ?? []).filter((one) => isAllowed(kind, one, request())) };
    }
    if (method === "tools/call" || method === "prompts/get") {
      const name = textOf(params, "name");
      const called: Kind = method === "tools/call" ? "tools" : "prompts";
      const found = (await server.list(called)).find((one) => one.name === name);
      if (found === undefined || isAllowed(called, found, request())) return next();
      if (method === "tools/call") throw new ProtocolError("unknown-tool", `Unknown tool: ${name}`);
      throw new ProtocolError("invalid-params", `Unknown prompt: ${name}`);
    }
    if (method === "resources/read" || method === "resources/subscribe") {
      const address = textOf(params, "uri");
      const resource = (await server.list("resources")).find(({ uri }) => uri === address);
      const fits = ({ uriTemplate = "" }: ListedComponent) => new UriTemplate(uriTemplate).match(address) !== undefined;
      const found = resource ?? (await server.list("resourceTemplates")).find(fits);
      const read: Kind = resource === undefined ? "resourceTemplates" : "resources";
      if (found === undefined || isAllowed(read, found, request())) return next();
      throw new ProtocolError("unknown-resource", "Resource not found", { uri: address });
    }
    if (method === "completion/complete" && isJsonObject(params["ref"])) {
      const { name, uri } = params["ref"];
      const prompt = (await server.list("prompts")).find((one) => one.name === name);
      const template = (await server.list("resourceTemplates")).find(({ uriTemplate }) => uriTemplate === uri);
      const isOpen =
        (prompt === undefined || isAllowed("prompts", prompt, request())) &&
        (template === undefined || isAllowed("resourceTemplates", template, request()));
      if (!isOpen) throw new ProtocolError("invalid-params", "There is nothing of that name to complete.");
    }
    return next();
  });
}

function applies({ names = [], tags = [] }: ScopeRule, { name, uri, uriTemplate, _meta }: ListedComponent): boolean {
  const mark = _meta?.["fastmcp"];
  const own = isJsonObject(mark) && isJsonArray(mark["tags"]) ? mark["tags"] : [];
  return (
    [name, uri, uriTemplate].some((one) => one !== undefined && names.includes(one)) ||
    tags.some((tag) => own.includes(tag))
  );
}

function scopesOf(request: McpRequest): readonly unknown[] | undefined {
  const { auth } = channelOf(request);
  return auth !== undefined && "scopes" in auth && Array.isArray(auth.scopes) ? auth.scopes : undefined;
}
