import { compact } from "../ir/compact.js";
import { FlagReader, type FlagDefinition, type FlagValues } from "./flag.js";

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

const formats = ["text", "json"] as const;
const printable = ["ir"] as const;

/** What every compiling command can be told about its run, in the order of the help. */
export const generationFlags: readonly FlagDefinition[] = [
  { long: "--dry-run", conflict: "check", about: "print what would be written, and write nothing" },
  { long: "--check", conflict: "force", about: "exit with 1 when the folder is not what would be generated" },
  { long: "--force", about: "overwrite edited files, and write into a folder of other files" },
  { long: "--strict", about: "take warnings for errors" },
  { long: "--quiet", about: "print errors and warnings only" },
  { long: "--format", value: "format", choices: formats, default: "text", about: "how diagnostics are printed" },
  {
    long: "--print",
    value: "what",
    choices: printable,
    isHidden: true,
    about: "print what is compiled instead of writing it",
  },
];

/** Types the options among those that were given; their values are valid already. */
export function typedGenerationFlags(values: FlagValues): GenerationFlags {
  const flags = new FlagReader(values);
  return compact({
    output: flags.text("output"),
    allowRemote: flags.isOn("allow-remote"),
    dryRun: flags.isOn("dry-run"),
    check: flags.isOn("check"),
    force: flags.isOn("force"),
    strict: flags.isOn("strict"),
    quiet: flags.isOn("quiet"),
    format: flags.choice("format", formats) ?? "text",
    print: flags.choice("print", printable),
  });
}
