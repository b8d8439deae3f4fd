/** An option as users write and read it. */
export interface FlagDefinition {
  /** `--name`; one that begins with `--no-` turns off what is on. */
  readonly long: `--${string}`;
  readonly short?: `-${string}`;
  /** What its value is called in the help; absent for one without a value. */
  readonly value?: string;
  /** What a value must look like. */
  readonly pattern?: RegExp;
  /** The only values. */
  readonly choices?: readonly string[];
  /** Value when it is not given, for the help. */
  readonly default?: string;
  /** Can be given several times; its values are a list. */
  readonly isList?: true;
  /** Not in the help. */
  readonly isHidden?: true;
  /** What it cannot stand beside. */
  readonly conflict?: string;
  readonly about: string;
}

/** Values of the options that were given, by name without the hyphens in front. */
export type FlagValues = ReadonlyMap<string, string | boolean | readonly (string | boolean)[] | undefined>;

/** Types values that are valid already. */
export class FlagReader {
  readonly #values: FlagValues;

  constructor(values: FlagValues) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    return [this.#values.get(name)].flat().find((value) => typeof value === "string");
  }

  list(name: string): readonly string[] | undefined {
    if (!this.#values.has(name)) return undefined;
    return [this.#values.get(name)].flat().filter((value) => typeof value === "string");
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    return choices.find((one) => one === this.text(name));
  }

  isOn(name: string): true | undefined {
    return [this.#values.get(name)].flat()[0] === true ? true : undefined;
  }
}

/** Why a value is not valid, as commander would go on; `undefined` when it is. Choices are not looked at. */
export function invalidValueReason({ pattern, value: form }: FlagDefinition, value: string): string | undefined {
  if (value.trim() === "") return "It is empty.";
  return pattern?.test(value) === false ? `It must look like ${form ?? ""}.` : undefined;
}

/** `--dry-run` → `dry-run`. */
export function flagName({ long }: FlagDefinition): string {
  return long.slice(2);
}
