import { resolve } from "node:path";
import { openApiInput, optionsDigest } from "../config/openapi-options.js";
import { inputKey } from "../writer/create-lock.js";
import { upToDate } from "../writer/up-to-date.js";
import type { OpenApiRequest } from "./command-line.js";
import { exitCodes } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";

/** What a command is given of the process. */
export interface Surroundings {
  /** Version of mcpgen. */
  readonly version: string;
  readonly terminal: Terminal;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
}

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
      if (flags.quiet !== true && flags.format === "text") {
        const again = lock.warnings === 0 ? "" : `; ${warnings(lock.warnings)} as before, which --check shows again`;
        terminal.err(`${lock.name}: nothing has changed${again}\n`);
      }
      return exitCodes.done;
    }
  }
  const { generate } = await import("./generate.js");
  return generate({ input, options, flags }, surroundings);
}

/** Whether the run is one that has nothing to say when nothing has changed. */
function mayExitEarly(flags: OpenApiRequest["flags"]): boolean {
  return flags.print === undefined && flags.check !== true && flags.dryRun !== true && flags.force !== true;
}

function warnings(count: number): string {
  return count === 1 ? "1 warning" : `${String(count)} warnings`;
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
