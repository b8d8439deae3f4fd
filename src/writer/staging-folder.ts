import { constants, copyFileSync, linkSync, lstatSync, writeFileSync } from "node:fs";
import { lstat, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode } from "../diagnostics/system-error.js";
import { digest } from "./digest.js";
import { exists } from "./file-system.js";
import type { Journal, Operation } from "./journal.js";
import { stagingFolderName } from "./output-path.js";
import { readBytes } from "./read-bytes.js";
import type { WriterProcess } from "./writer-process.js";

/** A change of one file. */
export interface FileChange {
  /** Path below the output folder, safe. */
  readonly path: string;
  /** New content; absent to remove the file. */
  readonly bytes?: Uint8Array;
}

/** Another run is writing into the same folder. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/** How long a staging folder counts as in use by a process that is there: ids are given out again. */
const longestRunMs = 10 * 60_000;

/** Where the parts of the staging folder are. */
export interface StagingFolder {
  /** The output folder. */
  readonly root: string;
  readonly folder: string;
  readonly new: (file: string) => string;
  readonly old: (file: string) => string;
  /** File with the id of the process that writes. */
  readonly pid: string;
  /** The journal while it is written. */
  readonly draft: string;
  readonly journal: string;
  readonly rollback: string;
  readonly done: string;
  /** Announces a change on disk. */
  readonly step: (what: string) => Promise<void>;
}

/** The staging folder of an output folder, whether it is there or not. */
export function stagingFolder(root: string, run: WriterProcess): StagingFolder {
  const folder = join(root, stagingFolderName);
  return {
    root,
    folder,
    new: (file) => join(folder, "new", file),
    old: (file) => join(folder, "old", file),
    pid: join(folder, "pid"),
    draft: join(folder, "journal.draft.json"),
    journal: join(folder, "journal.json"),
    rollback: join(folder, "rollback.json"),
    done: join(folder, "done.json"),
    step: async (what) => run.step?.(what),
  };
}

/** Makes the staging folder, which only one run can. */
export async function claim(staging: StagingFolder): Promise<void> {
  await staging.step("claim the output folder");
  try {
    await mkdir(staging.folder);
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw inUse("another run of mcpgen");
    throw error;
  }
}

/** Throws `FolderInUse` when the run that made the staging folder is still at work. */
export async function refuseWhenInUse(staging: StagingFolder, run: WriterProcess): Promise<void> {
  const status = await lstat(staging.folder);
  if (!status.isDirectory()) throw Object.assign(new Error("it is not a folder"), { path: staging.folder });
  const pid = writerOf(staging);
  if (!(pid > 0) || pid === run.pid) return;
  if (Date.now() - status.mtimeMs > longestRunMs || !run.isAlive(pid)) return;
  throw inUse(`another run of mcpgen (process ${String(pid)})`);
}

/** Id of the process that made the staging folder; NaN when it does not say. */
function writerOf({ pid }: StagingFolder): number {
  try {
    return Number.parseInt(readBytes(pid).toString("utf8"), 10);
  } catch {
    return Number.NaN;
  }
}

function inUse(who: string): FolderInUse {
  return new FolderInUse(`${who} is writing into this folder`);
}

/** Writes the new files and keeps the old ones in the staging folder; returns what is to be done with them. */
export async function stage(staging: StagingFolder, changes: readonly FileChange[]): Promise<Journal> {
  await mkdir(staging.new(""));
  await mkdir(staging.old(""));
  const operations: Operation[] = [];
  for (const [index, { path, bytes }] of changes.entries()) {
    const target = join(staging.root, path);
    const file = String(index);
    if (bytes !== undefined) {
      await staging.step(`stage ${path}`);
      writeFileSync(staging.new(file), bytes);
    }
    const isThere = exists(target);
    if (isThere) {
      await staging.step(`keep ${path}`);
      keep(target, staging.old(file));
    }
    operations.push({
      path,
      ...(bytes !== undefined && { staged: { file, sha256: digest(bytes) } }),
      ...(isThere && { backup: file }),
    });
  }
  return { operations, folders: missingFolders(staging.root, changes) };
}

/** Keeps a file under a second name, as a link where the file system has them. A folder in the way is an error. */
function keep(target: string, backup: string): void {
  const status = lstatSync(target);
  if (status.isDirectory()) throw Object.assign(new Error("a folder is in the way"), { path: target });
  try {
    linkSync(target, backup);
  } catch {
    copyFileSync(target, backup, constants.COPYFILE_EXCL);
  }
}

/** Folders that the new files need and that are not there, outermost first. */
function missingFolders(root: string, changes: readonly FileChange[]): readonly string[] {
  const folders = new Set<string>();
  for (const { path, bytes } of changes) {
    if (bytes === undefined) continue;
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) folders.add(folder);
  }
  const missing: string[] = [];
  for (const folder of folders) if (!exists(join(root, folder))) missing.push(folder);
  return missing.sort((a, b) => a.length - b.length);
}
