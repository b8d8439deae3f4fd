import { setFlagsFromString } from "node:v8";

/**
 * Bytes of bytecode that a function runs through before V8 considers optimising it: eight times its default. A compilation takes
 * a second or two and passes through many functions once; optimising them all, on guesses that later phases disprove, took
 * more processor time than the work itself.
 */
const interruptBudget = 1_000_000;

/** Sets the engine up for a run that is over soon. To be called before the compiler is loaded. */
export function tuneEngine(): void {
  setFlagsFromString(`--interrupt-budget=${interruptBudget}`);
}
