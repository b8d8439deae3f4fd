import type { Program } from "../ir/program.js";
import { limitResults } from "./limit-results.js";
import { shapeResults } from "./shape-results.js";

/** The passes in the order in which they run. */
const passes: readonly ((program: Program) => Program)[] = [shapeResults, limitResults];

/** Runs every pass. */
export function runPasses(program: Program): Program {
  return passes.reduce((current, pass) => pass(current), program);
}
