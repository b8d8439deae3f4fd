import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { nodeFiles } from "../../../src/cli/node-files.js";
import { packageRoot } from "../../../src/cli/package-root.js";
import type { Host, HostEntry, HostFiles } from "../../../src/host.js";

/** A package that lives in memory below this checkout, so that installed packages are found as they would be in it. */
const folder = `${packageRoot.replaceAll("\\", "/")}.scratch/memory-package`;
const disk = nodeFiles(folder);

/** Files of a package with a strict NodeNext configuration, unless they bring their own. */
export function memoryHost(given: Readonly<Record<string, string>>): Host {
  const files = new Map(
    Object.entries({
      "package.json": JSON.stringify({ name: "@acme/notes", version: "1.2.3", type: "module" }),
      "tsconfig.json": JSON.stringify({ compilerOptions: { target: "ES2023", module: "NodeNext", strict: true } }),
      ...given,
    }).map(([path, text]) => [posix.join(folder, path), text]),
  );
  return {
    read: () => Promise.reject(new Error("nothing is read that way")),
    realPath: (path) => Promise.resolve(path),
    files: memoryFiles(files),
    listServer: () => Promise.resolve({ kind: "failed", reason: "there are no servers here" } as const),
    fetch: () => Promise.reject(new Error("nothing is fetched")),
    asset: (path) => Promise.resolve(readFileSync(posix.join(packageRoot, path), "utf8")),
    assets: () => Promise.resolve([]),
  };
}

function memoryFiles(files: ReadonlyMap<string, string>): HostFiles {
  const folders = new Map<string, Map<string, HostEntry>>();
  for (const path of files.keys()) {
    let entry: HostEntry = { name: posix.basename(path), kind: "file" };
    for (let at = posix.dirname(path); at.length >= folder.length; at = posix.dirname(at)) {
      folders.set(at, (folders.get(at) ?? new Map<string, HostEntry>()).set(entry.name, entry));
      entry = { name: posix.basename(at), kind: "directory" };
    }
  }
  const isInside = (path: string) => path === folder || path.startsWith(`${folder}/`);
  return {
    directory: folder,
    read: (path) => files.get(path) ?? (isInside(path) ? undefined : disk.read(path)),
    kind: (path) =>
      files.has(path) ? "file" : folders.has(path) ? "directory" : isInside(path) ? undefined : disk.kind(path),
    list: (path) =>
      isInside(path)
        ? [...(folders.get(path)?.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))
        : disk.list(path),
    realPath: (path) => (isInside(path) ? path : disk.realPath(path)),
  };
}
