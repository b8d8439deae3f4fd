import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { packageRoot } from "../../src/cli/package-root.js";
import { compileFixture, isRuntimeCopy, listFiles, type Fixture } from "../golden/fixture.js";

const run = promisify(execFile);

/** Paths of a project's own that no build needs. */
const beside = new Set(["diagnostics.txt", "gitattributes.txt", "mcpgen.lock.json"]);

/** The compiled projects of fixtures. */
export interface BuiltProjects {
  /** Folder with the compiled `main.js` of a fixture, by its name. */
  folderOf(fixture: string): string;
}

/**
 * Puts every expected project together with the runtime's copies, and compiles them all with one run of `tsc`, under the
 * options of the generated tsconfig.json. Packages are found in mcpgen's own `node_modules`, which lies above.
 *
 * @throws Error with what `tsc` says when a project does not type-check.
 */
export async function buildProjects(
  fixtures: readonly Fixture[],
  workspace = "contract",
  sdk: "v1" | "v2" = "v1",
): Promise<BuiltProjects> {
  const root = join(packageRoot, ".scratch", workspace);
  rmSync(root, { recursive: true, force: true });
  for (const fixture of fixtures) await assemble(fixture, join(root, fixture.name), sdk);
  const [first] = fixtures;
  if (first !== undefined) await typeCheck(root, first.name);
  return { folderOf: (name) => join(root, "dist", name, "src") };
}

async function assemble(fixture: Fixture, folder: string, sdk: "v1" | "v2"): Promise<void> {
  for (const path of listFiles(fixture.expected)) {
    if (!beside.has(path)) place(folder, path, readFileSync(join(fixture.expected, path), "utf8"));
  }
  const { files } = await compileFixture(fixture, undefined, sdk);
  for (const { path, text } of files) {
    if (isRuntimeCopy({ path })) place(folder, path, text);
  }
}

function place(folder: string, path: string, text: string): void {
  const absolute = join(folder, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

async function typeCheck(root: string, first: string): Promise<void> {
  const config = {
    extends: `./${first}/tsconfig.json`,
    compilerOptions: { rootDir: ".", outDir: "dist", noEmit: false, declaration: true, strict: true },
    include: ["*/src"],
    exclude: ["dist"],
  };
  writeFileSync(join(root, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(packageRoot, "node_modules", "typescript", "bin", "tsc");
  try {
    await run(process.execPath, [tsc, "-p", root], { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    throw new Error(`The expected projects do not type-check:\n${output}`, { cause: error });
  }
  // What is compiled are modules, as the package.json of each project says.
  writeFileSync(join(root, "dist", "package.json"), JSON.stringify({ type: "module" }));
}
