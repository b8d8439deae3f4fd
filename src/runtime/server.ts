import { prepareArguments } from "./arguments.js";
import { isShown, type ComponentFields } from "./component.js";
import type { ResourceContents } from "./content.js";
import { createContext } from "./context.js";
import type { HttpClientOptions } from "./http/http-client.js";
import type { JsonValue } from "./json.js";
import {
  listedResource,
  listedResourceTemplate,
  listedTool,
  type ListedResource,
  type ListedResourceTemplate,
  type ListedTool,
} from "./listing.js";
import { stderrLog, type Log } from "./log.js";
import { plainText } from "./plain-text.js";
import { ProtocolError } from "./protocol-error.js";
import { staticProvider, type Maybe, type Provider } from "./provider.js";
import type { McpRequest } from "./request.js";
import { errorResult, type ToolResult } from "./result.js";
import type { ServerSettings } from "./settings.js";
import { ArgumentError, isToolError } from "./tool-error.js";
import type { CallScope, Tool } from "./tool.js";

/** What a server is made of. */
export interface ServerDefinition {
  readonly name: string;
  readonly title?: string;
  readonly version: string;
  /** What the model should know before it uses the server. */
  readonly instructions?: string;
  /** Earlier ones win where names clash. */
  readonly providers: readonly Provider[];
}

/** What the author of `main.ts` may add to a generated server. */
export interface ServerOptions extends HttpClientOptions {
  /** Where the server logs to; default: stderr, from `MCP_LOG_LEVEL` on. */
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
  readonly name: string;
  readonly title?: string;
  readonly version: string;
  readonly instructions?: string;
  readonly settings: ServerSettings;
  readonly log: Log;
  /** True when any provider has resources or templates. */
  readonly hasResources: boolean;
  listTools(): Promise<readonly ListedTool[]>;
  callTool(name: string, args: JsonValue | undefined, request: McpRequest): Promise<ToolResult>;
  listResources(): Promise<readonly ListedResource[]>;
  listResourceTemplates(): Promise<readonly ListedResourceTemplate[]>;
  readResource(uri: string, request: McpRequest): Promise<readonly ResourceContents[]>;
  /** Resolves when no call is being answered any more. */
  idle(): Promise<void>;
}

/** Builds a server from its providers. Nothing is read, parsed or listed yet. */
export function buildServer(
  definition: ServerDefinition,
  settings: ServerSettings,
  options: ServerOptions = {},
): McpServer {
  const log = options.log ?? stderrLog(settings.logLevel);
  const own = staticProvider({ name: "own", apis: () => undefined, tools: options.tools ?? [] });
  const providers = [own, ...definition.providers, ...(options.providers ?? [])];
  const running = new Set<Promise<unknown>>();

  /** Asks every provider for a list; one that fails costs only its own components. */
  async function listed<Component extends ComponentFields, Shown>(
    list: (provider: Provider) => Maybe<readonly Component[]> | undefined,
    show: (component: Component) => Shown,
    keyOf: (component: Component) => string,
  ): Promise<{ readonly shown: readonly Shown[]; readonly isFinal: boolean }> {
    const components = new Map<string, Component>();
    let isFinal = true;
    for (const provider of providers) {
      if (provider.live === true) isFinal = false;
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
    return { shown: [...components.values()].map(show), isFinal };
  }

  /** Keeps a list that cannot change. */
  function listedOnce<Shown>(build: () => Promise<{ readonly shown: readonly Shown[]; readonly isFinal: boolean }>) {
    let kept: readonly Shown[] | undefined;
    return async () => {
      if (kept !== undefined) return kept;
      const { shown, isFinal } = await build();
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

  /** What the client is told of a failure: texts that are meant for it as they are, others only when they are not masked. */
  function failureText(error: unknown, name: string, signal: AbortSignal): string {
    if (isToolError(error)) return plainText(error.message);
    if (signal.aborted) return "The call was cancelled.";
    log.error(`${name} failed.`, error);
    if (settings.maskErrors) return "Internal error; see the server's log.";
    return plainText(error instanceof Error ? error.message : String(error));
  }

  async function tracked<Value>(work: Promise<Value>): Promise<Value> {
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  }

  const scopeOf = (request: McpRequest): CallScope => ({ context: createContext(request, log), apis: undefined });

  async function callTool(name: string, args: JsonValue | undefined, request: McpRequest): Promise<ToolResult> {
    const tool = await found((provider) => provider.getTool?.(name));
    if (tool === undefined) throw new ProtocolError("unknown-tool", `Unknown tool: ${plainText(name)}`);
    try {
      return await tool.call(prepareArguments(args, tool), scopeOf(request));
    } catch (error) {
      return errorResult(failureText(error, name, request.signal));
    }
  }

  async function readResource(uri: string, request: McpRequest): Promise<readonly ResourceContents[]> {
    const resource = await found((provider) => provider.getResource?.(uri));
    const template = resource ?? (await found((provider) => provider.getResourceTemplate?.(uri)));
    try {
      if (resource !== undefined) return await resource.read(scopeOf(request));
      if (template !== undefined && "match" in template) {
        const variables = prepareArguments(template.match(uri), { inputSchema: template.inputSchema });
        return await template.read(uri, variables, scopeOf(request));
      }
    } catch (error) {
      const fault = error instanceof ArgumentError ? "invalid-params" : "failed";
      throw new ProtocolError(fault, failureText(error, uri, request.signal), { uri });
    }
    throw new ProtocolError("unknown-resource", "Resource not found", { uri });
  }

  const { name, title, version, instructions } = definition;
  return {
    name,
    version,
    ...(title === undefined ? {} : { title }),
    ...(instructions === undefined ? {} : { instructions }),
    settings,
    log,
    hasResources: providers.some(
      ({ listResources, listResourceTemplates }) => listResources !== undefined || listResourceTemplates !== undefined,
    ),
    listTools: listedOnce(() => listed((provider) => provider.listTools?.(), listedTool, (tool) => tool.name)),
    callTool: (tool, args, request) => tracked(callTool(tool, args, request)),
    listResources: listedOnce(() =>
      listed((provider) => provider.listResources?.(), listedResource, (resource) => resource.uri),
    ),
    listResourceTemplates: listedOnce(() =>
      listed(
        (provider) => provider.listResourceTemplates?.(),
        listedResourceTemplate,
        (template) => template.uriTemplate,
      ),
    ),
    readResource: (uri, request) => tracked(readResource(uri, request)),
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
