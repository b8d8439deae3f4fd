import { readFile, realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { missingDependencies } from "../writer/missing-dependencies.js";

/**
 * What the package that a server lies within lacks. A package that is installed where the package's code would find it counts
 * as there, also when another package.json of a workspace names it.
 *
 * @param wanted text of the package.json that a project of its own would have
 */
export async function packageNeeds(wanted: string, output: string, cwd: string): Promise<Diagnostics["list"]> {
  const folder = await realpath(resolve(cwd, output)).catch(() => resolve(cwd, output));
  const declared = await nearest(folder, "package.json");
  const missing: string[] = [];
  for (const need of missingDependencies(wanted, declared ?? "{}")) {
    const [, name = ""] = /^(.+)@/.exec(need) ?? [];
    const installed = versionOf(await nearest(folder, join("node_modules", name, "package.json")));
    const asDeclared = JSON.stringify({ dependencies: { [name]: installed } });
    if (installed === undefined || missingDependencies(only(name, need), asDeclared).length > 0) missing.push(need);
  }
  const diagnostics = new Diagnostics();
  if (missing.length > 0) diagnostics.report("output/missing-dependency", undefined, { packages: missing });
  return diagnostics.list;
}

/** A package.json with one dependency, from its install form `name@range`. */
function only(name: string, need: string): string {
  return JSON.stringify({ dependencies: { [name]: need.slice(name.length + 1) } });
}

function versionOf(text: string | undefined): string | undefined {
  const manifest: unknown = text === undefined ? undefined : parsed(text);
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return undefined;
  return typeof manifest.version === "string" ? manifest.version : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Text of a file in a folder or the nearest one above it. */
async function nearest(folder: string, path: string): Promise<string | undefined> {
  const text = await readFile(join(folder, path), "utf8").catch(() => undefined);
  const parent = dirname(folder);
  return text ?? (parent === folder ? undefined : nearest(parent, path));
}
