import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/cli/package-root.js";

const run = promisify(execFile);
const root = join(packageRoot, ".scratch", "examples", "notes");

describe("the example of notes", () => {
  beforeAll(() => {
    rmSync(root, { recursive: true, force: true });
    cpSync(join(packageRoot, "examples", "notes"), root, { recursive: true });
    installPackages(root);
  });

  test("is built by a prebuild step, and its tests pass against the running server", async () => {
    const { stdout } = await npm("test");
    expect(stdout).toContain("# pass 4\n# fail 0\n");
  }, 180_000);

  test("is not written again by a second build", async () => {
    const { stderr } = await npm("run", "prebuild");
    expect(stderr).toContain("notes-example: nothing has changed");
  }, 60_000);
});

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

async function npm(...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  try {
    return await run("npm", args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const said = error instanceof Error && "stdout" in error && "stderr" in error ? [error.stdout, error.stderr] : [];
    throw new Error(`npm ${args.join(" ")} failed:\n${said.map(String).join("\n")}`, { cause: error });
  }
}
