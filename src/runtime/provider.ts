/// <reference types="node" />
import type { Context } from "./context.js";
import type { Resource, ResourceTemplate } from "./resource.js";
import type { CallScope, Tool } from "./tool.js";

/** A value, or a promise of it. */
export type Maybe<Value> = Value | Promise<Value>;

/**
 * A source of components. Lists are in the order that clients see; a list that fails is logged and skipped. `get…` answers
 * undefined for what is not its own, and the next provider is asked.
 */
export interface Provider {
  readonly name: string;
  /** True when lists may change while the server runs; otherwise each is asked for once. */
  readonly live?: boolean;
  listTools?(): Maybe<readonly Tool[]>;
  getTool?(name: string): Maybe<Tool | undefined>;
  listResources?(): Maybe<readonly Resource[]>;
  getResource?(uri: string): Maybe<Resource | undefined>;
  listResourceTemplates?(): Maybe<readonly ResourceTemplate[]>;
  /** The template that an address fits. */
  getResourceTemplate?(uri: string): Maybe<ResourceTemplate | undefined>;
}

/** What an API client is told of the call that it is made for. */
export interface ProviderCall {
  /** Aborts the requests. */
  readonly signal: AbortSignal;
  readonly context: Context;
  /** Takes what a streaming response brings, piece by piece. */
  readonly onEvent: (event: unknown) => void;
}

/** Components that are known when the server is built. */
export interface StaticProviderDefinition<Apis> {
  readonly name: string;
  /** Makes the API clients of one call. */
  readonly apis: (call: ProviderCall) => Apis;
  readonly tools?: readonly Tool[];
  readonly resources?: readonly Resource[];
  readonly resourceTemplates?: readonly ResourceTemplate[];
}

/** A provider of components that are known when the server is built. */
export function staticProvider<Apis>(definition: StaticProviderDefinition<Apis>): Provider {
  const { name, tools = [], resources = [], resourceTemplates = [] } = definition;
  const withApis = (scope: CallScope): CallScope => ({ ...scope, apis: definition.apis(providerCall(scope.context)) });
  const bound = {
    tool: (tool: Tool): Tool => ({ ...tool, call: (args, scope) => tool.call(args, withApis(scope)) }),
    resource: (resource: Resource): Resource => ({ ...resource, read: (scope) => resource.read(withApis(scope)) }),
    template: (template: ResourceTemplate): ResourceTemplate => ({
      ...template,
      read: (uri, args, scope) => template.read(uri, args, withApis(scope)),
    }),
  };
  const toolsByName = new Map(tools.map((tool) => [tool.name, tool]));
  const resourcesByUri = new Map(resources.map((resource) => [resource.uri, resource]));
  return {
    name,
    listTools: () => tools,
    getTool: (tool) => mapped(toolsByName.get(tool), bound.tool),
    ...(resources.length === 0
      ? {}
      : { listResources: () => resources, getResource: (uri) => mapped(resourcesByUri.get(uri), bound.resource) }),
    ...(resourceTemplates.length === 0
      ? {}
      : {
          listResourceTemplates: () => resourceTemplates,
          getResourceTemplate: (uri) =>
            mapped(
              resourceTemplates.find((template) => template.match(uri) !== undefined),
              bound.template,
            ),
        }),
  };
}

function mapped<From, To>(value: From | undefined, map: (value: From) => To): To | undefined {
  return value === undefined ? undefined : map(value);
}

/** Each piece of a streaming response is progress of the call, with the piece as its message. */
function providerCall(context: Context): ProviderCall {
  let events = 0;
  return {
    signal: context.signal,
    context,
    onEvent: (event) => {
      events++;
      context.progress(events, undefined, eventText(event));
    },
  };
}

function eventText(event: unknown): string | undefined {
  const text = typeof event === "string" ? event : JSON.stringify(event);
  return text === undefined || text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
