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

/**
 * The configuration file that a path names: the file itself, the one in that folder, or the one that the project in that folder
 * was generated from. `undefined` when there is none.
 *
 * @param folder absolute path of the folder that the path is relative to
 */
export function configAt(path: string, folder: string): string | undefined {
  const absolute = resolve(folder, path);
  const status = statSync(absolute, { throwIfNoEntry: false });
  if (status?.isDirectory() === true) return configIn(absolute) ?? configOfProject(absolute);
  return status?.isFile() === true ? absolute : undefined;
}

/** A generated project names the configuration that it was made from among its inputs. */
function configOfProject(folder: string): string | undefined {
  const inputs = memberOf(readJson(join(folder, "mcpgen.lock.json")), "inputs");
  if (typeof inputs !== "object" || inputs === null) return undefined;
  const files = [...names, "package.json"];
  const key = Object.keys(inputs).find((input) => files.includes(input.slice(input.lastIndexOf("/") + 1)));
  const file = key === undefined ? undefined : resolve(folder, key);
  return file !== undefined && existsSync(file) ? file : undefined;
}

/**
 * What the lock file of a project says of its source, where a command made it and no configuration; with the lock file's path.
 *
 * @param folder absolute path of the folder that the path is relative to
 */
export function lockedSourceAt(
  path: string,
  folder: string,
): { readonly file: string; readonly source: unknown } | undefined {
  const file = join(resolve(folder, path), "mcpgen.lock.json");
  const source = memberOf(readJson(file), "source");
  return source === undefined ? undefined : { file, source };
}

/** Whether a file of this name is a configuration, whatever it holds. */
export function isConfigName(name: string): boolean {
  return names.includes(name) || name === "package.json";
}

function configIn(folder: string): string | undefined {
  const name = names.find((one) => existsSync(join(folder, one)));
  if (name !== undefined) return join(folder, name);
  const manifest = join(folder, "package.json");
  return memberOf(readJson(manifest), "mcpgen") === undefined ? undefined : manifest;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
