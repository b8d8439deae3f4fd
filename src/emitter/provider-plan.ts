import type { Component, ComponentFields, Resource, ResourceTemplate, Tool } from "../ir/component.js";
import type { HttpBinding } from "../ir/binding.js";
import type { HttpApi, Operation, OperationGroup } from "../ir/http-api.js";
import type { Program, Provider } from "../ir/program.js";
import { inputSchema, outputSchema, type ComponentSchema } from "./component-schemas.js";
import { planDefinitions, type DefinitionPlan } from "./definition-plan.js";
import { planFunctions, type FunctionPlan } from "./function-plan.js";
import { lookUp } from "./look-up.js";
import { operationsOf, providerNames, type GroupNames, type ProviderNames } from "./provider-names.js";
import { SchemaLibrary } from "./schema-library.js";

/** What a provider is emitted from, by what stands behind its components. */
export type Plan = ProviderPlan | FunctionPlan | DefinitionPlan;

/** A provider of an HTTP API as its files need it: everything that several of them ask for, worked out once. */
export interface ProviderPlan {
  readonly kind: "http";
  readonly provider: Provider;
  readonly api: HttpApi;
  readonly names: ProviderNames;
  /** Schemas of arguments: `schemas.ts`. */
  readonly schemas: SchemaLibrary;
  /** Schemas of results: `results.ts`. */
  readonly results: SchemaLibrary;
  /** One for each tag, in the document's order, also where it has no components. */
  readonly groups: readonly GroupPlan[];
}

/** The components of one tag. */
export interface GroupPlan {
  readonly group: OperationGroup;
  readonly names: GroupNames;
  readonly tools: readonly BoundTool[];
  readonly resources: readonly Bound<Resource>[];
  readonly templates: readonly BoundTemplate[];
}

/** A component and the operation behind it. */
export interface Bound<Of extends ComponentFields> {
  readonly component: Of;
  readonly binding: HttpBinding;
  readonly operation: Operation;
}

/** A tool with its schemas. */
export interface BoundTool extends Bound<Tool> {
  readonly input: ComponentSchema;
  readonly output: ComponentSchema | undefined;
}

/** A template with its schema. */
export interface BoundTemplate extends Bound<ResourceTemplate> {
  readonly input: ComponentSchema;
}

const plans = new WeakMap<Program, readonly Plan[]>();

/** The plans of a program's providers, in order; worked out once for each program. */
export function planProviders(program: Program): readonly Plan[] {
  const known = plans.get(program);
  if (known !== undefined) return known;
  const made = program.providers.map(planProvider);
  plans.set(program, made);
  return made;
}

/** A version of components that are not listed, and its providers. */
export interface OlderPlans {
  readonly version: string;
  readonly plans: readonly Plan[];
}

/** The plans of what clients get when they ask for its version. */
export function planOlder({ older = [] }: Program): readonly OlderPlans[] {
  return older.map(({ version, providers }) => ({ version, plans: providers.map(planProvider) }));
}

function planProvider(provider: Provider): Plan {
  const { client: api, functions } = provider;
  if (functions !== undefined) return planFunctions(provider, functions);
  if (api === undefined) return planDefinitions(provider);
  const names = providerNames(provider, api);
  const operations = new Map(operationsOf(api).map((operation) => [operation.identifier, operation]));
  const byOperation = new Map<Operation, Bound<Component>[]>();
  for (const component of provider.components) {
    const bound = bind(component, operations);
    byOperation.set(bound.operation, [...(byOperation.get(bound.operation) ?? []), bound]);
  }
  const inputs = provider.components.flatMap((one) => (one.kind === "resource" ? [] : one.input));
  const schemas = new SchemaLibrary(provider.types, inputs, "schemas", provider.inlineLimit);
  const results = resultLibrary(provider);
  const isStrict = provider.outputMode === "strict";
  return {
    kind: "http",
    provider,
    api,
    names,
    schemas,
    results,
    groups: api.groups.map((group): GroupPlan => {
      const bound = group.operations.flatMap((operation) => byOperation.get(operation) ?? []);
      return {
        group,
        names: lookUp(names.groups, group),
        tools: bound.filter(isBoundTool).map((one) => new PlannedTool(one, { schemas, results, isStrict })),
        resources: bound.filter((one): one is Bound<Resource> => one.component.kind === "resource"),
        templates: bound
          .filter(isBoundTemplate)
          .map((one) => ({ ...one, input: inputSchema(one.component.input, schemas) })),
      };
    }),
  };
}

const resultLibraries = new WeakMap<Provider["results"], { readonly limit: number; readonly library: SchemaLibrary }>();

/** Programs that differ in what they say of arguments share the library of their results. */
function resultLibrary({ components, results, inlineLimit: limit }: Provider): SchemaLibrary {
  const known = resultLibraries.get(results);
  if (known?.limit === limit) return known.library;
  const roots = components.flatMap((one) => (one.kind === "tool" ? (one.result ?? []) : []));
  const library = new SchemaLibrary(results, roots, "results", limit);
  resultLibraries.set(results, { limit, library });
  return library;
}

/** A tool whose schemas are worked out when they are first asked for: a surface that is too large is not looked at to its end. */
class PlannedTool implements BoundTool {
  readonly component: Tool;
  readonly binding: HttpBinding;
  readonly operation: Operation;
  readonly #libraries: Pick<ProviderPlan, "schemas" | "results"> & { readonly isStrict: boolean };
  #input: ComponentSchema | undefined;
  #output: ComponentSchema | undefined;

  constructor(
    { component, binding, operation }: Bound<Tool>,
    libraries: Pick<ProviderPlan, "schemas" | "results"> & { readonly isStrict: boolean },
  ) {
    this.component = component;
    this.binding = binding;
    this.operation = operation;
    this.#libraries = libraries;
  }

  get input(): ComponentSchema {
    return (this.#input ??= inputSchema(this.component.input, this.#libraries.schemas));
  }

  get output(): ComponentSchema | undefined {
    const { result } = this.component;
    if (result === undefined) return undefined;
    const { results, isStrict } = this.#libraries;
    return (this.#output ??= outputSchema(result, results, isStrict && !this.operation.mayLackData));
  }
}

function isBoundTool(bound: Bound<Component>): bound is Bound<Tool> {
  return bound.component.kind === "tool";
}

function isBoundTemplate(bound: Bound<Component>): bound is Bound<ResourceTemplate> {
  return bound.component.kind === "template";
}

function bind(component: Component, operations: ReadonlyMap<string, Operation>): Bound<Component> {
  const { binding, name } = component;
  if (binding.kind !== "http")
    throw new Error(`${name} has a binding of kind ${binding.kind}; those cannot be emitted yet`);
  const operation = operations.get(binding.operation);
  if (operation === undefined) throw new Error(`${name} is bound to ${binding.operation}, which is no operation`);
  return { component, binding, operation };
}
