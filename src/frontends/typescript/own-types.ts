import { posix } from "node:path";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Host } from "../../host.js";
import type { ProjectConfig } from "./compiler/read-config.js";
import type { RecordedFiles } from "./compiler/recorded-files.js";

/** A relative import or export of a declaration file. */
const relativeImport = /(?:\bfrom|\bimport|\bimport\()\s*"(\.[^"]+)\.js"/g;

/**
 * Makes `mcpgen` known to a package in which it is not installed, from the declarations of the running copy, and says so.
 *
 * @returns whether a file declares mcpgen's own types: those of the package, of this copy, or of a generated runtime
 */
export async function provideOwnTypes(
  sources: readonly string[],
  config: ProjectConfig,
  files: RecordedFiles,
  host: Host,
  diagnostics: Diagnostics,
): Promise<(path: string) => boolean> {
  const root = posix.join(config.folder, "node_modules/mcpgen");
  const user = sources.find((path) => /["']mcpgen["']/.test(files.read(path) ?? ""));
  const isMissing =
    user !== undefined && config.manifest["name"] !== "mcpgen" && !isInstalled(posix.dirname(user), files);
  if (isMissing) {
    const file = posix.relative(files.directory, user);
    diagnostics.report("typescript/mcpgen-not-installed", undefined, { file });
    await addDeclarations(root, files, host);
  }
  const known = new Map<string, boolean>();
  return (path) => {
    const seen = known.get(path);
    if (seen !== undefined) return seen;
    const own = (isMissing && path.startsWith(`${root}/`)) || isOfPackage(path, files) || isOfRuntime(path, files);
    known.set(path, own);
    return own;
  };
}

function isInstalled(folder: string, files: RecordedFiles): boolean {
  for (let at = folder; ; at = posix.dirname(at)) {
    if (files.kind(posix.join(at, "node_modules/mcpgen/package.json")) === "file") return true;
    if (posix.dirname(at) === at) return false;
  }
}

/** The declarations of the light entry, and of what they import. */
async function addDeclarations(root: string, files: RecordedFiles, host: Host): Promise<void> {
  files.add(`${root}/package.json`, JSON.stringify({ name: "mcpgen", type: "module", types: "./dist/index.d.ts" }));
  const seen = new Set<string>();
  let wanted = ["dist/index.d.ts"];
  while (wanted.length > 0) {
    for (const path of wanted) seen.add(path);
    const texts = await Promise.all(wanted.map(async (path) => [path, await host.asset(path)] as const));
    for (const [path, text] of texts) files.add(`${root}/${path}`, text);
    wanted = texts
      .flatMap(([path, text]) =>
        Array.from(
          text.matchAll(relativeImport),
          ([, specifier = ""]) => `${posix.join(posix.dirname(path), specifier)}.d.ts`,
        ),
      )
      .filter((path, index, all) => !seen.has(path) && all.indexOf(path) === index);
  }
}

/** A file below `dist` or `src` of a package that is called mcpgen. */
function isOfPackage(path: string, files: RecordedFiles): boolean {
  const folder = /^(.*)\/(?:dist|src)\/(?:runtime\/)?[\w-]+(?:\.d)?\.ts$/.exec(path)?.[1];
  const manifest = folder === undefined ? undefined : files.read(`${folder}/package.json`);
  return manifest !== undefined && /"name"\s*:\s*"mcpgen"/.test(manifest);
}

/** A module of a runtime that mcpgen copied. */
function isOfRuntime(path: string, files: RecordedFiles): boolean {
  return /\/runtime\/[\w-]+\.ts$/.test(path) && files.read(path)?.startsWith("// Copied from mcpgen") === true;
}
