import type { CompileInputFile } from "../compile.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { inputKey } from "../writer/create-lock.js";
import type { BuildFlags } from "./build-flags.js";
import { exitCodes } from "./exit-codes.js";
import { generate, type GenerationOutcome } from "./generate.js";
import { readConfig } from "./read-config.js";
import { Report } from "./report.js";
import { configDigest } from "./run-build.js";
import type { Surroundings } from "./surroundings.js";
import { watch } from "./watch.js";

/** A run by configuration. */
export interface Build {
  /** Absolute path of the configuration file; absent when there is none. */
  readonly file: string | undefined;
  readonly flags: BuildFlags;
}

/** Compiles what a configuration names, once or whenever something changes; returns the exit code. */
export async function build({ file, flags }: Build, surroundings: Surroundings): Promise<number> {
  const { cwd } = surroundings;
  if (file === undefined) {
    const diagnostics = new Diagnostics();
    diagnostics.report("config/not-found", undefined, { folder: cwd, asked: flags.config });
    return failed(diagnostics, flags, surroundings, []).exitCode;
  }
  const once = (): Promise<GenerationOutcome> => buildOnce(file, flags, surroundings);
  if (flags.watch === true) return watch(once, surroundings);
  const { exitCode } = await once();
  return exitCode;
}

async function buildOnce(file: string, flags: BuildFlags, surroundings: Surroundings): Promise<GenerationOutcome> {
  const { cwd } = surroundings;
  const diagnostics = new Diagnostics();
  const { asked, inputs } = await readConfig(file, cwd, diagnostics);
  if (asked === undefined) return failed(diagnostics, flags, surroundings, inputs);
  const { input, output } = asked;
  return generate(
    {
      input,
      options: configDigest(inputKey(file, output, cwd)),
      // Whoever writes an address into the configuration allows it.
      flags: { ...flags, output, allowRemote: true },
      inputs,
    },
    surroundings,
  );
}

function failed(
  diagnostics: Diagnostics,
  { format, quiet = false, strict = false }: BuildFlags,
  { terminal }: Surroundings,
  inputs: readonly CompileInputFile[],
): GenerationOutcome {
  const report = new Report(terminal, { format, quiet, strict });
  report.add(diagnostics.list);
  report.print();
  return { exitCode: exitCodes.failed, inputs };
}
