import { lstat, mkdir, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../diagnostics/system-error.js";

/** Whether there is anything at a path, a link to nowhere included. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
}

/**
 * Makes a folder and those around it; returns the outermost that was not there. Node's own `recursive` runs for ever
 * where the system refuses in a way that it does not expect, as below `/proc`.
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  const missing: string[] = [];
  for (let current = folder; !(await exists(current)); current = dirname(current)) missing.unshift(current);
  try {
    for (const current of missing) await mkdir(current);
  } catch (error) {
    for (const current of missing.toReversed()) await removeFolderIfEmpty(current);
    throw error;
  }
  return missing[0];
}

/** Removes a folder, then those around it up to and without `stop`, as long as they are empty. */
export async function removeEmptyFolders(folder: string, stop: string): Promise<void> {
  for (let current = folder; current.length > stop.length; current = dirname(current)) {
    if (!(await removeFolderIfEmpty(current))) return;
  }
}

/** Removes a folder that holds nothing; false when it stays. */
export async function removeFolderIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    return errorCode(error) === "ENOENT";
  }
}
