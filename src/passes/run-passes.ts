import type { Program } from "../ir/program.js";
import { limitResults } from "./limit-results.js";
import { shapeResults } from "./shape-results.js";

type Pass = (program: Program) => Program;

/** The passes in the order in which they run. */
const passes: readonly Pass[] = [shapeResults, limitResults];

/**
 * Runs every pass.
 *
 * @param isWhole true to keep results as large as they are
 */
export function runPasses(program: Program, isWhole = false): Program {
  const run = (whole: Program) =>
    passes.filter((pass) => !isWhole || pass !== limitResults).reduce((current, pass) => pass(current), whole);
  const older = program.older?.map((one) => ({ ...one, providers: run({ ...program, ...one }).providers }));
  return { ...run(program), ...(older && { older }) };
}
