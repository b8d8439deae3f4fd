/** The compiler's only way to the world: what it may read. Tests pass one that lives in memory. */
export interface Host {
  /** Bytes of a file of the user's, or why it cannot be read. `path` is as the user wrote it, or relative to such a path. */
  read(path: string): Promise<ReadOutcome>;
  /** Real path with symbolic links followed, for deciding what lies inside a folder; the path itself when it does not exist. */
  realPath(path: string): Promise<string>;
  /** The same files, answered at once. */
  readonly files: HostFiles;
  /** Body of an http or https address; called only for addresses that the user allowed. */
  fetch(url: string): Promise<ReadOutcome>;
  /** What another MCP server lists; called only for servers that the configuration names. */
  listServer(target: ServerTarget): Promise<ListingOutcome>;
  /** Text of a file of mcpgen's own (`generator-templates/…`, `src/runtime/…`), by its path in the package. */
  asset(path: string): Promise<string>;
  /** Paths of mcpgen's own files below a folder of the package, sorted by code unit, with `/`. */
  assets(directory: string): Promise<readonly string[]>;
}

/**
 * The user's files for whoever cannot wait: TypeScript's compiler asks for a file in the middle of resolving an import, so
 * nobody knows beforehand what it will need. Paths are absolute, with `/` on every system.
 */
export interface HostFiles {
  /** The working directory, to which the paths given to `read` of the host are relative. */
  readonly directory: string;
  /** Text of a file (a byte order mark is left out); undefined when it cannot be read. */
  read(path: string): string | undefined;
  /** What stands at a path, symbolic links followed; undefined when there is nothing. */
  kind(path: string): "file" | "directory" | undefined;
  /** Names in a folder, sorted by code unit, symbolic links followed; empty when it cannot be listed. */
  list(path: string): readonly HostEntry[];
  /** The path with symbolic links followed; the path itself when it does not exist. */
  realPath(path: string): string;
}

/** A name in a folder. */
export interface HostEntry {
  readonly name: string;
  readonly kind: "file" | "directory";
}

/**
 * An MCP server. In every text `${NAME}` stands for the value of an environment variable, and `${NAME:-text}` for that or, where it
 * is not set, the text.
 */
export type ServerTarget =
  | { readonly kind: "http"; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly kind: "stdio";
      /** The program and its arguments; at least one. */
      readonly command: readonly string[];
      /** Variables beside PATH and the like. */
      readonly env: Readonly<Record<string, string>>;
      /** Folder that it runs in, as the user wrote it. */
      readonly cwd: string;
    };

/** What came of asking a server. Lists are as it gave them, page after page. */
export type ListingOutcome =
  | {
      readonly kind: "listed";
      /** What it says of itself: `serverInfo` and `instructions`. */
      readonly info: object;
      readonly instructions?: string;
      readonly capabilities: object;
      readonly tools: readonly object[];
      readonly resources: readonly object[];
      readonly resourceTemplates: readonly object[];
      readonly prompts: readonly object[];
    }
  | { readonly kind: "failed"; readonly reason: string };

/** What came of reading. */
export type ReadOutcome =
  { readonly kind: "bytes"; readonly bytes: Uint8Array } | { readonly kind: "failed"; readonly reason: string };
