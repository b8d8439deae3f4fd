/// <reference types="node" />
import type { Context } from "./context.js";
import { jsonText } from "./json-kinds.js";
import type { Resource, ResourceTemplate } from "./resource.js";
import type { Tool } from "./tool.js";

export type Maybe<Value> = Value | Promise<Value>;

/** Components of one kind, in the order that clients see. A list that fails is logged and skipped. */
export interface Source<Component> {
  list?(): Maybe<readonly Component[]>;
  /** By name or URI; a template by a URI that fits it. Undefined for what is not its own: the next provider is asked. */
  get?(key: string): Maybe<Component | undefined>;
}

/** A source of components of all kinds. */
export interface Provider {
  readonly name: string;
  /** True when lists may change while the server runs; otherwise each is asked for once. */
  readonly live?: boolean;
  readonly tools?: Source<Tool>;
  readonly resources?: Source<Resource>;
  readonly resourceTemplates?: Source<ResourceTemplate>;
  /** What its components find in `CallScope.apis`. */
  apis?(context: Context): unknown;
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
  const { name, apis, tools, resources = [], resourceTemplates = [] } = definition;
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const get = (uri: string) => resources.find((one) => one.uri === uri);
  const fitting = (uri: string) => resourceTemplates.find((one) => one.match(uri) !== undefined);
  return {
    name,
    apis: (context) => apis(providerCall(context)),
    tools: { list: () => tools, get: (key) => byName.get(key) },
    ...(resources.length === 0 ? {} : { resources: { list: () => resources, get } }),
    ...(resourceTemplates.length === 0 ? {} : { resourceTemplates: { list: () => resourceTemplates, get: fitting } }),
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
