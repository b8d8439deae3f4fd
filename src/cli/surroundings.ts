import type { Terminal } from "./terminal.js";

/** What a command is given of the process. */
export interface Surroundings {
  /** Version of mcpgen. */
  readonly version: string;
  readonly terminal: Terminal;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
}
