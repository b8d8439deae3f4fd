import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { packageRoot } from "../../src/cli/package-root.js";
import type { GeneratedFile } from "../../src/emitter/generated-file.js";

/** A project as Node runs it: its sources without their types. */
export interface ImportedProject {
  /** The exports of a module, by its path in the project without the extension, e.g. `src/server`. */
  load(module: string): Promise<Readonly<Record<string, unknown>>>;
  remove(): Promise<void>;
}

/** Strips the types of a generated project and puts it where Node can import it. */
export async function importProject(files: readonly GeneratedFile[]): Promise<ImportedProject> {
  const folder = await mkdtemp(join(tmpdir(), "mcpgen-emitted-"));
  await symlink(join(packageRoot, "node_modules"), join(folder, "node_modules"), "junction");
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const sources = files.filter(({ path }) => path.endsWith(".ts"));
  await Promise.all(
    sources.map(async ({ path, text }) => {
      const file = join(folder, path.replace(/\.ts$/, ".js"));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, stripped(text));
    }),
  );
  return {
    load: async (module) => {
      const exports: unknown = await import(pathToFileURL(join(folder, `${module}.js`)).href);
      if (!isRecord(exports)) throw new Error(`${module} exports nothing`);
      return exports;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

function stripped(text: string): string {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
  });
  return outputText;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
