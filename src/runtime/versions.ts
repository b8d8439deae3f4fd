import { aroundServer } from "./around-server.js";
import type { McpRequest } from "./call-context.js";
import { isJsonObject, type JsonObject } from "./json.js";
import { plainText } from "./plain-text.js";
import type { Provider } from "./provider.js";
import { buildServer, ProtocolError, textOf, type Kind, type McpServer, type ServerOptions } from "./server.js";
import { erased, type ListedComponent } from "./tool.js";
import { UriTemplate } from "./uri-template.js";

/** Components of one version, under the names and addresses that clients know. */
export interface OlderVersion {
  readonly version: string;
  readonly server: McpServer;
}

const lists: Readonly<Record<Kind, string>> = {
  tools: "tools/list",
  resources: "resources/list",
  resourceTemplates: "resources/templates/list",
  prompts: "prompts/list",
};

const kinds = new Map<string, Kind>([
  ["tools/list", "tools"],
  ["resources/list", "resources"],
  ["resources/templates/list", "resourceTemplates"],
  ["prompts/list", "prompts"],
]);

/** Where the component that a request is for may be listed. */
const asked = new Map<string, readonly Kind[]>([
  ["tools/call", ["tools"]],
  ["prompts/get", ["prompts"]],
  ["resources/read", ["resources", "resourceTemplates"]],
]);

/** A server of components that are not listed. Overrides, and tools and providers of `main.ts`, are for those that are. */
export function olderServer(
  providers: readonly Provider[],
  settings: McpServer["settings"],
  { log }: ServerOptions = {},
): McpServer {
  return buildServer({ name: "older", version: "", providers }, settings, log && { log });
}

/**
 * Answers with an older version of a component those who ask for it by `_meta.fastmcp.version`, and lists with each component
 * which versions there are. Whoever asks for no version gets the one that is listed; a version that is not there is refused.
 *
 * @param older the highest first
 */
export function withVersions(server: McpServer, older: readonly OlderVersion[]): McpServer {
  /** Its list as this caller sees it. */
  async function seen(of: McpServer, kind: Kind, request: () => McpRequest): Promise<readonly ListedComponent[]> {
    if (kind !== "tools" && !((kind === "resourceTemplates" ? "resources" : kind) in of.capabilities)) return [];
    const answer = await of.answer(lists[kind], {}, request);
    return erased<Readonly<Record<string, readonly ListedComponent[]>>>(answer)[kind] ?? [];
  }

  async function marked(
    listed: readonly ListedComponent[],
    listOf: (of: McpServer) => Promise<readonly ListedComponent[]>,
  ): Promise<readonly ListedComponent[]> {
    const others = await Promise.all(
      older.map(async (one) => ({ version: one.version, keys: new Set((await listOf(one.server)).map(keyOf)) })),
    );
    return listed.map((component) => {
      const versions = others.flatMap(({ version, keys }) => (keys.has(keyOf(component)) ? version : []));
      const mark = markOf(component);
      const own = mark["version"];
      if (versions.length === 0 || own === undefined) return component;
      return { ...component, _meta: { ...component._meta, fastmcp: { ...mark, versions: [own, ...versions] } } };
    });
  }

  /** The server with the version of the component that is asked for; undefined for what no version is known of. */
  async function holder(
    server: McpServer,
    method: string,
    params: JsonObject,
    version: string,
    request: () => McpRequest,
  ): Promise<McpServer | undefined> {
    const key = textOf(params, method === "resources/read" ? "uri" : "name");
    for (const kind of asked.get(method) ?? []) {
      const isMeant = (component: ListedComponent) => isCalled(component, kind, key);
      const listed = (await seen(server, kind, request)).find(isMeant);
      const others: OlderVersion[] = [];
      for (const one of older) if ((await seen(one.server, kind, request)).some(isMeant)) others.push(one);
      if (listed === undefined && others.length === 0) continue;
      const own = listed && markOf(listed)["version"];
      if (own === version) return server;
      const other = others.find((one) => one.version === version);
      if (other !== undefined) return other.server;
      const all = [own, ...others.map((one) => one.version)].filter((one) => typeof one === "string");
      throw unknownVersion(method, key, version, all);
    }
    return undefined;
  }

  return aroundServer(
    server,
    async (method, params, request, next, within) => {
      const kind = kinds.get(method);
      if (kind !== undefined) {
        const answer = erased<Readonly<Record<string, readonly ListedComponent[]>>>(await next());
        return { ...answer, [kind]: await marked(answer[kind] ?? [], (of) => seen(of, kind, request)) };
      }
      const { _meta: meta } = params;
      const fastmcp = isJsonObject(meta) ? meta["fastmcp"] : undefined;
      const version = isJsonObject(fastmcp) ? fastmcp["version"] : undefined;
      if (typeof version !== "string" || !asked.has(method)) return next();
      const found = await holder(within, method, params, version, request);
      return found === undefined || found === within ? next() : found.answer(method, params, request);
    },
    {
      list: async (kind) => marked(await server.list(kind), (of) => of.list(kind)),
      idle: async () => {
        await Promise.all([server, ...older.map((one) => one.server)].map((one) => one.idle()));
      },
    },
  );
}

function isCalled({ name, uri, uriTemplate }: ListedComponent, kind: Kind, key: string): boolean {
  if (kind === "resources") return uri === key;
  return kind === "resourceTemplates" ? new UriTemplate(uriTemplate ?? "").match(key) !== undefined : name === key;
}

function keyOf({ name, uri, uriTemplate }: ListedComponent): string {
  return uri ?? uriTemplate ?? name;
}

function markOf({ _meta }: ListedComponent): JsonObject {
  const mark = _meta?.["fastmcp"];
  return isJsonObject(mark) ? mark : {};
}

function unknownVersion(method: string, key: string, version: string, all: readonly string[]): ProtocolError {
  const known = all.length === 0 ? "it has none" : `it has ${all.join(", ")}`;
  const text = `${plainText(key)} has no version ${plainText(version)}; ${known}.`;
  if (method === "resources/read") return new ProtocolError("unknown-resource", text, { uri: key });
  return new ProtocolError(method === "tools/call" ? "unknown-tool" : "invalid-params", text);
}
