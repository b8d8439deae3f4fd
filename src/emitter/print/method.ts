import { group, ifBroken, indent, join, line, softline, type Doc } from "./doc.js";
import { flatType } from "./lay-out-type.js";
import { printDoc, printWidth } from "./print-doc.js";
import { stringWidth } from "./string-width.js";
import { typeDoc } from "./type-doc.js";
import type { TypeNode } from "./type-node.js";

/** A function or method without its body. */
export interface Signature {
  /** What stands before the parameters, e.g. `export function petstoreProvider`. */
  readonly head: string;
  /** Parameters as they are written: `args: A = {}`. */
  readonly parameters: readonly string[];
  readonly returns: TypeNode;
}

/** `head(parameters): returns {`, at some indentation. */
export function printSignature({ head, parameters, returns }: Signature, indentation: number): string {
  const type = flatType(returns, "annotation");
  const flat = type === undefined ? undefined : `${head}(${parameters.join(", ")}): ${type} {`;
  if (flat !== undefined && indentation + stringWidth(flat) <= printWidth) return flat;
  const list: Doc =
    parameters.length === 0
      ? "()"
      : ["(", indent([softline, ...join([",", line], parameters)]), ifBroken(","), softline, ")"];
  return printDoc([head, group([list, ": ", typeDoc(returns)]), " {"], { indent: indentation });
}
