import { lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";

/** Name of the lock file, in the output folder. */
export const lockFileName = "mcpgen.lock.json";
/** Folder below the output folder that holds what a run is about to put in place. */
export const stagingFolderName = ".mcpgen-staging";

/** Characters that every system can have in a path below a folder. */
const longestPath = 1024;

/**
 * Why a path below the output folder may not be written or removed, as part of a sentence; `undefined` when it may.
 * The paths come from documents (tags become file names) and from lock files that anybody may have edited.
 */
export function unsafePathReason(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (path.length > longestPath) return "it is too long";
  if (/[\p{Cc}\u2028\u2029]/u.test(path)) return "it holds a control character";
  if (path.includes("\\")) return "it holds a backslash";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "it is absolute";
  const segments = path.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
    return "it leaves the output folder or is not in its shortest form";
  }
  if (segments[0] === stagingFolderName || path === lockFileName) return "mcpgen keeps that name for itself";
  return undefined;
}

/** Tells whether symbolic links lead a path out of the output folder. Remembers the folders that it has seen. */
export class LinkGuard {
  /** Real path of the output folder. */
  readonly #root: string;
  readonly #seen = new Map<string, boolean>();

  constructor(root: string) {
    this.#root = root;
  }

  /** True when the path, or a folder on the way to it, is a link to outside or to nowhere. */
  leadsOutside(path: string): boolean {
    const folder = dirname(path);
    if (folder !== "." && this.#folderLeadsOutside(folder)) return true;
    return this.#isOutsideLink(path);
  }

  #folderLeadsOutside(folder: string): boolean {
    const known = this.#seen.get(folder);
    if (known !== undefined) return known;
    const answer = this.leadsOutside(folder);
    this.#seen.set(folder, answer);
    return answer;
  }

  #isOutsideLink(path: string): boolean {
    const absolute = join(this.#root, path);
    if (!isLink(absolute)) return false;
    let target: string;
    try {
      target = realpathSync(absolute);
    } catch {
      return true;
    }
    const inside = relative(this.#root, target);
    return inside === ".." || inside.startsWith("../") || inside.startsWith("..\\") || isAbsolute(inside);
  }
}

/** What cannot be looked at counts as no link: writing to it fails by itself. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch {
    return false;
  }
}
