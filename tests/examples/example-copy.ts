import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { packageRoot } from "../../src/cli/package-root.js";

const run = promisify(execFile);

/** Runs npm in an example. */
export type Npm = (...args: readonly string[]) => Promise<{ readonly stdout: string; readonly stderr: string }>;

/** A copy of a folder of `examples/`, with its packages in place. */
export function exampleCopy(name: string): Npm {
  const root = join(packageRoot, ".scratch", "examples", name);
  rmSync(root, { recursive: true, force: true });
  cpSync(join(packageRoot, "examples", name), root, { recursive: true });
  installPackages(root);
  return async (...args) => npm(root, args);
}

/** The packages of mcpgen's own `node_modules`, mcpgen itself and its command, as an installation would put them there. */
function installPackages(folder: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const name of readdirSync(join(packageRoot, "node_modules"))) {
    if (!name.startsWith(".") && name !== "mcpgen")
      symlinkSync(join(packageRoot, "node_modules", name), join(modules, name), "junction");
  }
  symlinkSync(packageRoot, join(modules, "mcpgen"), "junction");
  command(modules, "mcpgen", join(packageRoot, "dist", "cli", "main.js"));
  command(modules, "tsc", join(packageRoot, "node_modules", "typescript", "bin", "tsc"));
}

function command(modules: string, name: string, script: string): void {
  writeFileSync(join(modules, ".bin", name), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`, {
    mode: 0o755,
  });
}

async function npm(root: string, args: readonly string[]): ReturnType<Npm> {
  try {
    return await run("npm", args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const said = error instanceof Error && "stdout" in error && "stderr" in error ? [error.stdout, error.stderr] : [];
    throw new Error(`npm ${args.join(" ")} failed:\n${said.map(String).join("\n")}`, { cause: error });
  }
}
