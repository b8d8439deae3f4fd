import type { FunctionScope } from "./call-function.js";
import type { Maybe } from "./provider.js";

/** How an argument is completed: the values that begin with what was typed, or what a function makes of it. */
export type Completion = readonly string[] | ((value: string, scope: FunctionScope) => Maybe<readonly string[]>);

/** What can be completed, of a prompt's arguments or a template's variables. */
export interface Completed {
  /** By the name of the argument. */
  readonly completions?: Readonly<Record<string, Completion>>;
}
