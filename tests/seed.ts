import fc from "fast-check";

/**
 * Seed of every property test: the same in each run, so that a change is judged by what it changes. `SEED=7 npm test` looks
 * elsewhere; a failure prints the seed that it was found with.
 */
export const seed = Number(process.env["SEED"] ?? 20_261_121);

fc.configureGlobal({ seed });
