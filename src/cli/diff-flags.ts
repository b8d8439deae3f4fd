import { compact } from "../ir/compact.js";
import { FlagReader, type FlagDefinition, type FlagValues } from "./flag.js";

const formats = ["text", "json", "markdown"] as const;
const levels = ["breaking", "compatible", "wording"] as const;

/** All options of `mcpgen diff`, as they stand on the command line. */
export interface DiffFlags {
  readonly format: (typeof formats)[number];
  /** The least change that makes the exit code 1. */
  readonly failOn?: (typeof levels)[number];
}

/** The options of `mcpgen diff`, in the order of the help. */
export const diffFlags: readonly FlagDefinition[] = [
  { long: "--format", value: "format", choices: formats, default: "text", about: "how the changes are printed" },
  {
    long: "--fail-on",
    value: "level",
    choices: levels,
    about: "exit with 1 when there is such a change, or a graver one",
  },
];

/** Types the options that were given; their values are valid already. */
export function typedDiffFlags(values: FlagValues): DiffFlags {
  const flags = new FlagReader(values);
  return { format: flags.choice("format", formats) ?? "text", ...compact({ failOn: flags.choice("fail-on", levels) }) };
}
