/** Where a command prints and what it knows of the place. Tests pass one that collects. */
export interface Terminal {
  /** Prints what was asked for. */
  out(text: string): void;
  /** Prints diagnostics, progress and everything else. */
  err(text: string): void;
  /** Whether a person watches standard error. */
  readonly isWatched: boolean;
  /** Whether what goes to standard error may carry colours. */
  readonly colour: boolean;
}

/** The terminal of this process. */
export function processTerminal(process: NodeJS.Process): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    // The reader has left (`mcpgen … | head`): that is no fault of ours.
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isWatched: process.stderr.isTTY,
    colour: mayColour(process.env, process.stderr.isTTY),
  };
}

/** Colour follows `FORCE_COLOR`, then `NO_COLOR`, then whether a terminal that knows colours is there. */
export function mayColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  return isTerminal && env["TERM"] !== "dumb";
}
