/** What the process says to its caller. */
export const exitCodes = {
  /** All is well. */
  done: 0,
  /** The input is wrong, the output cannot be written, or a check found a difference. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A bug in mcpgen. */
  bug: 70,
} as const;
