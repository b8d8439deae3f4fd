import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { nearestName } from "../../diagnostics/nearest-name.js";
import type { FixedArgument, RenamedArgument } from "../../ir/binding.js";
import type { ToolAnnotations } from "../../ir/component.js";
import { compact } from "../../ir/compact.js";
import type { JsonValue } from "../../ir/json.js";
import type { ObjectSchema, Property } from "../../ir/schema.js";

/** What the configuration changes of a component of another server; what is absent stays. */
export interface ComponentOverride {
  /** Name that clients see, before the namespace. */
  readonly name?: string;
  readonly title?: string;
  readonly description?: string;
  /** Tags beside its own. */
  readonly tags?: readonly string[];
  readonly annotations?: ToolAnnotations;
  /** False leaves it out. */
  readonly enabled?: boolean;
  /** By the name that the other server gives the argument. */
  readonly arguments?: Readonly<Record<string, ArgumentOverride>>;
}

interface ArgumentOverride {
  readonly name?: string;
  readonly description?: string;
  readonly default?: JsonValue;
  readonly hide?: boolean;
  readonly examples?: readonly JsonValue[];
}

/** The overrides of one source, and which of them have been of use. */
export class ComponentOverrides {
  readonly #overrides: ReadonlyMap<string, ComponentOverride>;
  readonly #diagnostics: Diagnostics;
  readonly #known = new Set<string>();

  constructor(overrides: Readonly<Record<string, ComponentOverride>> = {}, diagnostics: Diagnostics) {
    this.#overrides = new Map(Object.entries(overrides));
    this.#diagnostics = diagnostics;
  }

  /** What is changed of a component, by the other server's name for it. */
  of(name: string): ComponentOverride {
    this.#known.add(name);
    return this.#overrides.get(name) ?? {};
  }

  /** Arguments as the override leaves them, and what is sent in place of those that are gone. */
  arguments(
    component: string,
    input: ObjectSchema,
  ): {
    readonly input: ObjectSchema;
    readonly fixed: readonly FixedArgument[];
    readonly renamed: readonly RenamedArgument[];
  } {
    const changes = this.of(component).arguments ?? {};
    const path = `tools[${JSON.stringify(component)}].arguments`;
    const fixed: FixedArgument[] = [];
    const renamed: RenamedArgument[] = [];
    for (const argument of Object.keys(changes)) {
      const known = input.properties.map(({ name }) => name);
      if (!known.includes(argument)) this.#unused(`${path}.${argument}`, "there is no such argument", argument, known);
    }
    const properties = input.properties.flatMap((property): readonly Property[] => {
      const change = Object.hasOwn(changes, property.name) ? changes[property.name] : undefined;
      if (change === undefined) return [property];
      const { name = property.name, description, examples, hide = false } = change;
      if (hide && change.default !== undefined) fixed.push({ name: property.name, value: change.default });
      if (hide && change.default === undefined && property.required) {
        this.#unused(`${path}.${property.name}.hide`, "the argument is required and has no default", "", []);
        return [property];
      }
      if (hide) return [];
      if (name !== property.name) renamed.push({ from: name, to: property.name });
      return [
        {
          name,
          required: property.required && change.default === undefined,
          schema: { ...property.schema, ...compact({ description, default: change.default, examples }) },
        },
      ];
    });
    return { input: { ...input, properties }, fixed, renamed };
  }

  /** Reports overrides of what is not there. */
  reportUnused(source: string): void {
    for (const key of this.#overrides.keys()) {
      if (this.#known.has(key)) continue;
      this.#unused(`tools[${JSON.stringify(key)}]`, `\`${source}\` has no such component`, key, [...this.#known]);
    }
  }

  #unused(path: string, reason: string, wrong: string, known: readonly string[]): void {
    const suggestion = nearestName(wrong, known);
    this.#diagnostics.report("config/unused-override", undefined, { path, reason, suggestion });
  }
}
