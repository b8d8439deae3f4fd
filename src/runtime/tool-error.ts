/** So that errors of another copy of this module are recognised. */
const mark: unique symbol = Symbol.for("mcpgen.ToolError");

/** An error whose message reaches the model as it is; any other error is masked. */
export class ToolError extends Error {
  override readonly name: string = "ToolError";
  readonly [mark] = true;
}

/** Arguments are wrong: nothing was done, and the message lists what to put right. */
export class ArgumentError extends ToolError {
  override readonly name: string = "ArgumentError";
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[]) {
    const list = [problems].flat();
    super(list.length === 1 ? `Invalid arguments: ${list.join("")}` : ["Invalid arguments:", ...list].join("\n- "));
    this.problems = list;
  }
}

export function isToolError(error: unknown): error is ToolError {
  return error instanceof Error && mark in error;
}
