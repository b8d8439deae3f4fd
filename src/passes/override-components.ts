import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { nearestName } from "../diagnostics/nearest-name.js";
import type { FixedArgument, FunctionBinding, RemoteBinding, RenamedArgument } from "../ir/binding.js";
import { areVersions } from "../ir/are-versions.js";
import { compact } from "../ir/compact.js";
import type { Component, ToolAnnotations } from "../ir/component.js";
import type { JsonValue } from "../ir/json.js";
import type { Provider } from "../ir/program.js";
import type { ObjectSchema, Property } from "../ir/schema.js";

/** What the configuration changes of a component of functions or of another server; what is absent stays. */
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
  /** By the name that the function, or the other server, gives the argument; of tools and prompts. */
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
 * Changes components as the configuration says, before any namespace. What cannot be done is reported and left as it was.
 *
 * @param changes by the name of the component, of its function, or of what the other server calls it (resources: by address)
 */
export function overrideComponents(
  provider: Provider,
  changes: Readonly<Record<string, ComponentChanges>>,
  diagnostics: Diagnostics,
): Provider {
  const all = new Map(Object.entries(changes));
  const known = provider.components.flatMap(keysOf);
  for (const key of all.keys()) {
    if (!known.includes(key))
      unused(`tools[${JSON.stringify(key)}]`, `\`${provider.source}\` has no such component`, key, known);
  }
  const changeOf = (component: Component): [key: string, change: ComponentChanges] | undefined => {
    for (const key of keysOf(component)) {
      const change = all.get(key);
      if (change !== undefined) return [key, change];
    }
    return undefined;
  };
  const kept = provider.components.filter((component) => changeOf(component)?.[1].enabled !== false);
  const nameOf = (component: Component): string => changeOf(component)?.[1].name ?? component.name;
  return {
    ...provider,
    components: kept.map((component) => {
      const [key, change] = changeOf(component) ?? [];
      if (key === undefined || change === undefined) return component;
      const path = `tools[${JSON.stringify(key)}]`;
      const name = nameOf(component);
      const rivals = kept.filter((other) => other !== component && other.kind === component.kind);
      const isTaken = rivals
        .filter((other) => !areVersions(component, other))
        .some((other) => nameOf(other).toLowerCase() === name.toLowerCase());
      if (isTaken) unused(`${path}.name`, `\`${name}\` is another ${component.kind}`);
      return changed(component, isTaken ? { ...change, name: component.name } : change, path);
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
    if ((kind !== "tool" && kind !== "prompt") || (binding.kind !== "function" && binding.kind !== "remote")) {
      unused(`${path}.arguments`, "only arguments of tools and prompts can be changed");
      return own;
    }
    const { input, ...changes } = changedInput(own.input, given, `${path}.arguments`);
    const bound: FunctionBinding | RemoteBinding =
      binding.kind === "remote"
        ? { ...binding, ...changes }
        : { ...binding, changes: { ...changes, declared: own.input } };
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

/** What the configuration may call a component. */
function keysOf({ name, identifier, binding }: Component): readonly string[] {
  return binding.kind === "remote" ? [binding.name] : [name, identifier];
}
