import { prepareArguments } from "./arguments.js";
import { isShown, listed, type ComponentFields, type ListedComponent } from "./component.js";
import type { ResourceContents } from "./content.js";
import { createContext, type McpRequest } from "./context.js";
import type { HttpClientOptions } from "./http/http-client.js";
import type { JsonValue } from "./json.js";
import { stderrLog, type Log } from "./log.js";
import { plainText } from "./plain-text.js";
import { ProtocolError } from "./protocol-error.js";
import { staticProvider, type Maybe, type Provider, type Source } from "./provider.js";
import { errorResult, type ToolResult } from "./result.js";
import type { ServerSettings } from "./settings.js";
import { ArgumentError, isToolError } from "./tool-error.js";
import type { CallScope, Tool } from "./tool.js";

/** How a server introduces itself; `instructions` are what the model should know before it uses the server. */
export interface ServerIdentity {
  readonly name: string;
  readonly title?: string;
  readonly version: string;
  readonly instructions?: string;
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

/** Kinds of components, as MCP's lists name them. */
export type Kind = "tools" | "resources" | "resourceTemplates";

/**
 * A server, independent of protocol revision and transport: `runtime/protocol/` connects it to both. Requests that cannot be
 * answered throw `ProtocolError`; a tool that fails answers `isError`.
 */
export interface McpServer {
  readonly identity: ServerIdentity;
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly hasResources: boolean;
  list(kind: Kind): Promise<readonly ListedComponent[]>;
  callTool(name: string, args: JsonValue | undefined, request: McpRequest): Promise<ToolResult>;
  readResource(uri: string, request: McpRequest): Promise<readonly ResourceContents[]>;
  /** Resolves when no call is being answered any more. */
  idle(): Promise<void>;
}

/** Builds a server from its providers, of which earlier ones win where names clash. Nothing is read or listed yet. */
export function buildServer(
  { providers: generated, ...identity }: ServerIdentity & { readonly providers: readonly Provider[] },
  settings: ServerSettings,
  options: ServerOptions = {},
): McpServer {
  const log = options.log ?? stderrLog(settings.logLevel);
  const own = staticProvider({ name: "own", apis: () => undefined, tools: options.tools ?? [] });
  const providers = [own, ...generated, ...(options.providers ?? [])];
  const running = new Set<Promise<unknown>>();

  /** A provider that fails costs only its own components. */
  async function ask<Answer>(provider: Provider, question: () => Maybe<Answer>): Promise<Answer | undefined> {
    try {
      return await question();
    } catch (error) {
      log.warning(`Provider ${provider.name} failed; its components are left out.`, error);
      return undefined;
    }
  }

  /** Lists that cannot change. */
  const kept = new Map<Kind, readonly ListedComponent[]>();

  async function list(kind: Kind): Promise<readonly ListedComponent[]> {
    const known = kept.get(kind);
    if (known !== undefined) return known;
    const components = new Map<unknown, ListedComponent>();
    let isFinal = true;
    for (const provider of providers) {
      const all = await ask<readonly ComponentFields[]>(provider, () => provider[kind]?.list?.() ?? []);
      if (all === undefined || provider.live === true) isFinal = false;
      for (const component of (all ?? []).filter((one) => isShown(one, settings)).map(listed)) {
        const key = component.uri ?? component.uriTemplate ?? component.name;
        if (!components.has(key)) components.set(key, component);
      }
    }
    const shown = [...components.values()];
    if (isFinal) kept.set(kind, shown);
    return shown;
  }

  /** The first component that is shown, and its provider. */
  async function found<Component extends ComponentFields>(
    sourceOf: (provider: Provider) => Source<Component> | undefined,
    key: string,
  ): Promise<{ readonly component: Component; readonly provider: Provider } | undefined> {
    for (const provider of providers) {
      const component = await ask(provider, () => sourceOf(provider)?.get?.(key));
      if (component !== undefined && isShown(component, settings)) return { component, provider };
    }
    return undefined;
  }

  function scopeOf(provider: Provider, request: McpRequest): CallScope {
    const context = createContext(request, log);
    return { context, apis: provider.apis?.(context) };
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
    const tool = await found((provider) => provider.tools, name);
    if (tool === undefined) throw new ProtocolError("unknown-tool", `Unknown tool: ${plainText(name)}`);
    try {
      const { component, provider } = tool;
      return await component.call(prepareArguments(args, component), scopeOf(provider, request));
    } catch (error) {
      return errorResult(failureText(error, name, request));
    }
  }

  async function readResource(uri: string, request: McpRequest): Promise<readonly ResourceContents[]> {
    const resource = await found((provider) => provider.resources, uri);
    const family = resource ?? (await found((provider) => provider.resourceTemplates, uri));
    if (family === undefined) throw new ProtocolError("unknown-resource", "Resource not found", { uri });
    try {
      const { component, provider } = family;
      const scope = scopeOf(provider, request);
      if (!("match" in component)) return await component.read(scope);
      // Variables are text in an address whatever their type is, so they are always coerced.
      const args = prepareArguments(component.match(uri), { inputSchema: component.inputSchema });
      return await component.read(uri, args, scope);
    } catch (error) {
      const fault = error instanceof ArgumentError ? "invalid-params" : "failed";
      throw new ProtocolError(fault, failureText(error, uri, request), { uri });
    }
  }

  function tracked<Value>(work: Promise<Value>): Promise<Value> {
    running.add(work);
    return work.finally(() => running.delete(work));
  }

  return {
    identity,
    settings,
    log,
    hasResources: providers.some(({ resources, resourceTemplates }) => resources ?? resourceTemplates),
    list,
    callTool: (name, args, request) => tracked(callTool(name, args, request)),
    readResource: (uri, request) => tracked(readResource(uri, request)),
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
