import type { FunctionBinding } from "../ir/binding.js";
import type { Component, Prompt, Resource, ResourceTemplate, Tool } from "../ir/component.js";
import type { FunctionModules, Provider } from "../ir/program.js";
import { inputSchema, outputSchema, type ComponentSchema } from "./component-schemas.js";
import { safeIdentifier } from "./print/identifier.js";
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
export interface FunctionGroup {
  readonly group: { readonly tag: string; readonly file: string };
  readonly names: Readonly<Record<"tools" | "resources" | "templates" | "prompts", string>>;
  readonly tools: readonly BoundFunctionTool[];
  readonly resources: readonly BoundFunction<Resource>[];
  readonly templates: readonly BoundFunctionWithInput<ResourceTemplate>[];
  readonly prompts: readonly BoundFunctionWithInput<Prompt>[];
}

/** A component and the function behind it. */
export interface BoundFunction<Of extends Component> {
  readonly component: Of;
  readonly binding: FunctionBinding;
}

/** A component with arguments. */
export interface BoundFunctionWithInput<Of extends Component> extends BoundFunction<Of> {
  readonly input: ComponentSchema;
}

export interface BoundFunctionTool extends BoundFunctionWithInput<Tool> {
  readonly output?: ComponentSchema;
}

/** The plan of a provider whose components are functions. */
export function planFunctions(provider: Provider, functions: FunctionModules): FunctionPlan {
  const inputs = provider.components.flatMap((one) => (one.kind === "resource" ? [] : one.input));
  const outputs = provider.components.flatMap((one) => (one.kind === "tool" ? (one.result ?? []) : []));
  const schemas = new SchemaLibrary(provider.types, inputs, "schemas", provider.inlineLimit);
  const results = new SchemaLibrary(provider.results, outputs, "results", provider.inlineLimit);
  const { camel } = providerWords(provider.name);
  const byTag = new Map<string, Component[]>();
  for (const component of provider.components) {
    const [tag = ""] = component.tags;
    byTag.set(tag, [...(byTag.get(tag) ?? []), component]);
  }
  const files = new Set<string>();
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
    groups: [...byTag].map(([tag, components]): FunctionGroup => {
      const file = fileOf(tag, files);
      const bound = components.map(bind);
      const list = (kind: string): string => listName(file, kind, provider);
      return {
        group: { tag, file },
        names: {
          tools: list("Tools"),
          resources: list("Resources"),
          templates: list("Templates"),
          prompts: list("Prompts"),
        },
        tools: bound.flatMap(({ component, binding }) =>
          component.kind === "tool"
            ? {
                component,
                binding,
                input: inputSchema(component.input, schemas),
                ...(component.result && { output: outputSchema(component.result, results, true) }),
              }
            : [],
        ),
        resources: bound.flatMap(({ component, binding }) =>
          component.kind === "resource" ? { component, binding } : [],
        ),
        templates: bound.flatMap(({ component, binding }) =>
          component.kind === "template" ? { component, binding, input: inputSchema(component.input, schemas) } : [],
        ),
        prompts: bound.flatMap(({ component, binding }) =>
          component.kind === "prompt" ? { component, binding, input: inputSchema(component.input, schemas) } : [],
        ),
      };
    }),
  };
}

function bind(component: Component): BoundFunction<Component> {
  const { binding, name } = component;
  if (binding.kind !== "function") throw new Error(`${name} has a binding of kind ${binding.kind} among functions`);
  return { component, binding };
}

/** The const of a component: the function's own name with the kind behind it, since the function is imported beside it. */
export function constantOf({ kind, identifier }: Pick<Component, "kind" | "identifier">): string {
  return `${identifier}${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

/** The array of a tag's components of one kind; no component's const is called so. */
function listName(file: string, kind: string, { components }: Provider): string {
  const words = file.replace(/-+(.)?/g, (_match, letter: string = "") => letter.toUpperCase());
  const name = safeIdentifier(`${words}${kind}`);
  return components.some((component) => constantOf(component) === name) ? `${name}_` : name;
}

/** Names that mean a device to Windows. */
const devices = /^(?:con|prn|aux|nul|(?:com|lpt)\d)$/;

/** A file name of a tag in kebab-case, unlike those that are taken. */
function fileOf(tag: string, taken: Set<string>): string {
  const words = tag
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const wanted = devices.test(words) ? `${words}-tag` : words.slice(0, 60) || (tag === "" ? "default" : "tag");
  let file = wanted;
  for (let count = 2; taken.has(file); count++) file = `${wanted}-${String(count)}`;
  taken.add(file);
  return file;
}
