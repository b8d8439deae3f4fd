/// <reference types="node" />
import type { Context } from "./context.js";
import { jsonText } from "./json-kinds.js";
import type { Resource, ResourceTemplate } from "./resource.js";
import type { CallScope, Tool } from "./tool.js";

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

/** What an API client is told of the call that it is made for; `onEvent` takes the pieces of a streaming response. */
export interface ProviderCall {
  readonly signal: AbortSignal;
  readonly context: Context;
  readonly onEvent: (event: unknown) => void;
}

/** Components that are known when the server is built. */
export interface StaticProviderDefinition<Apis> {
  readonly name: string;
  /** Makes the API clients of one call. */
  readonly apis: (call: ProviderCall) => Apis;
  readonly tools: readonly Tool[];
  readonly resources?: readonly Resource[];
  readonly resourceTemplates?: readonly ResourceTemplate[];
}

/** A provider of components that are known when the server is built. */
export function staticProvider<Apis>(definition: StaticProviderDefinition<Apis>): Provider {
  const { name, tools, resources = [], resourceTemplates = [] } = definition;
  const withApis = ({ context }: CallScope): CallScope => ({ context, apis: definition.apis(providerCall(context)) });
  const toolsByName = new Map(tools.map((tool) => [tool.name, tool]));
  const provider: Provider = {
    name,
    listTools: () => tools,
    getTool: (wanted) => {
      const tool = toolsByName.get(wanted);
      return tool && { ...tool, call: (args, scope) => tool.call(args, withApis(scope)) };
    },
  };
  if (resources.length + resourceTemplates.length === 0) return provider;
  return {
    ...provider,
    listResources: () => resources,
    getResource: (uri) => {
      const resource = resources.find((one) => one.uri === uri);
      return resource && { ...resource, read: (scope) => resource.read(withApis(scope)) };
    },
    listResourceTemplates: () => resourceTemplates,
    getResourceTemplate: (uri) => {
      const template = resourceTemplates.find((one) => one.match(uri) !== undefined);
      return template && { ...template, read: (at, args, scope) => template.read(at, args, withApis(scope)) };
    },
  };
}

/** Each piece of a streaming response is progress of the call, with the piece as its message. */
function providerCall(context: Context): ProviderCall {
  let events = 0;
  const onEvent = (event: unknown) => {
    const text = typeof event === "string" ? event : (jsonText(event) ?? "");
    context.progress(++events, undefined, text.length > 200 ? `${text.slice(0, 199)}…` : text);
  };
  return { signal: context.signal, context, onEvent };
}
