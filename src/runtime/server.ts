import { prepareArguments } from "./arguments.js";
import { textBlock } from "./content.js";
import { createCallContext, type CallContext, type McpRequest } from "./call-context.js";
import type { HttpClientOptions } from "./http/http-client-options.js";
import { jsonText, parseJson, type JsonObject, type JsonValue } from "./json.js";
import { stderrLog, type Log } from "./log.js";
import { plainText } from "./plain-text.js";
import { staticProvider, type Maybe, type Provider, type Source } from "./provider.js";
import { errorResult, resultOf, valueOf, type ToolResult } from "./result.js";
import type { ServerSettings } from "./settings.js";
import { isToolError } from "./tool-error.js";
import { listed, type CallScope, type ComponentFields, type ListedComponent, type Tool } from "./tool.js";

export interface ServerIdentity {
  readonly name: string;
  readonly title?: string;
  readonly version: string;
  readonly instructions?: string;
}

export interface ServerOptions extends HttpClientOptions {
  /** Default: stderr, from `MCP_LOG_LEVEL` on. */
  readonly log?: Log;
  /** Functions in place of tools' calls, by name. */
  readonly overrides?: object;
  /** One with the name of a generated tool takes its place. */
  readonly tools?: readonly Tool[];
  /** Asked after the generated ones. */
  readonly providers?: readonly Provider[];
}

export type Kind = "tools" | "resources" | "resourceTemplates" | "prompts";

export type RequestHandler = (params: JsonObject, request: () => McpRequest) => Promise<object>;

export interface Feature {
  readonly capability: string;
  readonly methods: (core: ServerCore) => Readonly<Record<string, RequestHandler>>;
}

export interface ServerCore {
  list(kind: Kind): Promise<readonly ListedComponent[]>;
  find<Component extends ComponentFields>(
    key: string,
    sourceOf: (provider: Provider) => Source<Component> | undefined,
  ): Promise<{ readonly component: Component; readonly scopeOf: (request: McpRequest) => CallScope } | undefined>;
  failureText(error: unknown, name: string, request: McpRequest): string;
}

export interface McpServer {
  readonly identity: ServerIdentity;
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly capabilities: Readonly<Record<string, JsonObject>>;
  list(kind: Kind): Promise<readonly ListedComponent[]>;
  /** Rejects with a `ProtocolError` when a request cannot be answered. */
  answer(method: string, ...given: Parameters<RequestHandler>): Promise<object>;
  /** Resolves when nothing is being answered any more. */
  idle(): Promise<void>;
  close?(): Promise<void>;
}

export type ProtocolFault =
  "unknown-method" | "unknown-tool" | "unknown-resource" | "invalid-params" | "refused" | "failed";

export class ProtocolError extends Error {
  readonly fault: ProtocolFault;
  readonly data: JsonObject | undefined;

  constructor(fault: ProtocolFault, message: string, data?: JsonObject) {
    super(message);
    this.fault = fault;
    this.data = data;
  }
}

/** Earlier providers win where names clash. */
export function buildServer(
  { providers: generated, ...identity }: ServerIdentity & { readonly providers: readonly Provider[] },
  settings: ServerSettings,
  options: ServerOptions = {},
): McpServer {
  const log = options.log ?? stderrLog(settings.logLevel);
  const apis = async (context: CallContext) => {
    const clients = {};
    for (const one of generated) Object.assign(clients, await one.apis?.(context));
    return clients;
  };
  const own = staticProvider({ name: "own", apis: ({ context }) => apis(context), tools: options.tools ?? [] });
  const overrides = new Map(Object.entries<Override>({ ...options.overrides }));
  const providers = [own, ...generated, ...(options.providers ?? [])];
  let running = 0;
  const whenIdle: (() => void)[] = [];
  const kept = new Map<Kind, readonly ListedComponent[]>();

  const { includeTags, excludeTags } = settings;
  const isShown = ({ tags = [] }: ComponentFields) => {
    const has = (tag: string) => tags.includes(tag);
    return !excludeTags.some(has) && (includeTags.length === 0 || includeTags.some(has));
  };

  // A provider that fails costs only its own components.
  async function ask<Answer>(provider: Provider, question: () => Maybe<Answer>): Promise<Answer | undefined> {
    try {
      return await question();
    } catch (error) {
      log.warning(`Provider ${provider.name} failed; its components are left out.`, error);
      return undefined;
    }
  }

  const core: ServerCore = {
    async list(kind) {
      const known = kept.get(kind);
      if (known) return known;
      const components = new Map<unknown, ListedComponent>();
      let isFinal = true;
      for (const provider of providers) {
        const all = await ask<readonly ComponentFields[]>(provider, () => provider[kind]?.list?.() ?? []);
        if (all === undefined || provider.live) isFinal = false;
        for (const component of (all ?? []).filter(isShown).map(listed)) {
          const key = component.uri ?? component.uriTemplate ?? component.name;
          if (!components.has(key)) components.set(key, component);
        }
      }
      const shown = [...components.values()];
      if (isFinal) kept.set(kind, shown);
      return shown;
    },
    async find(key, sourceOf) {
      for (const provider of providers) {
        const component = await ask(provider, () => sourceOf(provider)?.get?.(key));
        if (!component || !isShown(component)) continue;
        const scopeOf = (request: McpRequest) => {
          const context = createCallContext(request, log);
          return { context, request, apis: () => provider.apis?.(context), redact: provider.redact?.bind(provider) };
        };
        return { component, scopeOf };
      }
      return undefined;
    },
    failureText(error, name, { signal }) {
      if (isToolError(error)) return plainText(error.message);
      if (signal.aborted) return "The call was cancelled.";
      log.error(`${name} failed.`, error);
      if (settings.maskErrors) return "Internal error; see the server's log.";
      return plainText(error instanceof Error ? error.message : String(error));
    },
  };

  async function callTool(name: string, args: JsonValue | undefined, request: McpRequest): Promise<ToolResult> {
    const tool = await core.find(name, ({ tools }) => tools);
    if (!tool) throw new ProtocolError("unknown-tool", `Unknown tool: ${plainText(name)}`);
    try {
      const given = prepareArguments(args, tool.component);
      const scope = tool.scopeOf(request);
      const override = overrides.get(name);
      if (!override) return await tool.component.call(given, scope);
      return await overridden(override, tool.component, given, scope, await apis(scope.context));
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      return errorResult(core.failureText(error, name, request));
    }
  }

  const features = new Set(providers.flatMap((provider) => provider.features ?? []));
  const handlers = new Map<string, RequestHandler>([
    ["tools/list", async () => ({ tools: await core.list("tools") })],
    ["tools/call", (params, request) => callTool(textOf(params, "name"), params["arguments"], request())],
    ...[...features].flatMap(({ methods }) => Object.entries(methods(core))),
  ]);

  const capabilities = [...features].map(({ capability }) => capability);

  return {
    identity,
    settings,
    log,
    capabilities: Object.fromEntries(["tools", ...capabilities].map((capability) => [capability, {}])),
    list: (kind) => core.list(kind),
    answer: async (method, params, request) => {
      const handler = handlers.get(method);
      if (!handler) throw new ProtocolError("unknown-method", "Method not found");
      running++;
      try {
        return await handler(params, request);
      } finally {
        if (--running === 0) for (const resolve of whenIdle.splice(0)) resolve();
      }
    },
    idle: async () => {
      if (running > 0) await new Promise<void>((resolve) => void whenIdle.push(resolve));
    },
  };
}

type Override = (args: JsonObject, scope: object) => unknown;

/** What the function gives is the tool's value; `next` makes the call that it stands in for. */
async function overridden(
  override: Override,
  tool: Tool,
  args: JsonObject,
  scope: CallScope,
  apis: object,
): Promise<ToolResult> {
  let last: ToolResult | undefined;
  let gave: unknown;
  const next = async (given = args) => (gave = valueOf((last = await tool.call(given, scope)), tool.name));
  const value = await override(args, { ...apis, context: scope.context, next });
  // Images and the like.
  if (last !== undefined && !last.structuredContent && value === gave) return last;
  const text = jsonText(value) ?? "";
  const block = textBlock(typeof value === "string" ? value : text);
  const result = resultOf(block, parseJson(text), tool, scope.context.log.warning);
  return { ...result, _meta: { ...last?._meta, ...result._meta } };
}

export function textOf(params: JsonObject, name: string): string {
  const value = params[name];
  if (typeof value !== "string") throw new ProtocolError("invalid-params", `\`${name}\` must be a string`);
  return value;
}
