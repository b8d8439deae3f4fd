import type { CallContext } from "./call-context.js";
import type { Feature } from "./server.js";
import type { ComponentFields, Tool } from "./tool.js";

export type Maybe<Value> = Value | Promise<Value>;

/** Components of one kind, in the order that clients see. A list that fails is logged and skipped. */
export interface Source<Component> {
  list?(): Maybe<readonly ComponentFields[]>;
  /** By name or URI; undefined for what is not its own: the next provider is asked. */
  get?(key: string): Maybe<Component | undefined>;
}

/** A source of components. Those of other kinds than tools need the feature that answers for them (`resources.ts`). */
export interface Provider {
  readonly name: string;
  /** True when lists may change while the server runs; otherwise each is asked for once. */
  readonly live?: boolean;
  readonly tools?: Source<Tool>;
  readonly resources?: Source<ComponentFields>;
  readonly resourceTemplates?: Source<ComponentFields>;
  readonly prompts?: Source<ComponentFields>;
  readonly features?: readonly Feature[];
  /** What its components find in `CallScope.apis`. */
  apis?(context: CallContext): unknown;
  redact?(text: string): string;
}

/** The call that API clients are made for. */
export type ProviderCall = Pick<CallContext, "signal"> & { readonly context: CallContext };

/** `apis` makes the API clients of one call. */
export interface StaticProvider<Apis> extends Omit<Provider, "apis" | "tools"> {
  readonly apis: (call: ProviderCall) => Maybe<Apis>;
  readonly tools: readonly Tool[];
}

export function staticProvider<Apis>({ apis, tools, ...provider }: StaticProvider<Apis>): Provider {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return {
    ...provider,
    apis: (context) => apis({ signal: context.signal, context }),
    tools: { list: () => tools, get: (name) => byName.get(name) },
  };
}
