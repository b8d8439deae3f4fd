import type { CountedGroup } from "./count-components.js";
import type { ModuleScope } from "./module-scope.js";
import { array, call, name, property, spread, type Property, type Spread } from "./print/expression.js";

/** Components of one tag, as far as the provider's file names them. */
interface ListedGroup extends CountedGroup {
  readonly group: { readonly file: string };
  readonly names: Readonly<Record<"tools" | "resources" | "templates", string>> & { readonly prompts?: string };
}

/** The arrays of all groups, by kind, as a provider's definition spreads them. */
export interface ComponentLists {
  readonly tools: readonly Spread[];
  readonly resources: readonly Spread[];
  readonly templates: readonly Spread[];
  readonly prompts: readonly Spread[];
}

/**
 * Imports the groups' arrays into a provider's file.
 *
 * @param areToolsLazy whether tools are loaded when they are needed: those stand in no list
 */
export function componentLists(
  groups: readonly ListedGroup[],
  scope: ModuleScope,
  areToolsLazy: boolean,
): ComponentLists {
  const list = (kind: keyof ComponentLists, folder: string): Spread[] =>
    groups.flatMap(({ group, names, [kind]: components = [] }) => {
      const { [kind]: array } = names;
      return array === undefined || components.length === 0
        ? []
        : [spread(name(scope.value(`./${folder}/${group.file}.js`, array)))];
    });
  return {
    tools: areToolsLazy ? [] : list("tools", "tools"),
    resources: list("resources", "resources"),
    templates: list("templates", "resources"),
    prompts: list("prompts", "prompts"),
  };
}

/**
 * The members `tools`, `sources` and `features` of a provider that does without an API client. What serves a kind is imported only
 * where there are components of that kind, because what is imported is copied.
 *
 * @param runtime the runtime's folder, from the provider's file
 * @param completes whether arguments of templates or prompts are completed
 */
export function componentMembers(
  { tools, resources, templates, prompts }: ComponentLists,
  scope: ModuleScope,
  runtime: string,
  completes: boolean,
): readonly (Property | Spread)[] {
  const sources: Spread[] = [];
  const features: string[] = [];
  if (resources.length + templates.length > 0) {
    const make = scope.value(`${runtime}/resources.js`, "resourceSources");
    sources.push(spread(call(make, array(resources), array(templates))));
    features.push(scope.value(`${runtime}/resources.js`, "resourceFeature"));
  }
  if (prompts.length > 0) {
    sources.push(spread(call(scope.value(`${runtime}/prompts.js`, "promptSources"), array(prompts))));
    features.push(scope.value(`${runtime}/prompts.js`, "promptFeature"));
  }
  if (completes) features.push(scope.value(`${runtime}/completions.js`, "completionFeature"));
  return [
    property("tools", array(tools)),
    ...sources,
    ...(features.length === 0 ? [] : [property("features", array(features.map((one) => name(one))))]),
  ];
}
