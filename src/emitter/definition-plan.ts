import { posix } from "node:path";
import type { FileBinding, RemoteBinding } from "../ir/binding.js";
import type { Component } from "../ir/component.js";
import type { Provider } from "../ir/program.js";
import { groupComponents, type ComponentGroup } from "./component-groups.js";
import { environmentPrefix, providerWords } from "./provider-names.js";
import { SchemaLibrary } from "./schema-library.js";

/** A provider whose components are told in full by their definitions: files that are served, or what another server does. */
export interface DefinitionPlan {
  readonly kind: "file" | "remote";
  readonly provider: Provider;
  readonly names: DefinitionProviderNames;
  /** Schemas of arguments: `schemas.ts`. */
  readonly schemas: SchemaLibrary;
  /** Schemas of results: `results.ts`. */
  readonly results: SchemaLibrary;
  /** One for each skill, or for each first tag, in the order in which they are met. */
  readonly groups: readonly DefinitionGroup[];
}

export type DefinitionGroup = ComponentGroup<FileBinding | RemoteBinding>;

/** The names that the files of the provider share. */
export interface DefinitionProviderNames {
  /** Folder under `src/`. */
  readonly folder: string;
  /** Property of the settings. */
  readonly identifier: string;
  /** Function that makes the provider, e.g. `skillsProvider`. */
  readonly factory: string;
  /** What its environment variables begin with, e.g. `DOCS`. */
  readonly prefix: string;
}

/** The plan of a provider of files, or of another server. */
export function planDefinitions(provider: Provider): DefinitionPlan {
  const inputs = provider.components.flatMap((one) => (one.kind === "resource" ? [] : one.input));
  const outputs = provider.components.flatMap((one) => (one.kind === "tool" ? (one.result ?? []) : []));
  const schemas = new SchemaLibrary(provider.types, inputs, "schemas", provider.inlineLimit);
  const results = new SchemaLibrary(provider.results, outputs, "results", provider.inlineLimit);
  const { words, camel } = providerWords(provider.name);
  const isRemote = provider.remote !== undefined;
  return {
    kind: isRemote ? "remote" : "file",
    provider,
    names: {
      folder: provider.name === "runtime" ? "runtime-api" : provider.name,
      identifier: camel,
      factory: `${camel}Provider`,
      prefix: environmentPrefix(words),
    },
    schemas,
    results,
    groups: isRemote
      ? groupComponents(provider, bind, { schemas, results }, ({ tags: [tag = ""] }) => tag, provider.name)
      : groupComponents(provider, bind, { schemas, results }, ({ origin }) =>
          posix.basename(posix.dirname(origin.file)),
        ),
  };
}

function bind({ binding, name }: Component): FileBinding | RemoteBinding {
  if (binding.kind === "file" || binding.kind === "remote") return binding;
  throw new Error(`${name} has a binding of kind ${binding.kind} among files and remote components`);
}
