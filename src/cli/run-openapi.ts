import { resolve } from "node:path";
import { openApiInput, optionsDigest } from "../config/openapi-options.js";
import { inputKey } from "../writer/create-lock.js";
import { upToDate } from "../writer/up-to-date.js";
import type { OpenApiRequest } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import { nothingChanged } from "./nothing-changed.js";
import type { Surroundings } from "./surroundings.js";

/**
 * Runs `mcpgen openapi` and returns the exit code. When nothing has changed since the last run, this module and what it
 * imports is all that is loaded.
 */
export async function runOpenApi(request: OpenApiRequest, surroundings: Surroundings): Promise<number> {
  const { document, flags } = request;
  const { terminal, cwd, version } = surroundings;
  if (document === "-" && surroundings.stdin.isTTY === true) {
    terminal.err("error: nothing is piped into standard input, where `-` reads the document\n");
    return exitCodes.usage;
  }
  const stdin = document === "-" ? await readAll(surroundings.stdin) : undefined;
  const input = openApiInput(document, flags, stdin);
  const { output } = flags;
  const options = output === undefined ? "" : optionsDigest(input, (path) => inputKey(path, output, cwd));

  if (output !== undefined && mayExitEarly(flags)) {
    const lock = upToDate(resolve(cwd, output), { generator: version, name: flags.name, options, stdin });
    if (lock !== undefined && !(flags.strict === true && lock.warnings > 0)) {
      if (flags.quiet !== true && flags.format === "text") terminal.err(`${nothingChanged(lock, "--check")}\n`);
      return exitCodes.done;
    }
  }
  const { generate } = await import("./generate.js");
  const { exitCode } = await generate({ input, options, flags }, surroundings);
  return exitCode;
}

/** Whether the run is one that has nothing to say when nothing has changed. */
function mayExitEarly(flags: OpenApiRequest["flags"]): boolean {
  return flags.print === undefined && flags.check !== true && flags.dryRun !== true && flags.force !== true;
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
