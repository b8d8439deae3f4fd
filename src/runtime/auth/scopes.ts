import { aroundServer } from "../around-server.js";
import type { McpRequest } from "../call-context.js";
import { isJsonArray, isJsonObject } from "../json.js";
import { channelOf } from "../protocol/channel.js";
import { ProtocolError, textOf, type Kind, type McpServer } from "../server.js";
import { erased, type ListedComponent } from "../tool.js";
import { UriTemplate } from "../uri-template.js";

/** Components by name or address, or by tag, and the scopes that all of them need. */
export interface ScopeRule {
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
 * they exist. Every rule that names a component counts. For transports that know who calls (`jwtAuth`); where nobody is known,
 * as over stdio, nothing that needs a scope is there, unless `open` says that such clients may do everything.
 */
export function withScopes(server: McpServer, rules: readonly ScopeRule[], { open = false } = {}): McpServer {
  const isAllowed = (component: ListedComponent, request: McpRequest): boolean => {
    const needed = rules.filter((rule) => applies(rule, component)).flatMap(({ scopes }) => scopes);
    if (needed.length === 0) return true;
    const scopes = scopesOf(request);
    return scopes === undefined ? open : needed.every((scope) => scopes.includes(scope));
  };
  return aroundServer(server, async (method, params, request, next) => {
    const kind = lists[method];
    if (kind !== undefined) {
      const answer = erased<Record<string, readonly ListedComponent[]>>(await next());
      return { ...answer, [kind]: (answer[kind] ?? []).filter((one) => isAllowed(one, request())) };
    }
    if (method === "tools/call" || method === "prompts/get") {
      const name = textOf(params, "name");
      const all = await server.list(method === "tools/call" ? "tools" : "prompts");
      const found = all.find((one) => one.name === name);
      if (found === undefined || isAllowed(found, request())) return next();
      if (method === "tools/call") throw new ProtocolError("unknown-tool", `Unknown tool: ${name}`);
      throw new ProtocolError("invalid-params", `Unknown prompt: ${name}`);
    }
    if (method === "resources/read" || method === "resources/subscribe") {
      const address = textOf(params, "uri");
      const templates = await server.list("resourceTemplates");
      const found = [
        ...(await server.list("resources")).filter(({ uri }) => uri === address),
        ...templates.filter(({ uriTemplate = "" }) => new UriTemplate(uriTemplate).match(address) !== undefined),
      ];
      if (found[0] === undefined || isAllowed(found[0], request())) return next();
      throw new ProtocolError("unknown-resource", "Resource not found", { uri: address });
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
