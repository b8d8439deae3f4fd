import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the package. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The command line as it is shipped: `npm test` builds it first. */
export const main = join(root, "dist/cli/main.js");

/** Runs the command line to its end. */
export function mcpgen(cwd: string, ...argv: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], {
    cwd,
    encoding: "utf8",
    timeout: 25_000,
  });
  return { status, stdout, stderr };
}
