import { surfaceOptions } from "../config/openapi-options.js";
import type { CompileInput, CompileOptions } from "../compile.js";
import { compact } from "../ir/compact.js";
import { FlagReader, type FlagDefinition, type FlagValues } from "./flag.js";
import { surfaceFlags, typedSurfaceFlags, type SurfaceFlags } from "./surface-flags.js";
import { generationFlags, typedGenerationFlags, type GenerationFlags } from "./generation-flags.js";

/** All options of `mcpgen ts`, as they stand on the command line. */
export interface TsCommandFlags extends Omit<GenerationFlags, "allowRemote">, SurfaceFlags {
  readonly name?: string;
  readonly namespace?: string;
  /** False with `--no-coerce`. */
  readonly coerce?: boolean;
  readonly sdk?: CompileOptions["sdk"];
  /** Build again whenever something changes. */
  readonly watch?: boolean;
}

const sdkLines = ["v1", "v2"] as const;

/** The options of `mcpgen ts`, in the order of the help. */
export const tsFlags: readonly FlagDefinition[] = [
  {
    long: "--output",
    short: "-o",
    value: "dir",
    about:
      "folder of the server (default: mcp/ beside the first input folder); outside the package: a project of its own",
  },
  {
    long: "--name",
    value: "name",
    about: "name of the server and its provider (default: the package's, the folder's)",
  },
  { long: "--namespace", value: "prefix", about: "prefix of all names that clients see" },
  { long: "--no-coerce", about: "take arguments only in their declared type" },
  ...surfaceFlags,
  { long: "--sdk", value: "line", choices: sdkLines, default: "v1", about: "line of the MCP SDK that the server uses" },
  {
    long: "--watch",
    short: "-w",
    conflict: "check",
    about: "build again whenever a source changes, and tell what changed for the model",
  },
  ...generationFlags,
];

/** Types the options that were given; their values are valid already. */
export function typedTsFlags(values: FlagValues): TsCommandFlags {
  const flags = new FlagReader(values);
  const { allowRemote: _allowRemote, ...generation } = typedGenerationFlags(values);
  return {
    ...generation,
    ...compact({
      name: flags.text("name"),
      namespace: flags.text("namespace"),
      coerce: flags.isOn("no-coerce") && false,
      sdk: flags.choice("sdk", sdkLines),
      ...typedSurfaceFlags(flags),
      watch: flags.isOn("watch"),
    }),
  };
}

/** The functions alone as a server. `--name` names the provider, and with it the server. */
export function tsInput(
  inputs: readonly string[],
  { name, namespace, coerce = true, sdk = "v1", ...flags }: TsCommandFlags,
  layout: CompileOptions["layout"],
): CompileInput {
  return {
    sources: [{ kind: "typescript", inputs, coerce, ...compact({ name, namespace }) }],
    options: { ...compact({ name }), ...surfaceOptions(flags), layout, sdk },
  };
}
