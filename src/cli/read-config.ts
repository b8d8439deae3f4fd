import { dirname, relative, resolve } from "node:path";
import type { CompileInput, CompileInputFile } from "../compile.js";
import { configInput } from "../config/config-input.js";
import { expandMounts } from "../config/expand-mounts.js";
import { loadConfig } from "../config/load-config.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { isUrl } from "../writer/create-lock.js";

/** What a configuration asks for. */
export interface ReadConfig {
  /** Absent (and reported) when the configuration is not valid. */
  readonly asked?: {
    readonly input: CompileInput;
    /** Output folder, relative to where mcpgen runs. */
    readonly output: string;
  };
  /** The configuration's files, with those of all that it mounts. */
  readonly inputs: readonly CompileInputFile[];
}

/**
 * Loads a configuration with all that it mounts.
 *
 * @param file absolute path
 */
export async function readConfig(file: string, cwd: string, diagnostics: Diagnostics): Promise<ReadConfig> {
  const shown = (path: string): string => (isUrl(path) ? path : relative(cwd, path).replaceAll("\\", "/") || ".");
  const { config, inputs } = await loadConfig(file, shown(file), diagnostics);
  if (config === undefined) return { inputs };
  const expanded = await expandMounts(config, file, shown, diagnostics);
  const all = [...inputs, ...expanded.inputs];
  if (diagnostics.hasErrors) return { inputs: all };
  const input = configInput(config, expanded.sources, shown);
  return { asked: { input, output: shown(resolve(dirname(file), config.output)) }, inputs: all };
}
