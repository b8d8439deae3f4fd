import { prepareArguments } from "./arguments.js";
import { isShown, type ComponentFields } from "./component.js";
import type { ResourceContents } from "./content.js";
import { createContext, type McpRequest } from "./context.js";
import type { HttpClientOptions } from "./http/http-client.js";
import type { JsonValue } from "./json.js";
import { stderrLog, type Log } from "./log.js";
import { plainText } from "./plain-text.js";
import { ProtocolError } from "./protocol-error.js";
import { staticProvider, type Maybe, type Provider } from "./provider.js";
import * as resources from "./resource.js";
import { errorResult, type ToolResult } from "./result.js";
import type { ServerSettings } from "./settings.js";
import { ArgumentError, isToolError } from "./tool-error.js";
import { listedTool, type ListedTool, type Tool } from "./tool.js";

/** How a server introduces itself; `instructions` are what the model should know before it uses the server. */
export interface ServerIdentity {
  readonly name: string;
  readonly title?: string;
  readonly version: string;
  readonly instructions?: string;
}

/** What a server is made of. Earlier providers win where names clash. */
export interface ServerDefinition extends ServerIdentity {
  readonly providers: readonly Provider[];
}

/** What the author of `main.ts` may add to a generated server. */
export interface ServerOptions extends HttpClientOptions {
  /** Default: stderr, from `MCP_LOG_LEVEL` on. */
  readonly log?: Log;
  /** Tools beside the generated ones; one with the name of a generated tool takes its place. */
  readonly tools?: readonly Tool[];
  /** Further sources of components, after the generated ones. */
  readonly providers?: readonly Provider[];
}

/**
 * A server, independent of protocol revision and transport: `runtime/protocol/` connects it to both. Requests that cannot be
 * answered throw `ProtocolError`; a tool that fails answers `isError`.
 */
export interface McpServer {
  readonly identity: ServerIdentity;
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly hasResources: boolean;
  listTools(): Promise<readonly ListedTool[]>;
  callTool(name: string, args: JsonValue | undefined, request: McpRequest): Promise<ToolResult>;
  listResources(): Promise<readonly resources.ListedResource[]>;
  listResourceTemplates(): Promise<readonly resources.ListedResourceTemplate[]>;
  readResource(uri: string, request: McpRequest): Promise<readonly ResourceContents[]>;
  /** Resolves when no call is being answered any more. */
  idle(): Promise<void>;
}

/** Builds a server from its providers. Nothing is read, parsed or listed yet. */
export function buildServer(
  { providers: generated, ...identity }: ServerDefinition,
  settings: ServerSettings,
  options: ServerOptions = {},
): McpServer {
  const log = options.log ?? stderrLog(settings.logLevel);
  const own = staticProvider({ name: "own", apis: () => undefined, tools: options.tools ?? [] });
  const providers = [own, ...generated, ...(options.providers ?? [])];
  const running = new Set<Promise<unknown>>();

  /** A list of all providers; one that fails costs only its own components. It is kept unless it may change. */
  function lister<Component extends ComponentFields, Shown>(
    list: (provider: Provider) => Maybe<readonly Component[]> | undefined,
    show: (component: Component) => Shown,
    keyOf: (component: Component) => string,
  ): () => Promise<readonly Shown[]> {
    let kept: readonly Shown[] | undefined;
    return async () => {
      if (kept !== undefined) return kept;
      const components = new Map<string, Component>();
      let isFinal = providers.every(({ live }) => live !== true);
      for (const provider of providers) {
        try {
          for (const component of (await list(provider)) ?? []) {
            const key = keyOf(component);
            if (isShown(component, settings) && !components.has(key)) components.set(key, component);
          }
        } catch (error) {
          isFinal = false;
          log.warning(`A list of provider ${provider.name} failed; its components are left out.`, error);
        }
      }
      const shown = [...components.values()].map(show);
      if (isFinal) kept = shown;
      return shown;
    };
  }

  /** The first provider's component that is shown. */
  async function found<Component extends ComponentFields>(
    get: (provider: Provider) => Maybe<Component | undefined> | undefined,
  ): Promise<Component | undefined> {
    for (const provider of providers) {
      try {
        const component = await get(provider);
        if (component !== undefined && isShown(component, settings)) return component;
      } catch (error) {
        log.warning(`Provider ${provider.name} failed to find a component.`, error);
      }
    }
    return undefined;
  }

  /** What the client is told: texts that are meant for it as they are, others only when they are not masked. */
  function failureText(error: unknown, name: string, { signal }: McpRequest): string {
    if (isToolError(error)) return plainText(error.message);
    if (signal.aborted) return "The call was cancelled.";
    log.error(`${name} failed.`, error);
    if (settings.maskErrors) return "Internal error; see the server's log.";
    return plainText(error instanceof Error ? error.message : String(error));
  }

  async function callTool(name: string, args: JsonValue | undefined, request: McpRequest): Promise<ToolResult> {
    const tool = await found((provider) => provider.getTool?.(name));
    if (tool === undefined) throw new ProtocolError("unknown-tool", `Unknown tool: ${plainText(name)}`);
    try {
      return await tool.call(prepareArguments(args, tool), { context: createContext(request, log), apis: undefined });
    } catch (error) {
      return errorResult(failureText(error, name, request));
    }
  }

  async function readResource(uri: string, request: McpRequest): Promise<readonly ResourceContents[]> {
    const scope = { context: createContext(request, log), apis: undefined };
    const resource = await found((provider) => provider.getResource?.(uri));
    const template = resource ? undefined : await found((provider) => provider.getResourceTemplate?.(uri));
    const variables = template?.match(uri);
    try {
      if (resource !== undefined) return await resource.read(scope);
      if (template !== undefined && variables !== undefined) {
        // Variables are text in an address whatever their type is, so they are always coerced.
        const args = prepareArguments(variables, { inputSchema: template.inputSchema });
        return await template.read(uri, args, scope);
      }
    } catch (error) {
      const fault = error instanceof ArgumentError ? "invalid-params" : "failed";
      throw new ProtocolError(fault, failureText(error, uri, request), { uri });
    }
    throw new ProtocolError("unknown-resource", "Resource not found", { uri });
  }

  async function tracked<Value>(work: Promise<Value>): Promise<Value> {
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  }

  return {
    identity,
    settings,
    log,
    hasResources: providers.some((one) => one.listResources !== undefined || one.listResourceTemplates !== undefined),
    listTools: lister(
      (provider) => provider.listTools?.(),
      listedTool,
      ({ name }) => name,
    ),
    callTool: (name, args, request) => tracked(callTool(name, args, request)),
    listResources: lister(
      (provider) => provider.listResources?.(),
      resources.listedResource,
      ({ uri }) => uri,
    ),
    listResourceTemplates: lister(
      (provider) => provider.listResourceTemplates?.(),
      resources.listedResourceTemplate,
      ({ uriTemplate }) => uriTemplate,
    ),
    readResource: (uri, request) => tracked(readResource(uri, request)),
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
