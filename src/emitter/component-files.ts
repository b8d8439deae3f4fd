import type { Component } from "../ir/component.js";
import { constantOf, type BoundTo, type ComponentGroup } from "./component-groups.js";
import type { ComponentSchema } from "./component-schemas.js";
import type { ModuleScope } from "./module-scope.js";
import { docComment } from "./print/comment.js";
import { printConst } from "./print/declaration.js";
import { array, name } from "./print/expression.js";
import { identifier } from "./print/identifier.js";

/** The type of each kind of component, and the runtime's module that has it. */
export const componentTypes = {
  tool: { type: "Tool", module: "tool" },
  resource: { type: "Resource", module: "resource" },
  template: { type: "ResourceTemplate", module: "resource" },
  prompt: { type: "Prompt", module: "prompt" },
} as const;

const lists = {
  tool: ["tools", "Tools"],
  resource: ["resources", "Resources"],
  template: ["templates", "Resource templates"],
  prompt: ["prompts", "Prompts"],
} as const;

/** A component of a group, of any kind, with the schemas that it has. */
export interface GroupMember<Binding> extends BoundTo<Binding, Component> {
  readonly input?: ComponentSchema;
  readonly output?: ComponentSchema;
}

/** A file of a group's components. */
export interface ComponentFile<Binding> {
  /** Path below the provider's folder. */
  readonly path: string;
  /** At least one. */
  readonly members: readonly GroupMember<Binding>[];
}

/** The files `tools/<tag>.ts`, `resources/<tag>.ts` and `prompts/<tag>.ts`, where there is something for them. */
export function componentFiles<Binding>(group: ComponentGroup<Binding>): readonly ComponentFile<Binding>[] {
  const { file } = group.group;
  return [
    { path: `tools/${file}.ts`, members: group.tools },
    { path: `resources/${file}.ts`, members: [...group.resources, ...group.templates] },
    { path: `prompts/${file}.ts`, members: group.prompts },
  ].filter(({ members }) => members.length > 0);
}

/**
 * The arrays at the end of such a file, one for each kind that is in it, with the comments above them.
 *
 * @param describe the comment, after the plural of the kind
 */
export function componentArrays<Binding>(
  names: ComponentGroup<Binding>["names"],
  members: readonly GroupMember<Binding>[],
  scope: ModuleScope,
  runtime: (module: string) => string,
  describe: (plural: string) => string,
): readonly string[] {
  return Object.entries(lists).flatMap(([kind, [list, plural]]) => {
    const ofKind = members.map(({ component }) => component).filter((component) => component.kind === kind);
    const [first] = ofKind;
    if (first === undefined) return [];
    const { type, module } = componentTypes[first.kind];
    const comment = docComment({ text: describe(plural) }, 0);
    const all = array(ofKind.map((component) => name(constantOf(component))));
    const declaration = printConst(identifier(names[list]), `readonly ${scope.type(runtime(module), type)}[]`, all);
    return [[...comment, declaration].join("\n")];
  });
}
