import type { FunctionBinding } from "../ir/binding.js";
import type { Component } from "../ir/component.js";
import type { FunctionModules, Provider } from "../ir/program.js";
import { groupComponents, type ComponentGroup } from "./component-groups.js";
import { providerWords } from "./provider-names.js";
import { SchemaLibrary } from "./schema-library.js";

/** A provider of functions as its files need it: everything that several of them ask for, worked out once. */
export interface FunctionPlan {
  readonly kind: "function";
  readonly provider: Provider;
  readonly functions: FunctionModules;
  readonly names: FunctionProviderNames;
  /** Absolute folder of what stands under `src/` here: imports of the user's files start there. */
  readonly sources: string;
  /** The working directory, which the user's files are named from. */
  readonly directory: string;
  /** Schemas of arguments: `schemas.ts`. */
  readonly schemas: SchemaLibrary;
  /** Schemas of results: `results.ts`. */
  readonly results: SchemaLibrary;
  /** One for each first tag, in the order in which they are met. */
  readonly groups: readonly FunctionGroup[];
}

/** The names that the files of a provider of functions share. */
export interface FunctionProviderNames {
  /** Folder under `src/`; empty when the provider's files lie beside `server.ts`. */
  readonly folder: string;
  readonly identifier: string;
  /** Function that makes the provider, e.g. `toolsProvider`. */
  readonly factory: string;
}

/** The components of one tag. */
export type FunctionGroup = ComponentGroup<FunctionBinding>;

/** The plan of a provider whose components are functions. */
export function planFunctions(provider: Provider, functions: FunctionModules): FunctionPlan {
  const inputs = provider.components.flatMap((one) => (one.kind === "resource" ? [] : one.input));
  const outputs = provider.components.flatMap((one) => (one.kind === "tool" ? (one.result ?? []) : []));
  const schemas = new SchemaLibrary(provider.types, inputs, "schemas", provider.inlineLimit);
  const results = new SchemaLibrary(provider.results, outputs, "results", provider.inlineLimit);
  const { camel } = providerWords(provider.name);
  return {
    kind: "function",
    sources: "/src",
    directory: "/",
    provider,
    functions,
    names: {
      folder: provider.name === "runtime" ? "runtime-api" : provider.name,
      identifier: camel,
      factory: `${camel}Provider`,
    },
    schemas,
    results,
    groups: groupComponents(provider, bind, { schemas, results }, ({ tags: [tag = ""] }) => tag),
  };
}

function bind({ binding, name }: Component): FunctionBinding {
  if (binding.kind !== "function") throw new Error(`${name} has a binding of kind ${binding.kind} among functions`);
  return binding;
}
