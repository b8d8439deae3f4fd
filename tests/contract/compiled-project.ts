import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { packageRoot } from "../../src/cli/package-root.js";
import type { GeneratedFile } from "../../src/emitter/generated-file.js";

const run = promisify(execFile);

/**
 * Puts a generated project into a folder of its own below `.scratch` and compiles it with its own tsconfig.json; gives the
 * folder with the compiled `main.js`. Packages are found in mcpgen's own `node_modules`, which lies above.
 *
 * @param yours texts in place of generated files, or beside them, by path: what the author wrote
 * @throws Error with what `tsc` says when the project does not type-check
 */
export async function compiledProject(
  name: string,
  files: readonly Pick<GeneratedFile, "path" | "text">[],
  yours: Readonly<Record<string, string>> = {},
): Promise<string> {
  const root = join(packageRoot, ".scratch", name);
  rmSync(root, { recursive: true, force: true });
  const texts = new Map([...files.map(({ path, text }) => [path, text] as const), ...Object.entries(yours)]);
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const tsc = join(packageRoot, "node_modules", "typescript", "bin", "tsc");
  try {
    await run(process.execPath, [tsc, "-p", root], { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    throw new Error(`The project does not type-check:\n${output}`, { cause: error });
  }
  return join(root, "dist");
}
