import type { Completion } from "./completion.js";
import { createContext, type Context } from "./context.js";
import type { Maybe } from "./provider.js";

/** A completion by a function of the user's own. */
export function completeWith(complete: (value: string, context: Context) => Maybe<readonly string[]>): Completion {
  return (value, scope) => complete(value, createContext(scope));
}
