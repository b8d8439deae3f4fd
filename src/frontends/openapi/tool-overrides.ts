import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { nearestName } from "../../diagnostics/nearest-name.js";
import type { ToolAnnotations } from "../../ir/component.js";
import type { JsonValue } from "../../ir/json.js";
import type { OperationModel } from "./api-document.js";
import { ownName } from "./name-operations.js";
import type { ArgumentOverride, Extension } from "./x-mcp.js";

/** What the configuration changes of a component; what is absent stays. */
export interface ToolOverride {
  /** Name that clients see, before the namespace. */
  readonly name?: string;
  readonly title?: string;
  readonly description?: string;
  /** Tags beside its own. */
  readonly tags?: readonly string[];
  readonly annotations?: ToolAnnotations;
  /** OAuth scopes that a caller's token must all have. */
  readonly scopes?: readonly string[];
  /** False leaves it out. */
  readonly enabled?: boolean;
  /** By the name that the argument would have without an override. */
  readonly arguments?: Readonly<Record<string, ArgumentSettings>>;
}

/** What the configuration changes of an argument; what is absent stays. */
export interface ArgumentSettings {
  /** Name that the model sees. */
  readonly name?: string;
  readonly description?: string;
  /** Value that is told to the model; of a hidden argument the one that is always sent. */
  readonly default?: JsonValue;
  /** The model does not see it: its default is sent, or nothing where it is optional. */
  readonly hide?: boolean;
  /** Example values, most telling first. */
  readonly examples?: readonly JsonValue[];
}

/** The overrides of one document, and which of them have been of use. */
export class ToolOverrides {
  readonly #overrides: ReadonlyMap<string, ToolOverride>;
  readonly #diagnostics: Diagnostics;
  readonly #used = new Set<string>();
  readonly #known = new Set<string>();

  constructor(overrides: Readonly<Record<string, ToolOverride>> = {}, diagnostics: Diagnostics) {
    this.#overrides = new Map(Object.entries(overrides));
    this.#diagnostics = diagnostics;
  }

  /** What the document says of an operation, with what the configuration says of it on top. */
  applyTo(extension: Extension, operation: OperationModel): Extension {
    if (this.#overrides.size === 0) return extension;
    const keys = [operation.id, ownName(operation), extension.name, `${operation.method} ${operation.path}`];
    const names = keys.filter((key) => key !== undefined);
    for (const name of names) this.#known.add(name);
    const key = names.find((name) => this.#overrides.has(name));
    const override = key === undefined ? undefined : this.#overrides.get(key);
    if (key === undefined || override === undefined) return extension;
    this.#used.add(key);
    const { name, title, description, tags = [], annotations, scopes, enabled, arguments: given = {} } = override;
    return {
      as: enabled === false ? "exclude" : extension.as,
      name: name ?? extension.name,
      title: title ?? extension.title,
      description: description ?? extension.description,
      tags: [...extension.tags, ...tags],
      annotations: { ...extension.annotations, ...annotations },
      scopes: scopes ?? extension.scopes,
      arguments: new Map([...extension.arguments, ...this.#arguments(extension, given)]),
      settings: { path: `tools[${JSON.stringify(key)}]`, isOff: enabled === false },
    };
  }

  /**
   * Reports overrides of what is not there.
   *
   * @param source the document, as diagnostics name it
   */
  reportUnused(source: string): void {
    for (const key of this.#overrides.keys()) {
      if (this.#used.has(key)) continue;
      this.#diagnostics.report("config/unused-override", undefined, {
        path: `tools[${JSON.stringify(key)}]`,
        reason: `\`${source}\` has no such operation`,
        suggestion: nearestName(key, [...this.#known]),
      });
    }
  }

  #arguments(
    extension: Extension,
    given: Readonly<Record<string, ArgumentSettings>>,
  ): readonly (readonly [string, ArgumentOverride])[] {
    return Object.entries(given).map(([argument, settings]) => {
      const own = extension.arguments.get(argument);
      return [
        argument,
        {
          name: settings.name ?? own?.name,
          description: settings.description ?? own?.description,
          default: settings.default ?? own?.default,
          hide: settings.hide ?? own?.hide ?? false,
          examples: settings.examples ?? own?.examples,
          isSetting: true,
        },
      ];
    });
  }
}
