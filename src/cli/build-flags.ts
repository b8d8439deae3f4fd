import { compact } from "../ir/compact.js";
import { FlagReader, type FlagDefinition, type FlagValues } from "./flag.js";
import { generationFlags, typedGenerationFlags, type GenerationFlags } from "./generation-flags.js";

/** All options of `mcpgen build` and `mcpgen check`, as they stand on the command line; the output folder is the configuration's. */
export interface BuildFlags extends Omit<GenerationFlags, "output" | "allowRemote"> {
  /** Path of the configuration file; absent: it is looked for. */
  readonly config?: string;
  /** Build again whenever something changes. */
  readonly watch?: boolean;
}

const configFlag: FlagDefinition = {
  long: "--config",
  short: "-c",
  value: "path",
  about: 'configuration file (default: mcpgen.config.ts, .js, .mjs or .json, or "mcpgen" in package.json)',
};

/** The options of `mcpgen build`, in the order of the help. */
export const buildFlags: readonly FlagDefinition[] = [
  configFlag,
  {
    long: "--watch",
    short: "-w",
    conflict: "check",
    about: "build again whenever an input or the configuration changes",
  },
  ...generationFlags,
];

/** The options of `mcpgen check`, in the order of the help. */
export const checkFlags: readonly FlagDefinition[] = [
  configFlag,
  ...generationFlags.filter(({ long }) => long === "--strict" || long === "--quiet" || long === "--format"),
];

/** Types the options that were given; their values are valid already. */
export function typedBuildFlags(values: FlagValues): BuildFlags {
  const flags = new FlagReader(values);
  const { output: _output, allowRemote: _allowRemote, ...generation } = typedGenerationFlags(values);
  return { ...generation, ...compact({ config: flags.text("config"), watch: flags.isOn("watch") }) };
}
