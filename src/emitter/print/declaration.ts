import type { Doc } from "./doc.js";
import { assignmentDoc } from "./expression-doc.js";
import type { Expression } from "./expression.js";
import { printDoc } from "./print-doc.js";

/** `export const name: type = value;` at the top of a module. */
export function printConst(name: string, type: string, value: Expression): string {
  return printDoc(constDoc(name, type, value));
}

function constDoc(name: string, type: string, value: Expression): Doc {
  const annotation = type === "" ? "" : `: ${type}`;
  return [assignmentDoc(`export const ${name}${annotation}`, " =", value, false), ";"];
}
