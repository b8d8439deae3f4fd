/** The compiler's only way to the world: what it may read. Tests pass one that lives in memory. */
export interface Host {
  /** Bytes of a file of the user's, or why it cannot be read. `path` is as the user wrote it, or relative to such a path. */
  read(path: string): Promise<ReadOutcome>;
  /** Real path with symbolic links followed, for deciding what lies inside a folder; the path itself when it does not exist. */
  realPath(path: string): Promise<string>;
  /** Body of an http or https address; called only for addresses that the user allowed. */
  fetch(url: string): Promise<ReadOutcome>;
  /** Text of a file of mcpgen's own (`generator-templates/…`, `src/runtime/…`), by its path in the package. */
  asset(path: string): Promise<string>;
  /** Paths of mcpgen's own files below a folder of the package, sorted by code unit, with `/`. */
  assets(directory: string): Promise<readonly string[]>;
}

/** What came of reading. */
export type ReadOutcome =
  { readonly kind: "bytes"; readonly bytes: Uint8Array } | { readonly kind: "failed"; readonly reason: string };
