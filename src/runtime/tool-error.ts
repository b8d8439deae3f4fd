/** Marks tool errors, so that those of another copy of this module are recognised too. */
const mark: unique symbol = Symbol.for("mcpgen.ToolError");

/** An error whose message is meant for the client: it reaches the model as it is. Any other error is masked. */
export class ToolError extends Error {
  override readonly name: string = "ToolError";
  readonly [mark] = true;
}

/** Arguments are wrong: nothing was done, and the message lists what to put right. */
export class ArgumentError extends ToolError {
  override readonly name: string = "ArgumentError";
  /** One line each, e.g. `limit: must be at most 100`. */
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[]) {
    const list = typeof problems === "string" ? [problems] : problems;
    super(list.length === 1 ? `Invalid arguments: ${list[0] ?? ""}` : ["Invalid arguments:", ...list].join("\n- "));
    this.problems = list;
  }
}

/** True for a `ToolError` of any copy of this module. */
export function isToolError(error: unknown): error is ToolError {
  return error instanceof Error && mark in error;
}
