import { resolve } from "node:path";
import { optionsDigest } from "../config/openapi-options.js";
import { inputKey } from "../writer/create-lock.js";
import { upToDate } from "../writer/up-to-date.js";
import type { TsRequest } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import { nothingChanged } from "./nothing-changed.js";
import type { Surroundings } from "./surroundings.js";
import { tsInput, type TsCommandFlags } from "./ts-flags.js";
import { tsOutput } from "./ts-output.js";

/**
 * Runs `mcpgen ts` and returns the exit code. When nothing has changed since the last run, this module and what it imports is
 * all that is loaded: no compiler.
 */
export async function runTs({ inputs, flags }: TsRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, cwd, version } = surroundings;
  const { output, layout } = tsOutput(inputs, flags.output, cwd);
  const input = tsInput(inputs, flags, layout);
  const options = optionsDigest(input, (path) => inputKey(path, output, cwd));

  if (mayExitEarly(flags)) {
    const lock = upToDate(resolve(cwd, output), { generator: version, name: flags.name, options, stdin: undefined });
    if (lock !== undefined && !(flags.strict === true && lock.warnings > 0)) {
      if (flags.quiet !== true && flags.format === "text") terminal.err(`${nothingChanged(lock, "--check")}\n`);
      return exitCodes.done;
    }
  }
  const { generate } = await import("./generate.js");
  const once = () =>
    generate({ input, options, flags: { ...flags, output }, tellsChanges: flags.watch === true }, surroundings);
  if (flags.watch === true) {
    const { watch } = await import("./watch.js");
    return watch(once, surroundings);
  }
  const { exitCode } = await once();
  return exitCode;
}

/** Whether the run is one that has nothing to say when nothing has changed. */
function mayExitEarly(flags: TsCommandFlags): boolean {
  const { print, check, dryRun, force, watch } = flags;
  return print === undefined && check !== true && dryRun !== true && force !== true && watch !== true;
}
