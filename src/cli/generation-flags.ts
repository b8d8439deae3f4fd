/** Options of the command line that decide what a run does with what is compiled. */
export interface GenerationFlags {
  /** Output folder; absent only with `print`. */
  readonly output?: string;
  /** Whether documents may be read from addresses. */
  readonly allowRemote?: boolean;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly force?: boolean;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly format: "text" | "json";
  /** Print the IR instead of writing a project. */
  readonly print?: "ir";
}
