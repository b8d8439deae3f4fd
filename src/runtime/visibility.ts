import { aroundServer } from "./around-server.js";
import type { McpRequest } from "./call-context.js";
import type { ComponentSelection, ContextRequest } from "./context.js";
import { isJsonArray, isJsonObject, type JsonObject } from "./json.js";
import { channelOf } from "./protocol/channel.js";
import { ProtocolError, textOf, type Kind, type McpServer } from "./server.js";
import { ToolError } from "./tool-error.js";
import { erased, type ListedComponent } from "./tool.js";
import { UriTemplate } from "./uri-template.js";

interface Rule extends ComponentSelection {
  readonly isShown: boolean;
}

/** Rules by session, the latest last; the longest-unused sessions give way. */
const mostSessions = 10_000;

const kinds: Readonly<Record<string, Kind>> = {
  "tools/list": "tools",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
  "prompts/list": "prompts",
};

/**
 * Lets functions show and hide components in the session that they are called in (`context.enable`, `context.disable`); the
 * later of two rules wins. `hidden` is what no session sees until it is enabled. What is hidden is neither listed nor
 * answered.
 */
export function withVisibility(server: McpServer, hidden: ComponentSelection = {}): McpServer {
  const sessions = new Map<string, readonly Rule[]>();
  const first: readonly Rule[] = [{ ...hidden, isShown: false }];
  const rulesOf = ({ session }: McpRequest) => (session === undefined ? undefined : sessions.get(session)) ?? first;

  function change(request: McpRequest, selection: ComponentSelection, isShown: boolean): void {
    const { session } = request;
    if (session === undefined) throw new ToolError("What is shown is a session's own, and there is no session here.");
    const rules = [...rulesOf(request), { ...selection, isShown }];
    sessions.delete(session);
    sessions.set(session, rules);
    const [oldest = ""] = sessions.keys();
    if (sessions.size > mostSessions) sessions.delete(oldest);
    const { notify } = channelOf(request);
    for (const kind of Object.keys(server.capabilities).filter((one) => /^(?:tools|resources|prompts)$/.test(one))) {
      notify?.(`notifications/${kind}/list_changed`);
    }
  }

  return aroundServer(server, async (method, params, request, next) => {
    const given = request();
    const rules = rulesOf(given);
    const kind = kinds[method];
    const isShown = (component: ListedComponent) =>
      rules.findLast(({ names = [], tags = [] }) => matches(component, names, tags))?.isShown ?? true;
    if (kind !== undefined) {
      const answer = erased<Record<string, readonly ListedComponent[]>>(await next());
      return { ...answer, [kind]: (answer[kind] ?? []).filter(isShown) };
    }
    const asked = await componentOf(server, method, params);
    if (asked !== undefined && !isShown(asked)) throw unknown(method, params);
    const visibility: ContextRequest["visibility"] = {
      enable: (selection) => {
        change(given, selection, true);
      },
      disable: (selection) => {
        change(given, selection, false);
      },
    };
    const changing: ContextRequest = { ...given, visibility };
    return next(params, () => changing);
  });
}

/** The component that a request is for, as it is listed. */
async function componentOf(
  server: McpServer,
  method: string,
  params: JsonObject,
): Promise<ListedComponent | undefined> {
  if (method === "tools/call" || method === "prompts/get") {
    const all = await server.list(method === "tools/call" ? "tools" : "prompts");
    return all.find(({ name }) => name === params["name"]);
  }
  if (method !== "resources/read") return undefined;
  const address = textOf(params, "uri");
  const templates = await server.list("resourceTemplates");
  return (
    (await server.list("resources")).find(({ uri }) => uri === address) ??
    templates.find(({ uriTemplate = "" }) => new UriTemplate(uriTemplate).match(address) !== undefined)
  );
}

function matches(component: ListedComponent, names: readonly string[], tags: readonly string[]): boolean {
  const { name, uri, uriTemplate, _meta } = component;
  const mark = _meta?.["fastmcp"];
  const own = isJsonObject(mark) && isJsonArray(mark["tags"]) ? mark["tags"] : [];
  return (
    [name, uri, uriTemplate].some((one) => one !== undefined && names.includes(one)) ||
    tags.some((tag) => own.includes(tag))
  );
}

function unknown(method: string, params: JsonObject): ProtocolError {
  if (method === "tools/call") return new ProtocolError("unknown-tool", `Unknown tool: ${textOf(params, "name")}`);
  if (method === "prompts/get") {
    return new ProtocolError("invalid-params", `Unknown prompt: ${textOf(params, "name")}`);
  }
  return new ProtocolError("unknown-resource", "Resource not found", { uri: params["uri"] ?? null });
}
