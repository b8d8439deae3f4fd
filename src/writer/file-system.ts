import { lstatSync, mkdirSync, rmdirSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "../diagnostics/system-error.js";

/*
 * Synchronous on purpose: a run touches hundreds of paths, each for some microseconds, and has nothing else to do meanwhile;
 * a promise for each would take longer than the work.
 */

/** Whether there is anything at a path, a link to nowhere included. */
export function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
}

/**
 * Makes a folder and those around it; returns the outermost that was not there. Node's own `recursive` runs for ever
 * where the system refuses in a way that it does not expect, as below `/proc`.
 */
export function makeFolder(folder: string): string | undefined {
  const missing: string[] = [];
  for (let current = folder; !exists(current); current = dirname(current)) missing.unshift(current);
  try {
    for (const current of missing) mkdirSync(current);
  } catch (error) {
    for (const current of missing.toReversed()) removeFolderIfEmpty(current);
    throw error;
  }
  return missing[0];
}

/** Removes a folder, then those around it up to and without `stop`, as long as they are empty. */
export function removeEmptyFolders(folder: string, stop: string): void {
  for (let current = folder; current.length > stop.length; current = dirname(current)) {
    if (!removeFolderIfEmpty(current)) return;
  }
}

/** Removes a folder that holds nothing; false when it stays. */
export function removeFolderIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return errorCode(error) === "ENOENT";
  }
}
