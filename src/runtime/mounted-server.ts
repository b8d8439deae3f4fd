import { aroundServer } from "./around-server.js";
import type { McpRequest } from "./call-context.js";
import { isJsonObject, type JsonObject } from "./json.js";
import { ProtocolError, textOf, type Kind, type McpServer } from "./server.js";
import { erased, type ListedComponent } from "./tool.js";

export interface MountOptions {
  /** Tools and prompts are `<namespace>_name`, addresses `scheme://<namespace>/…`; without one they stay as they are. */
  readonly namespace?: string;
}

const lists: Readonly<Record<string, Kind>> = {
  "tools/list": "tools",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
  "prompts/list": "prompts",
};

const nobodys = new Set(["unknown-tool", "unknown-resource", "unknown-method"]);

/**
 * A server that offers what another one offers, too: whatever is around that one (middleware, visibility, notifications) stays
 * around it, and its tools see its own context. Where both have a name, the outer server's counts. Pages (`withPagination`)
 * belong around the whole.
 */
export function withMounted(server: McpServer, mounted: McpServer, { namespace = "" }: MountOptions = {}): McpServer {
  const outerName = (name: string) => (namespace === "" ? name : `${namespace}_${name}`);
  const outerUri = (uri: string) => (namespace === "" ? uri : uri.replace(scheme, `$&${namespace}/`));
  const innerName = (name: string) =>
    namespace === "" ? name : name.startsWith(`${namespace}_`) ? name.slice(namespace.length + 1) : undefined;
  const innerUri = (uri: string) => {
    const [start = ""] = scheme.exec(uri) ?? [];
    const rest = uri.slice(start.length);
    if (namespace === "") return uri;
    return rest.startsWith(`${namespace}/`) ? start + rest.slice(namespace.length + 1) : undefined;
  };
  const renamed = (component: ListedComponent): ListedComponent => ({
    ...component,
    name: outerName(component.name),
    ...(component.uri !== undefined && { uri: outerUri(component.uri) }),
    ...(component.uriTemplate !== undefined && { uriTemplate: outerUri(component.uriTemplate) }),
  });
  const isOffered = (kind: Kind) =>
    (kind === "resourceTemplates" ? "resources" : kind) in mounted.capabilities || kind === "tools";

  function joined(own: readonly ListedComponent[], others: readonly ListedComponent[]): readonly ListedComponent[] {
    const keys = new Set(own.map(keyOf));
    return [...own, ...others.map(renamed).filter((component) => !keys.has(keyOf(component)))];
  }

  /** All pages of one of its lists, as this client sees it. */
  async function theirs(method: string, kind: Kind, request: () => McpRequest): Promise<readonly ListedComponent[]> {
    const all: ListedComponent[] = [];
    let params: JsonObject = {};
    for (let isMore = isOffered(kind); isMore;) {
      const page = erased<JsonObject>(await mounted.answer(method, params, request));
      all.push(...erased<readonly ListedComponent[]>(page[kind] ?? []));
      isMore = typeof page["nextCursor"] === "string" && page["nextCursor"] !== params["cursor"];
      params = { cursor: page["nextCursor"] ?? null };
    }
    return all;
  }

  /** What it is asked, in its own names; undefined for what cannot be its own. */
  async function inTheirNames(method: string, params: JsonObject): Promise<JsonObject | undefined> {
    if (method === "tools/call" || method === "prompts/get") {
      const name = innerName(textOf(params, "name"));
      if (name === undefined) return undefined;
      const own = method === "tools/call" ? [] : await server.list("prompts");
      return own.some((prompt) => prompt.name === params["name"]) ? undefined : { ...params, name };
    }
    if (method === "resources/read") {
      const uri = innerUri(textOf(params, "uri"));
      return uri === undefined ? undefined : { ...params, uri };
    }
    if (method !== "completion/complete" || !isJsonObject(params["ref"])) return undefined;
    const { name, uri } = params["ref"];
    const ref = {
      ...params["ref"],
      ...(typeof name === "string" && { name: innerName(name) ?? null }),
      ...(typeof uri === "string" && { uri: innerUri(uri) ?? null }),
    };
    const own = [...(await server.list("prompts")), ...(await server.list("resourceTemplates"))];
    const isOwn = own.some((one) => one.name === name || (uri !== undefined && one.uriTemplate === uri));
    return isOwn || Object.values(ref).includes(null) ? undefined : { ...params, ref };
  }

  async function ask(method: string, params: JsonObject, request: () => McpRequest): Promise<object> {
    const answer = await mounted.answer(method, params, request);
    if (method !== "resources/read") return answer;
    const { contents, ...rest } = erased<{ readonly contents: readonly { readonly uri: string }[] }>(answer);
    return { ...rest, contents: contents.map((one) => ({ ...one, uri: outerUri(one.uri) })) };
  }

  return aroundServer(
    server,
    async (method, params, request, next) => {
      const within = (): McpRequest => ({ ...request(), server: mounted });
      const kind = lists[method];
      if (kind !== undefined) {
        const isOwn = (kind === "resourceTemplates" ? "resources" : kind) in server.capabilities;
        const own = isOwn ? erased<Record<string, readonly ListedComponent[]>>(await next()) : {};
        return { ...own, [kind]: joined(own[kind] ?? [], await theirs(method, kind, within)) };
      }
      const inner = await inTheirNames(method, params);
      if (inner === undefined) {
        if (method !== "resources/read" || "resources" in server.capabilities) return next();
        throw new ProtocolError("unknown-resource", "Resource not found", { uri: textOf(params, "uri") });
      }
      if (method === "prompts/get" || method === "completion/complete") return ask(method, inner, within);
      try {
        return await next();
      } catch (error) {
        if (!(error instanceof ProtocolError) || !nobodys.has(error.fault)) throw error;
        return ask(method, inner, within);
      }
    },
    {
      capabilities: { ...mounted.capabilities, ...server.capabilities },
      list: async (kind) => joined(await server.list(kind), await mounted.list(kind)),
      idle: async () => {
        await Promise.all([server.idle(), mounted.idle()]);
      },
      close: async () => {
        await server.close?.();
        await mounted.close?.();
      },
    },
  );
}

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;

function keyOf({ name, uri, uriTemplate }: ListedComponent): string {
  return uri ?? uriTemplate ?? name;
}
