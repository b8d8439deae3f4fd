import type { JsonObject, JsonValue } from "./json.js";

/** What an operation is called with that its component does not show, or shows otherwise. */
export interface ArgumentChanges {
  /** Arguments that the model does not see, with what is sent. */
  readonly fixed?: JsonObject;
  /** Arguments that the model sees under another name: the operation's names by those that are shown. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/**
 * The operation's own arguments. The object has no prototype: an argument named `constructor` that was not given must
 * be absent.
 */
export function operationArguments(args: JsonObject, { fixed = {}, renamed = {} }: ArgumentChanges): JsonObject {
  const all: Record<string, JsonValue> = Object.create(null);
  for (const [name, value] of Object.entries(args)) {
    const own = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
    all[own ?? name] = value;
  }
  return Object.assign(all, fixed);
}
