/** How many components of each kind there are. */
export interface ComponentCounts {
  readonly tools: number;
  readonly resources: number;
  readonly templates: number;
  readonly prompts: number;
}

/** `19 tools, 2 resources and 1 template`; kinds without components are left out, but never all of them. */
export function countComponents({ tools, resources, templates, prompts }: ComponentCounts): string {
  const counts = [
    ...(tools > 0 || resources + templates + prompts === 0 ? [counted(tools, "tool")] : []),
    ...(resources > 0 ? [counted(resources, "resource")] : []),
    ...(templates > 0 ? [counted(templates, "template")] : []),
    ...(prompts > 0 ? [counted(prompts, "prompt")] : []),
  ];
  const last = counts.pop() ?? "";
  return counts.length === 0 ? last : `${counts.join(", ")} and ${last}`;
}

/** A number with its noun: `1 tool`, `2 tools`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Components of one tag, as far as counting goes. */
export interface CountedGroup {
  readonly tools: readonly unknown[];
  readonly resources: readonly unknown[];
  readonly templates: readonly unknown[];
  readonly prompts?: readonly unknown[];
}

/** The components of some groups, counted. */
export function countsOf(groups: readonly CountedGroup[]): ComponentCounts {
  const total = (count: (group: CountedGroup) => number): number =>
    groups.reduce((sum, group) => sum + count(group), 0);
  return {
    tools: total((group) => group.tools.length),
    resources: total((group) => group.resources.length),
    templates: total((group) => group.templates.length),
    prompts: total((group) => group.prompts?.length ?? 0),
  };
}
