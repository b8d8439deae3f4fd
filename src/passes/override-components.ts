import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { nearestName } from "../diagnostics/nearest-name.js";
import type { FixedArgument, FunctionBinding, RenamedArgument } from "../ir/binding.js";
import { compact } from "../ir/compact.js";
import type { Component, ToolAnnotations } from "../ir/component.js";
import type { JsonValue } from "../ir/json.js";
import type { Provider } from "../ir/program.js";
import type { ObjectSchema, Property } from "../ir/schema.js";

/** What the configuration changes of a component; what is absent stays. */
export interface ComponentChanges {
  /** Name that clients see, before the namespace. */
  readonly name?: string;
  readonly title?: string;
  readonly description?: string;
  /** Tags beside its own. */
  readonly tags?: readonly string[];
  /** Of tools. */
  readonly annotations?: ToolAnnotations;
  /** False leaves it out. */
  readonly enabled?: boolean;
  /** By the name that the function gives the argument; of tools and prompts. */
  readonly arguments?: Readonly<Record<string, ArgumentChange>>;
}

interface ArgumentChange {
  readonly name?: string;
  readonly description?: string;
  readonly default?: JsonValue;
  readonly hide?: boolean;
  readonly examples?: readonly JsonValue[];
}

/**
 * Changes components of functions as the configuration says, before any namespace. What cannot be done is reported and left as it
 * was.
 *
 * @param changes by the name of the component, or of its function
 */
export function overrideComponents(
  provider: Provider,
  changes: Readonly<Record<string, ComponentChanges>>,
  diagnostics: Diagnostics,
): Provider {
  const all = new Map(Object.entries(changes));
  const known = provider.components.flatMap(({ name, identifier }) => [name, identifier]);
  for (const key of all.keys()) {
    if (!known.includes(key))
      unused(`tools[${JSON.stringify(key)}]`, `\`${provider.source}\` has no such component`, key, known);
  }
  return {
    ...provider,
    components: provider.components.flatMap((component) => {
      const key = [component.name, component.identifier].find((one) => all.has(one));
      const change = key === undefined ? undefined : all.get(key);
      if (key === undefined || change === undefined) return [component];
      return change.enabled === false ? [] : [changed(component, change, `tools[${JSON.stringify(key)}]`)];
    }),
  };

  function changed(component: Component, change: ComponentChanges, path: string): Component {
    const { name, title, description, tags = [], annotations, arguments: given } = change;
    const whole = {
      ...component,
      ...compact({ name, title, description }),
      tags: [...new Set([...component.tags, ...tags])],
    };
    const own = whole.kind === "tool" ? { ...whole, annotations: { ...whole.annotations, ...annotations } } : whole;
    if (annotations !== undefined && own.kind !== "tool") unused(`${path}.annotations`, "only tools have such hints");
    if (given === undefined) return own;
    const { kind, binding } = own;
    if ((kind !== "tool" && kind !== "prompt") || binding.kind !== "function") {
      unused(`${path}.arguments`, "only arguments of tools and prompts can be changed");
      return own;
    }
    const { input, ...changes } = changedInput(own.input, given, `${path}.arguments`);
    const bound: FunctionBinding = { ...binding, changes: { ...changes, declared: own.input } };
    return { ...own, input, binding: bound };
  }

  function changedInput(
    input: ObjectSchema,
    given: Readonly<Record<string, ArgumentChange>>,
    path: string,
  ): {
    readonly input: ObjectSchema;
    readonly fixed: readonly FixedArgument[];
    readonly renamed: readonly RenamedArgument[];
  } {
    const wanted = new Map(Object.entries(given));
    const names = input.properties.map(({ name }) => name);
    for (const argument of wanted.keys()) {
      if (!names.includes(argument)) unused(`${path}.${argument}`, "there is no such argument", argument, names);
    }
    const fixed: FixedArgument[] = [];
    const renamed: RenamedArgument[] = [];
    const properties = input.properties.flatMap((property): readonly Property[] => {
      const change = wanted.get(property.name);
      if (change === undefined) return [property];
      const { name = property.name, description, default: fallback, examples, hide = false } = change;
      if (hide && fallback === undefined && property.required) {
        unused(`${path}.${property.name}.hide`, "a required argument can be hidden only with a `default`");
        return [property];
      }
      if (hide) {
        if (fallback !== undefined) fixed.push({ name: property.name, value: fallback });
        return [];
      }
      const isTaken = name !== property.name && names.includes(name);
      if (isTaken) unused(`${path}.${property.name}.name`, `\`${name}\` is an argument already`);
      const shown = isTaken ? property.name : name;
      if (shown !== property.name) renamed.push({ from: shown, to: property.name });
      const schema = { ...property.schema, ...compact({ description, default: fallback, examples }) };
      return [{ ...property, name: shown, schema, required: property.required && fallback === undefined }];
    });
    return { input: { ...input, properties }, fixed, renamed };
  }

  function unused(path: string, reason: string, wrong = "", candidates: readonly string[] = []): void {
    const suggestion = nearestName(wrong, candidates);
    diagnostics.report("config/unused-override", undefined, { path, reason, suggestion });
  }
}
