// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {{ version: string, script: string }} Compiler
 */

/**
 * A TypeScript compiler: 6 is the project's own, others are installed into `.scratch` when they are asked for.
 *
 * @param {string} root
 * @param {string} version
 * @returns {Compiler}
 */
export function typeScriptCompiler(root, version) {
  if (version === "6") return { version, script: join(root, "node_modules", "typescript", "bin", "tsc") };
  const folder = join(root, ".scratch", `typescript-${version}`);
  const script = join(folder, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(script)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: "typescript-of-another-version", private: true }),
    );
    const args = ["install", `typescript@${version}`, "--no-audit", "--no-fund", "--loglevel", "error"];
    const { status } = spawnSync("npm", args, {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    if (status !== 0) throw new Error(`npm could not install typescript@${version}`);
  }
  return { version, script };
}
