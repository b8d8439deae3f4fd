import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeHost } from "../../src/cli/node-host.js";
import { packageRoot } from "../../src/cli/package-root.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { emit } from "../../src/emitter/emit.js";
import type { GeneratedFile } from "../../src/emitter/generated-file.js";
import type { Program } from "../../src/ir/program.js";

/** mcpgen's own files. */
const host = {
  asset: (path: string) => readFile(join(packageRoot, path), "utf8"),
  assets: (path: string) => nodeHost(packageRoot).assets(path),
};

/** The same, with a runtime whose modules are empty: most tests ask only what is generated. */
const hostWithoutRuntime = {
  ...host,
  asset: (path: string) => (path.startsWith("src/runtime/") ? Promise.resolve("export {};\n") : host.asset(path)),
};

/** The generated project of a program; the copied runtime is empty. */
export async function emitted(program: Program): Promise<readonly GeneratedFile[]> {
  const { files } = await emit(program, { layout: "project", sdk: "v1" }, hostWithoutRuntime, new Diagnostics());
  return files;
}

/** The generated project of a program, fit to run. */
export async function emittedWithRuntime(program: Program): Promise<readonly GeneratedFile[]> {
  const { files } = await emit(program, { layout: "project", sdk: "v1" }, host, new Diagnostics());
  return files;
}

/** The files that are generated for this program, not copied. */
export function ownFiles(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  return files.filter(({ path }) => !path.startsWith("src/runtime/"));
}

/** The text of one file. */
export function textOf(files: readonly GeneratedFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (file === undefined)
    throw new Error(`${path} is not emitted; there are ${files.map((one) => one.path).join(", ")}`);
  return file.text;
}
