/** A file of the output, in memory. */
export interface GeneratedFile {
  /** Path below the output folder, with `/`. */
  readonly path: string;
  /** Whole text: LF, ends with a line feed. */
  readonly text: string;
  /** `mcpgen` files are replaced by every run; `user` files are written only when absent. */
  readonly owner: "mcpgen" | "user";
}
