import { lstat, rmdir } from "node:fs/promises";
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
