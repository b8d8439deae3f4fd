import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Names of the configuration file, in the order in which they are looked for. */
const names = ["mcpgen.config.ts", "mcpgen.config.mts", "mcpgen.config.js", "mcpgen.config.mjs", "mcpgen.config.json"];

/**
 * Absolute path of the configuration file: in the folder, or in the nearest one above it up to the repository's root; a
 * package.json counts when it has the key `mcpgen`. `undefined` when there is none.
 */
export function findConfig(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = configIn(at);
    if (found !== undefined || existsSync(join(at, ".git")) || dirname(at) === at) return found;
  }
}

/** The configuration file that a path names: the file itself, or the one in that folder. `undefined` when there is none. */
export function configAt(path: string, cwd: string): string | undefined {
  const absolute = resolve(cwd, path);
  const status = statSync(absolute, { throwIfNoEntry: false });
  return status?.isDirectory() === true ? configIn(absolute) : status?.isFile() === true ? absolute : undefined;
}

function configIn(folder: string): string | undefined {
  const name = names.find((one) => existsSync(join(folder, one)));
  if (name !== undefined) return join(folder, name);
  const manifest = join(folder, "package.json");
  return hasKey(manifest) ? manifest : undefined;
}

function hasKey(manifest: string): boolean {
  try {
    const value: unknown = JSON.parse(readFileSync(manifest, "utf8"));
    return typeof value === "object" && value !== null && "mcpgen" in value;
  } catch {
    return false;
  }
}
