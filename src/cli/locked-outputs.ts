import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { lockFileName } from "../writer/output-path.js";

/** How far below the configuration an output folder is looked for, and in how many folders. */
const deepest = 3;
const mostFolders = 500;

/**
 * Folders that hold a lock file, at or below a folder, nearest first. The configuration would say where its output is, but
 * running it takes longer than looking.
 */
export function* lockedOutputs(folder: string): Generator<string> {
  let level = [folder];
  let seen = 0;
  for (let depth = 0; depth <= deepest; depth++) {
    const next: string[] = [];
    for (const at of level) {
      if (++seen > mostFolders) return;
      if (existsSync(join(at, lockFileName))) yield at;
      next.push(...subfolders(at));
    }
    level = next;
  }
}

function subfolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}
