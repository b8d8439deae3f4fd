import { dirname } from "node:path";
import { configAt, findConfig } from "../config/find-config.js";
import { digest } from "../writer/digest.js";
import { inputKey } from "../writer/create-lock.js";
import type { Lock } from "../writer/lock-file.js";
import { upToDate } from "../writer/up-to-date.js";
import type { BuildFlags } from "./build-flags.js";
import type { BuildRequest } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import { lockedOutputs } from "./locked-outputs.js";
import type { Surroundings } from "./surroundings.js";
import { nothingChanged } from "./nothing-changed.js";

/**
 * Runs `mcpgen build` or `mcpgen check` and returns the exit code. When a build finds that nothing has changed since
 * the last run, this module and what it imports is all that is loaded: the configuration is not run.
 */
export async function runBuild({ flags }: BuildRequest, surroundings: Surroundings): Promise<number> {
  const { cwd, terminal, version } = surroundings;
  const file = flags.config === undefined ? findConfig(cwd) : configAt(flags.config, cwd);
  const lock = file === undefined || !mayExitEarly(flags) ? undefined : unchangedLock(file, cwd, version);
  if (lock !== undefined && !(flags.strict === true && lock.warnings > 0)) {
    if (flags.quiet !== true && flags.format === "text") terminal.err(`${nothingChanged(lock, "--dry-run")}\n`);
    return exitCodes.done;
  }
  const { build } = await import("./build.js");
  return build({ file, flags }, surroundings);
}

/**
 * Whether the run is one that has nothing to say when nothing has changed. A check has: whoever changes generated files may have
 * changed the lock file with them.
 */
function mayExitEarly(flags: BuildFlags): boolean {
  const { print, check, dryRun, force, watch } = flags;
  return print === undefined && check !== true && dryRun !== true && force !== true && watch !== true;
}

function unchangedLock(file: string, cwd: string, version: string): Lock | undefined {
  for (const root of lockedOutputs(dirname(file))) {
    const options = configDigest(inputKey(file, root, cwd));
    const lock = upToDate(root, { generator: version, name: undefined, options, stdin: undefined });
    if (lock !== undefined) return lock;
  }
  return undefined;
}

/**
 * What the lock file keeps as the options of a run by configuration: which file it was. What it says counts as an input.
 *
 * @param key how the lock file names the configuration file
 */
export function configDigest(key: string): string {
  return digest(JSON.stringify(["configuration", key]));
}
