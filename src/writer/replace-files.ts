import { constants } from "node:fs";
import { copyFile, link, lstat, mkdir, readFile, realpath, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode } from "../diagnostics/system-error.js";
import { digest } from "./digest.js";
import { exists, removeEmptyFolders, removeFolderIfEmpty } from "./file-system.js";
import { readJournal, writeJournal, type Journal, type Operation } from "./journal.js";
import { LinkGuard, stagingFolderName } from "./output-path.js";

/*
 * How a run replaces many files as if at once. Everything new is written below `<out>/.mcpgen-staging/new`, what it takes
 * the place of is linked below `old`, and `journal.json` says what goes where. The rename that gives the journal this name is
 * the point of no return: before it the project is the old one, after it the new one, whoever finishes the work.
 * Then file after file is renamed into place. A fault on the way is undone with `old`; `rollback.json` says that this has
 * begun, `done.json` that only the staging folder is left to remove. Only the journal is synced to the medium: it holds
 * digests, and after a power cut a project whose new files are not whole goes back to the old ones.
 */

/** A change of one file. */
export interface FileChange {
  /** Path below the output folder, safe. */
  readonly path: string;
  /** New text; absent to remove the file. */
  readonly text?: string;
}

/** What the writer needs of the process, and what tests hook into. */
export interface WriterProcess {
  /** Id of this process, so that another run can tell whether it is still there. */
  readonly pid: number;
  /** Whether a process is there. */
  isAlive(pid: number): boolean;
  /** Runs a phase that signals may not cut short. */
  uninterrupted<T>(phase: () => Promise<T>): Promise<T>;
  /** Called before every change on disk, with a word on it; tests stop the process there. */
  step?(what: string): void | Promise<void>;
}

/** Another run is writing into the same folder. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/** How long a staging folder counts as in use by a process that is there: ids are given out again. */
const longestRunMs = 10 * 60_000;

/** Where the parts of the staging folder are. */
interface Staging {
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

/**
 * Makes all changes or none. Throws the file system's error, after undoing what was done; throws `FolderInUse` when
 * another run is at work. An earlier run that was cut short must have been recovered before.
 */
export async function replaceFiles(root: string, changes: readonly FileChange[], run: WriterProcess): Promise<void> {
  const staging = stagingOf(root, run);
  await staging.step("make the output folder");
  const outermost = await mkdir(root, { recursive: true });
  try {
    await replaceFilesOf(staging, changes, run);
  } catch (error) {
    if (outermost !== undefined) await removeEmptyFolders(root, dirname(outermost));
    throw error;
  }
}

async function replaceFilesOf(staging: Staging, changes: readonly FileChange[], run: WriterProcess): Promise<void> {
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
export async function recoverFolder(root: string, run: WriterProcess): Promise<"completed" | "rolled back" | undefined> {
  const staging = stagingOf(root, run);
  if (!(await exists(staging.folder))) return undefined;
  await refuseWhenInUse(staging, run);
  return run.uninterrupted(() => recover(staging));
}

async function recover(staging: Staging): Promise<"completed" | "rolled back" | undefined> {
  // An empty staging folder is what the last step, or the first, of a run leaves behind: nothing has happened.
  if (await removeFolderIfEmpty(staging.folder)) return undefined;
  if (await exists(staging.done)) {
    await removeStaging(staging);
    return "completed";
  }
  const undoing = await readJournal(staging.rollback);
  const journal = undoing ?? (await readJournal(staging.journal));
  if (journal === undefined || (await leadsOutside(staging, journal))) {
    await removeStaging(staging);
    return "rolled back";
  }
  if (undoing === undefined && (await isWhole(staging, journal))) {
    await finish(staging, journal);
    return "completed";
  }
  await rollBack(staging, journal);
  return "rolled back";
}

function stagingOf(root: string, run: WriterProcess): Staging {
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
async function claim(staging: Staging): Promise<void> {
  await staging.step("claim the output folder");
  try {
    await mkdir(staging.folder);
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw inUse("another run of mcpgen");
    throw error;
  }
}

async function refuseWhenInUse(staging: Staging, run: WriterProcess): Promise<void> {
  const status = await lstat(staging.folder);
  if (!status.isDirectory()) throw Object.assign(new Error("it is not a folder"), { path: staging.folder });
  const pid = Number.parseInt(await readFile(staging.pid, "utf8").catch(() => ""), 10);
  if (!(pid > 0) || pid === run.pid) return;
  if (Date.now() - status.mtimeMs > longestRunMs || !run.isAlive(pid)) return;
  throw inUse(`another run of mcpgen (process ${String(pid)})`);
}

function inUse(who: string): FolderInUse {
  return new FolderInUse(`${who} is writing into this folder`);
}

async function stage(staging: Staging, changes: readonly FileChange[]): Promise<Journal> {
  await mkdir(staging.new(""));
  await mkdir(staging.old(""));
  const operations: Operation[] = [];
  for (const [index, { path, text }] of changes.entries()) {
    const target = join(staging.root, path);
    const file = String(index);
    if (text !== undefined) {
      await staging.step(`stage ${path}`);
      await writeFile(staging.new(file), text);
    }
    const isThere = await exists(target);
    if (isThere) {
      await staging.step(`keep ${path}`);
      await keep(target, staging.old(file));
    }
    operations.push({
      path,
      ...(text !== undefined && { staged: { file, sha256: digest(text) } }),
      ...(isThere && { backup: file }),
    });
  }
  return { operations, folders: await missingFolders(staging.root, changes) };
}

/** Keeps a file under a second name, as a link where the file system has them. A folder in the way is an error. */
async function keep(target: string, backup: string): Promise<void> {
  const status = await lstat(target);
  if (status.isDirectory()) throw Object.assign(new Error("a folder is in the way"), { path: target });
  try {
    await link(target, backup);
  } catch {
    await copyFile(target, backup, constants.COPYFILE_EXCL);
  }
}

/** Folders that the new files need and that are not there, outermost first. */
async function missingFolders(root: string, changes: readonly FileChange[]): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const { path, text } of changes) {
    if (text === undefined) continue;
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) folders.add(folder);
  }
  const missing: string[] = [];
  for (const folder of folders) if (!(await exists(join(root, folder)))) missing.push(folder);
  return missing.sort((a, b) => a.length - b.length);
}

/** Puts everything in place, or everything back when that fails. */
async function finish(staging: Staging, journal: Journal): Promise<void> {
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
async function rollForward({ root, step, ...staging }: Staging, { operations, folders }: Journal): Promise<void> {
  // Removals come first: where file names ignore case, a removed name may be that of a new file.
  for (const { path, staged } of operations) {
    if (staged !== undefined) continue;
    await step(`remove ${path}`);
    await rm(join(root, path), { force: true });
  }
  for (const folder of folders) {
    await step(`make ${folder}`);
    await mkdir(join(root, folder), { recursive: true });
  }
  for (const { path, staged } of operations) {
    if (staged === undefined || !(await exists(staging.new(staged.file)))) continue;
    await step(`place ${path}`);
    await rename(staging.new(staged.file), join(root, path));
  }
  for (const { path, staged } of operations) {
    if (staged === undefined) await removeEmptyFolders(dirname(join(root, path)), root);
  }
  await step("declare it done");
  await rename(staging.journal, staging.done);
}

/** Brings the old files back. Can be repeated. */
async function rollBack(staging: Staging, { operations, folders }: Journal): Promise<void> {
  const { root, step } = staging;
  if (await exists(staging.journal)) {
    await step("begin to roll back");
    await rename(staging.journal, staging.rollback);
  }
  for (const { path, staged, backup } of operations.toReversed()) {
    const isUntouched = staged !== undefined && (await exists(staging.new(staged.file)));
    if (isUntouched) continue;
    await step(`restore ${path}`);
    if (backup === undefined) {
      await rm(join(root, path), { force: true });
    } else if (await exists(staging.old(backup))) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await rename(staging.old(backup), join(root, path));
    }
  }
  for (const folder of folders.toReversed()) await removeFolderIfEmpty(join(root, folder));
  await removeStaging(staging);
}

/** Removes the staging folder; the file that says what the rest means goes last. */
async function removeStaging({ folder, step, ...staging }: Staging): Promise<void> {
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

/** Whether every new file is there, staged or in place, with the content that the journal promises. */
async function isWhole(staging: Staging, { operations }: Journal): Promise<boolean> {
  for (const { path, staged } of operations) {
    if (staged === undefined) continue;
    const bytes = await readFile(staging.new(staged.file)).catch(() =>
      readFile(join(staging.root, path)).catch(() => undefined),
    );
    if (bytes === undefined || digest(bytes) !== staged.sha256) return false;
  }
  return true;
}

/** Whether a journal, which may have come with somebody's repository, would change something outside the output folder. */
async function leadsOutside(staging: Staging, { operations, folders }: Journal): Promise<boolean> {
  const guard = new LinkGuard(await realpath(staging.root));
  for (const path of [...operations.map((operation) => operation.path), ...folders]) {
    if (await guard.leadsOutside(path)) return true;
  }
  return false;
}
