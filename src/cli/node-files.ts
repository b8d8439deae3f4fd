import { readdirSync, readFileSync, realpathSync, statSync, type Dirent } from "node:fs";
import { join, resolve } from "node:path";
import type { HostEntry, HostFiles } from "../host.js";

/** Most bytes of a source file that are read; TypeScript itself gives up on larger ones. */
const largestSource = 32 * 1024 * 1024;

/** The disk for the TypeScript compiler, below `cwd` where paths are relative. */
export function nodeFiles(cwd: string): HostFiles {
  return {
    directory: withSlashes(resolve(cwd)),
    read(path) {
      try {
        if (statSync(path).size > largestSource) return undefined;
        return readFileSync(path, "utf8").replace(/^\ufeff/, "");
      } catch {
        return undefined;
      }
    },
    kind,
    list(path) {
      try {
        return readdirSync(path, { withFileTypes: true })
          .flatMap((entry) => entryOf(path, entry))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      } catch {
        return [];
      }
    },
    realPath(path) {
      try {
        return withSlashes(realpathSync.native(path));
      } catch {
        return path;
      }
    },
  };
}

function entryOf(folder: string, entry: Dirent): HostEntry[] {
  const { name } = entry;
  if (entry.isDirectory()) return [{ name, kind: "directory" }];
  if (entry.isFile()) return [{ name, kind: "file" }];
  const target = entry.isSymbolicLink() ? kind(join(folder, name)) : undefined;
  return target === undefined ? [] : [{ name, kind: target }];
}

function kind(path: string): "file" | "directory" | undefined {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    return status?.isFile() === true ? "file" : status?.isDirectory() === true ? "directory" : undefined;
  } catch {
    // Links in a circle, folders without permission: nothing that could be read.
    return undefined;
  }
}

/** Windows' separators as everybody else's. */
function withSlashes(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}
