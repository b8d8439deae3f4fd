import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { bundleServer } from "./bundle-server.js";
import { cachedServer } from "./cached-server.js";
import type { BundleRequest, RunRequest } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import { Report } from "./report.js";
import type { Surroundings } from "./surroundings.js";

/** Runs `mcpgen run`: serves a document or a generated folder, for trying out; returns the server's exit code. */
export async function runServer({ target, args }: RunRequest, { terminal, cwd }: Surroundings): Promise<number> {
  const report = new Report(terminal, { format: "text", quiet: true, strict: false });
  const diagnostics = new Diagnostics();
  if (!existsSync(resolve(cwd, target))) {
    diagnostics.report("output/cannot-bundle", undefined, { target, reason: "there is no such file or folder" });
    report.add(diagnostics.list);
    report.print();
    return exitCodes.failed;
  }
  const { file, diagnostics: found } = await cachedServer(target, cwd);
  report.add(found);
  report.print();
  if (file === undefined) return exitCodes.failed;
  // Standard input and output are the protocol's.
  const child = spawn(process.execPath, [file, ...args], { cwd, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((end) =>
    child.on("exit", (code) => {
      end(code ?? exitCodes.done);
    }),
  );
}

/** Runs `mcpgen bundle`: one JavaScript file of a generated folder; returns the exit code. */
export async function runBundle({ folder, output }: BundleRequest, { terminal, cwd }: Surroundings): Promise<number> {
  const bundled = await bundleServer(resolve(cwd, folder), resolve(cwd, output));
  if (bundled.kind === "failed") {
    const diagnostics = new Diagnostics();
    diagnostics.report("output/cannot-bundle", undefined, { target: folder, reason: bundled.reason });
    const report = new Report(terminal, { format: "text", quiet: true, strict: false });
    report.add(diagnostics.list);
    report.print();
    return exitCodes.failed;
  }
  terminal.err(`${output}: ${String(Math.round(bundled.bytes / 1000))} kB; node ${output} serves stdio\n`);
  return exitCodes.done;
}
