import { FlagReader, type FlagDefinition, type FlagValues } from "./flag.js";

const formats = ["text", "json"] as const;

/** All options of `mcpgen lint`, as they stand on the command line. */
export interface LintFlags {
  readonly format: (typeof formats)[number];
  /** Exit with 1 when there is a warning. */
  readonly strict: boolean;
  /** Leave notes out. */
  readonly quiet: boolean;
}

/** The options of `mcpgen lint`, in the order of the help. */
export const lintFlags: readonly FlagDefinition[] = [
  { long: "--strict", about: "exit with 1 when there is a warning" },
  { long: "--quiet", about: "leave notes out" },
  { long: "--format", value: "format", choices: formats, default: "text", about: "how findings are printed" },
];

/** Types the options that were given; their values are valid already. */
export function typedLintFlags(values: FlagValues): LintFlags {
  const flags = new FlagReader(values);
  return {
    format: flags.choice("format", formats) ?? "text",
    strict: flags.isOn("strict") ?? false,
    quiet: flags.isOn("quiet") ?? false,
  };
}
