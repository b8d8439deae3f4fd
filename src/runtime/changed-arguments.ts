import type { JsonObject } from "./json.js";

/** What differs between the arguments that the model sees and those of the operation. */
export interface ArgumentChanges {
  readonly fixed?: JsonObject;
  /** The operation's names, by those that the model sees. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** Makes the operation's arguments of those that the model gave. */
export function changedArguments({ fixed, renamed = {} }: ArgumentChanges): (args: JsonObject) => JsonObject {
  return (args) => {
    const given = Object.entries(args).map(
      ([name, value]) => [(Object.hasOwn(renamed, name) ? renamed[name] : undefined) ?? name, value] as const,
    );
    return { ...Object.fromEntries(given), ...fixed };
  };
}
