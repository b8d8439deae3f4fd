import { visibleText } from "../diagnostics/visible-text.js";

/** Longest message that is shown. */
const longest = 500;

/** One paragraph on a bug of mcpgen's own; its stack only when asked for. */
export function explainBug(error: unknown, withStack: boolean): string {
  const name = error instanceof Error ? error.name : "Error";
  const message = error instanceof Error ? error.message : String(error);
  const paragraph =
    `This is a bug in mcpgen, not in your input: ${name}: ${visibleText(message.slice(0, longest))}. ` +
    "Please report it with the command line and, if you may share it, the document; " +
    "with MCPGEN_DEBUG=1 in the environment mcpgen shows where it happened.\n";
  return withStack && error instanceof Error ? `${paragraph}\n${error.stack ?? ""}\n` : paragraph;
}
