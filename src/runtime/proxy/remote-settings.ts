/** How another MCP server is reached; empty values count as absent. */
export interface RemoteSettings {
  /** Its address (HTTP). */
  readonly url?: string;
  /** Folder that it runs in (process). Default: the working directory. */
  readonly cwd?: string | undefined;
  /** Milliseconds without a sign of progress after which a call is given up; 0 for no limit. */
  readonly timeoutMs: number;
  /** How often connecting is tried again. */
  readonly retries: number;
  /** Values of the variables that headers, arguments and its environment are made of. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}
