#!/usr/bin/env node
import type { Request } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import { explainBug } from "./explain-bug.js";
import { packageVersion } from "./package-root.js";
import { quickReading } from "./quick-reading.js";
import { processTerminal } from "./terminal.js";
import { tuneEngine } from "./tune-engine.js";

const terminal = processTerminal(process);

tuneEngine();
process.on("uncaughtException", fail);
// Nothing is left to do: the system takes the heap back at once, where the engine would free it object by object.
process.once("beforeExit", () => process.exit());
main().then((exitCode) => {
  process.exitCode = exitCode;
}, fail);

async function main(): Promise<number> {
  const version = packageVersion();
  const argv = process.argv.slice(2);
  const request = quickReading(argv) ?? (await explainedReading(argv, version));
  const surroundings = { version, terminal, cwd: process.cwd(), stdin: process.stdin };
  switch (request.kind) {
    case "answered":
      return request.exitCode;
    case "openapi": {
      const { runOpenApi } = await import("./run-openapi.js");
      return runOpenApi(request, surroundings);
    }
    case "ts": {
      const { runTs } = await import("./run-ts.js");
      return runTs(request, surroundings);
    }
    case "list": {
      const { runList } = await import("./run-list.js");
      return runList(request, surroundings);
    }
    case "call": {
      const { runCall } = await import("./run-call.js");
      return runCall(request, surroundings);
    }
    case "run": {
      const { runServer } = await import("./run-server.js");
      return runServer(request, surroundings);
    }
    case "bundle": {
      const { runBundle } = await import("./run-server.js");
      return runBundle(request, surroundings);
    }
    case "init": {
      const { runInit } = await import("./run-init.js");
      return runInit(request, surroundings);
    }
    case "install": {
      const { runInstall } = await import("./run-install.js");
      return runInstall(request, surroundings);
    }
    case "lint": {
      const { runLint } = await import("./run-lint.js");
      return runLint(request, surroundings);
    }
    case "diff": {
      const { runDiff } = await import("./run-diff.js");
      return runDiff(request, surroundings);
    }
    case "build": {
      const { runBuild } = await import("./run-build.js");
      return runBuild(request, surroundings);
    }
  }
}

async function explainedReading(argv: readonly string[], version: string): Promise<Request> {
  const { readCommandLine } = await import("./command-line.js");
  return readCommandLine(argv, version, terminal);
}

/** Whatever arrives here is a bug: faults of the input and the disk are diagnostics. */
function fail(error: unknown): void {
  terminal.err(explainBug(error, process.env["MCPGEN_DEBUG"] !== undefined));
  process.exit(exitCodes.bug);
}
