import { assignmentDoc, expressionDoc, isPoorlyBreakable, layOut } from "./expression-doc.js";
import type { Expression } from "./expression.js";
import { printDoc } from "./print-doc.js";
import { stringWidth } from "./string-width.js";

/** `export const name: type = value;` at the top of a module. */
export function printConst(name: string, type: string, value: Expression): string {
  const left = `export const ${name}${type === "" ? "" : `: ${type}`}`;
  const column = stringWidth(left) + 3;
  const text = isPoorlyBreakable(value) ? undefined : layOut(value, { indent: 0, column, tail: 1 });
  return text === undefined ? printDoc([assignmentDoc(left, " =", value, false), ";"]) : `${left} = ${text};`;
}

/** `return value;`, the first line without its indentation. */
export function printReturn(value: Expression, indent: number): string {
  const text = layOut(value, { indent, column: indent + "return ".length, tail: 1 });
  return text === undefined ? printDoc(["return ", expressionDoc(value), ";"], { indent }) : `return ${text};`;
}
