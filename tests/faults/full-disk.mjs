// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, petstore, workspace } from "./project.mjs";

/**
 * A file system that has room for some of a project, and later for all of one but not for the next beside it. Needs the right to
 * mount one; skipped by name where that is missing.
 *
 * @param {import("./run.mjs").FaultOptions} options
 * @returns {Promise<import("./run.mjs").Finding[]>}
 */
export async function fullDisk({ isQuick }) {
  const folder = join(workspace, "disk");
  const sizes = isQuick ? [64] : [16, 32, 64, 128, 200];
  const findings = [];
  for (const size of sizes) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}k`, "tmpfs", folder]);
    if (mounted.status !== 0) {
      return [
        {
          what: "the disk is full",
          expected: "exit code 1, a sentence, no file left",
          figures: "skipped: a small file system cannot be mounted here",
          holds: "unproven",
        },
      ];
    }
    try {
      const output = join(folder, "server");
      const run = spawnSync(process.execPath, [cli, "openapi", petstore, "-o", "server"], {
        cwd: folder,
        encoding: "utf8",
      });
      const left = existsSync(output) ? readdirSync(output).filter((name) => !name.startsWith(".mcpgen")) : [];
      const said = /error[^\n]*/.exec(run.stderr)?.[0] ?? "";
      writeFileSync(join(folder, "free"), "");
      findings.push({
        what: `a disk of ${size} kB is full`,
        expected: "exit code 1, a sentence, no file left",
        figures: `exit code ${run.status}, ${left.length} files left; ${JSON.stringify(said.slice(0, 140))}`,
        holds: run.status === 1 && left.length === 0 && /space|full|ENOSPC/i.test(said) && !/\n\s+at /.test(run.stderr),
      });
    } finally {
      spawnSync("umount", [folder]);
    }
  }
  return Promise.resolve(findings);
}
