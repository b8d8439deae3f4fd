import { renameSync } from "node:fs";
import { realpath, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { digest } from "./digest.js";
import { exists, makeFolder, removeEmptyFolders, removeFolderIfEmpty } from "./file-system.js";
import { readJournal, writeJournal, type Journal } from "./journal.js";
import { LinkGuard } from "./output-path.js";
import { readBytes } from "./read-bytes.js";
import { claim, refuseWhenInUse, stage, stagingFolder, type FileChange, type StagingFolder } from "./staging-folder.js";
import type { WriterProcess } from "./writer-process.js";

/*
 * How a run replaces many files as if at once. Everything new is written below `<out>/.mcpgen-staging/new`, what it takes
 * the place of is linked below `old`, and `journal.json` says what goes where. The rename that gives the journal this name is
 * the point of no return: before it the project is the old one, after it the new one, whoever finishes the work.
 * Then file after file is renamed into place. A fault on the way is undone with `old`; `rollback.json` says that this has
 * begun, `done.json` that only the staging folder is left to remove. Only the journal is synced to the medium: it holds
 * digests, and after a power cut a project whose new files are not whole goes back to the old ones.
 */

/**
 * Makes all changes or none. Throws the file system's error, after undoing what was done; throws `FolderInUse` when
 * another run is at work. An earlier run that was cut short must have been recovered before.
 */
export async function replaceFiles(root: string, changes: readonly FileChange[], run: WriterProcess): Promise<void> {
  const staging = stagingFolder(root, run);
  await staging.step("make the output folder");
  const outermost = makeFolder(root);
  try {
    await replaceFilesOf(staging, changes, run);
  } catch (error) {
    if (outermost !== undefined) removeEmptyFolders(root, dirname(outermost));
    throw error;
  }
}

async function replaceFilesOf(
  staging: StagingFolder,
  changes: readonly FileChange[],
  run: WriterProcess,
): Promise<void> {
  await claim(staging);
  const beforeCommit = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      await rm(staging.folder, { recursive: true, force: true });
      throw error;
    }
  };
  const journal = await beforeCommit(async () => {
    await staging.step("sign the claim");
    await writeFile(staging.pid, `${String(run.pid)}\n`);
    const staged = await stage(staging, changes);
    await staging.step("write the journal");
    await writeJournal(staging.draft, staged);
    return staged;
  });
  await run.uninterrupted(async () => {
    await beforeCommit(async () => {
      await staging.step("commit");
      await rename(staging.draft, staging.journal);
    });
    await finish(staging, journal);
  });
}

/**
 * Finishes or undoes what an earlier run left behind when it was cut short; `undefined` when there is nothing.
 * Throws the file system's error when it cannot, and `FolderInUse` when that run is still at work.
 */
export async function recoverFolder(
  root: string,
  run: WriterProcess,
): Promise<"completed" | "rolled back" | undefined> {
  const staging = stagingFolder(root, run);
  if (!exists(staging.folder)) return undefined;
  await refuseWhenInUse(staging, run);
  return run.uninterrupted(() => recover(staging));
}

async function recover(staging: StagingFolder): Promise<"completed" | "rolled back" | undefined> {
  // An empty staging folder is what the last step, or the first, of a run leaves behind: nothing has happened.
  if (removeFolderIfEmpty(staging.folder)) return undefined;
  if (exists(staging.done)) {
    await removeStaging(staging);
    return "completed";
  }
  const undoing = readJournal(staging.rollback);
  const journal = undoing ?? readJournal(staging.journal);
  if (journal === undefined || (await leadsOutside(staging, journal))) {
    await removeStaging(staging);
    return "rolled back";
  }
  if (undoing === undefined && isWhole(staging, journal)) {
    await finish(staging, journal);
    return "completed";
  }
  await rollBack(staging, journal);
  return "rolled back";
}

/** Puts everything in place, or everything back when that fails. */
async function finish(staging: StagingFolder, journal: Journal): Promise<void> {
  try {
    await rollForward(staging, journal);
  } catch (error) {
    await rollBack(staging, journal);
    throw error;
  }
  // All is in place: what cannot be tidied up now is left to the next run.
  await removeStaging(staging).catch(() => undefined);
}

/** Puts everything in place. Can be repeated: what is done already is skipped. */
async function rollForward({ root, step, ...staging }: StagingFolder, { operations, folders }: Journal): Promise<void> {
  // Removals come first: where file names ignore case, a removed name may be that of a new file.
  for (const { path, staged } of operations) {
    if (staged !== undefined) continue;
    await step(`remove ${path}`);
    await rm(join(root, path), { force: true });
  }
  for (const folder of folders) {
    await step(`make ${folder}`);
    makeFolder(join(root, folder));
  }
  for (const { path, staged } of operations) {
    if (staged === undefined || !exists(staging.new(staged.file))) continue;
    await step(`place ${path}`);
    renameSync(staging.new(staged.file), join(root, path));
  }
  for (const { path, staged } of operations) {
    if (staged === undefined) removeEmptyFolders(dirname(join(root, path)), root);
  }
  await step("declare it done");
  await rename(staging.journal, staging.done);
}

/** Brings the old files back. Can be repeated. */
async function rollBack(staging: StagingFolder, { operations, folders }: Journal): Promise<void> {
  const { root, step } = staging;
  if (exists(staging.journal)) {
    await step("begin to roll back");
    await rename(staging.journal, staging.rollback);
  }
  for (const { path, staged, backup } of operations.toReversed()) {
    const isUntouched = staged !== undefined && exists(staging.new(staged.file));
    if (isUntouched) continue;
    await step(`restore ${path}`);
    if (backup === undefined) {
      await rm(join(root, path), { force: true });
    } else if (exists(staging.old(backup))) {
      makeFolder(dirname(join(root, path)));
      await rename(staging.old(backup), join(root, path));
    }
  }
  for (const folder of folders.toReversed()) removeFolderIfEmpty(join(root, folder));
  await removeStaging(staging);
}

/** Removes the staging folder; the file that says what the rest means goes last. */
async function removeStaging({ folder, step, ...staging }: StagingFolder): Promise<void> {
  for (const part of [staging.new(""), staging.old(""), staging.pid, staging.draft]) {
    await step("clean up");
    await rm(part, { recursive: true, force: true });
  }
  for (const part of [staging.journal, staging.rollback, staging.done]) {
    await step("clean up");
    await rm(part, { recursive: true, force: true });
  }
  await step("clean up");
  await rmdir(folder).catch(() => rm(folder, { recursive: true, force: true }));
}

/** Whether a journal, which may have come with somebody's repository, would change something outside the output folder. */
async function leadsOutside(staging: StagingFolder, { operations, folders }: Journal): Promise<boolean> {
  const guard = new LinkGuard(await realpath(staging.root));
  for (const path of [...operations.map((operation) => operation.path), ...folders]) {
    if (guard.leadsOutside(path)) return true;
  }
  return false;
}

/** Whether every new file is there, staged or in place, with the content that the journal promises. */
function isWhole(staging: StagingFolder, { operations }: Journal): boolean {
  for (const { path, staged } of operations) {
    if (staged === undefined) continue;
    const bytes = bytesOf(staging.new(staged.file)) ?? bytesOf(join(staging.root, path));
    if (bytes === undefined || digest(bytes) !== staged.sha256) return false;
  }
  return true;
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readBytes(path);
  } catch {
    return undefined;
  }
}
