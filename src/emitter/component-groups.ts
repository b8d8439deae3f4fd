import type { Component, Prompt, Resource, ResourceTemplate, Tool } from "../ir/component.js";
import type { Provider } from "../ir/program.js";
import { inputSchema, outputSchema, type ComponentSchema } from "./component-schemas.js";
import { safeIdentifier } from "./print/identifier.js";
import type { SchemaLibrary } from "./schema-library.js";

/** Components that share files, with what stands behind each. */
export interface ComponentGroup<Binding> {
  readonly group: { readonly tag: string; readonly file: string };
  readonly names: Readonly<Record<"tools" | "resources" | "templates" | "prompts", string>>;
  readonly tools: readonly (WithInput<Binding, Tool> & { readonly output?: ComponentSchema })[];
  readonly resources: readonly BoundTo<Binding, Resource>[];
  readonly templates: readonly WithInput<Binding, ResourceTemplate>[];
  readonly prompts: readonly WithInput<Binding, Prompt>[];
}

/** A component and what stands behind it. */
export interface BoundTo<Binding, Of extends Component> {
  readonly component: Of;
  readonly binding: Binding;
}

interface WithInput<Binding, Of extends Component> extends BoundTo<Binding, Of> {
  readonly input: ComponentSchema;
}

/**
 * The components of a provider, divided into files in the order in which these are met.
 *
 * @param tagOf what the file of a component is called after; empty for `untagged`
 */
export function groupComponents<Binding>(
  provider: Provider,
  bind: (component: Component) => Binding,
  { schemas, results }: { readonly schemas: SchemaLibrary; readonly results: SchemaLibrary },
  tagOf: (component: Component) => string,
  untagged = "default",
): readonly ComponentGroup<Binding>[] {
  const byTag = new Map<string, Component[]>();
  for (const component of provider.components) {
    const tag = tagOf(component);
    byTag.set(tag, [...(byTag.get(tag) ?? []), component]);
  }
  const files = new Set<string>();
  return [...byTag].map(([tag, components]): ComponentGroup<Binding> => {
    const file = fileOf(tag, untagged, files);
    const list = (kind: string): string => listName(file, kind, provider);
    const bound = components.map((component) => ({ component, binding: bind(component) }));
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
  });
}

/** The const of a component: its own name with the kind behind it, since what it stands for may be imported beside it. */
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
function fileOf(tag: string, untagged: string, taken: Set<string>): string {
  const words = tag
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const wanted = devices.test(words) ? `${words}-tag` : words.slice(0, 60) || (tag === "" ? untagged : "tag");
  let file = wanted;
  for (let count = 2; taken.has(file); count++) file = `${wanted}-${String(count)}`;
  taken.add(file);
  return file;
}
