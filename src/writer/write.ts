import { realpath } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { systemErrorReason } from "../diagnostics/system-error.js";
import type { GeneratedFile } from "../emitter/generated-file.js";
import { createLock, type LockFacts } from "./create-lock.js";
import { fileBytes } from "./file-bytes.js";
import { missingDependencies } from "./missing-dependencies.js";
import { stagingFolderName } from "./output-path.js";
import { planChanges, type Plan, type PlannedChange } from "./plan-changes.js";
import { recoverFolder, replaceFiles } from "./replace-files.js";
import { FolderInUse, type FileChange } from "./staging-folder.js";
import type { WriterProcess } from "./writer-process.js";

/** How to write. */
export interface WriteOptions {
  /** `write` changes the disk, `dry-run` says what it would change, `check` finds an error when there is anything to change. */
  readonly mode: "write" | "dry-run" | "check";
  /** Overwrite edited files and write into a folder that is not mcpgen's. */
  readonly force: boolean;
  /** Write nothing when there is a warning. */
  readonly strict: boolean;
  /** What the lock file says beside the files. */
  readonly facts: LockFacts;
  /** Absolute path of the folder that relative paths start from. */
  readonly cwd: string;
  /** The process that writes. */
  readonly process: WriterProcess;
}

/** What came of writing. */
export interface WriteOutcome {
  /** What was changed, or in a dry run or check would be. Empty when nothing is to do or an error was found. */
  readonly changes: readonly PlannedChange[];
  /** True when the folder held no project before. */
  readonly isNew: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Brings an output folder to what was generated: replaces owned files, removes those that are no longer generated, writes
 * the user's own files where there are none, and the lock file. All or nothing; files whose text is the same are not touched.
 * What it cannot do is a diagnostic; it throws for mcpgen's own bugs only.
 */
export async function write(
  files: readonly GeneratedFile[],
  directory: string,
  options: WriteOptions,
): Promise<WriteOutcome> {
  const diagnostics = new Diagnostics();
  const nothing = (isNew: boolean): WriteOutcome => ({ changes: [], isNew, diagnostics: diagnostics.list });
  const root = resolve(options.cwd, directory);
  try {
    const plan = await planChanges(files, await realRoot(root), createLock(files, options.facts), {
      force: options.force || options.mode === "check",
    });
    const isNew = plan.folder !== "ours";
    reportPlan(plan, directory, options, diagnostics);
    if (!diagnostics.hasErrors) reportDependencies(files, plan, diagnostics);
    if (mustStop(diagnostics, options)) return nothing(isNew);
    if (options.mode === "write" && plan.changes.length > 0) {
      await replaceFiles(root, toFileChanges(plan.changes, files), options.process);
    }
    if (options.mode === "check" && plan.changes.length > 0) {
      diagnostics.report("output/out-of-date", undefined, { files: plan.changes.map(({ path }) => path) });
    }
    return { changes: plan.changes, isNew, diagnostics: diagnostics.list };
  } catch (error) {
    reportFault(error, directory, root, diagnostics);
    return nothing(false);
  }
}

/**
 * Completes or rolls back a run into this folder that was cut short. To be called before anything is read from the folder.
 */
export async function recover(
  directory: string,
  { cwd, process }: Pick<WriteOptions, "cwd" | "process">,
): Promise<readonly Diagnostic[]> {
  const diagnostics = new Diagnostics();
  const root = resolve(cwd, directory);
  try {
    const outcome = await recoverFolder(root, process);
    if (outcome !== undefined) diagnostics.report("output/recovered", undefined, { outcome });
  } catch (error) {
    reportFault(error, directory, root, diagnostics);
  }
  return diagnostics.list;
}

/** The folder with symbolic links followed, or as it is when it is still to be made. */
async function realRoot(root: string): Promise<string> {
  return realpath(root).catch(() => root);
}

function toFileChanges(changes: readonly PlannedChange[], files: readonly GeneratedFile[]): readonly FileChange[] {
  const encoded = new Map(files.map((file) => [file.path, fileBytes(file)]));
  // The lock file is not among the generated ones.
  return changes.map(({ action, path, after }) =>
    action === "remove" ? { path } : { path, bytes: encoded.get(path) ?? Buffer.from(after) },
  );
}

function mustStop(diagnostics: Diagnostics, { strict }: WriteOptions): boolean {
  return diagnostics.hasErrors || (strict && diagnostics.list.some(({ severity }) => severity === "warning"));
}

function reportPlan(
  plan: Plan,
  directory: string,
  { force, mode, facts }: WriteOptions,
  diagnostics: Diagnostics,
): void {
  for (const { path, reason } of plan.unsafe) diagnostics.report("output/unsafe-path", undefined, { path, reason });
  if (plan.lock.kind === "damaged") {
    diagnostics.report("output/unreadable-lock", undefined, { reason: plan.lock.reason });
  }
  if (mode === "check" && plan.lock.kind === "sound" && plan.lock.lock.generator !== facts.generator) {
    diagnostics.report("output/other-version", undefined, { before: plan.lock.lock.generator, now: facts.generator });
  }
  if (plan.folder === "not ours" && !force) {
    diagnostics.report("output/edited-file", undefined, { files: [], directory });
    return;
  }
  if (plan.edited.length > 0) diagnostics.report("output/edited-file", undefined, { files: plan.edited });
  if (plan.foreign.length > 0) diagnostics.report("output/foreign-file", undefined, { files: plan.foreign });
}

/** The user's package.json is never edited; what it lacks is said. */
function reportDependencies(files: readonly GeneratedFile[], plan: Plan, diagnostics: Diagnostics): void {
  const kept = plan.kept.get("package.json");
  const generated = files.find(({ path, owner }) => path === "package.json" && owner === "user");
  if (kept === undefined || generated === undefined) return;
  const packages = missingDependencies(generated.text, kept);
  if (packages.length > 0) diagnostics.report("output/missing-dependency", undefined, { packages });
}

function reportFault(error: unknown, directory: string, root: string, diagnostics: Diagnostics): void {
  if (error instanceof FolderInUse) {
    diagnostics.report("output/cannot-write", undefined, { file: directory, reason: error.message });
    return;
  }
  if (!isFault(error)) throw error;
  const inside = relative(root, error.dest ?? error.path ?? root).replaceAll("\\", "/");
  const isNamed = inside !== "" && !inside.startsWith("../") && inside.split("/")[0] !== stagingFolderName;
  const file = isNamed ? join(directory, inside).replaceAll("\\", "/") : directory;
  diagnostics.report("output/cannot-write", undefined, { file, reason: systemErrorReason(error) });
}

/** Whether an error is the file system's; a full disk names no path. */
function isFault(error: unknown): error is Error & { readonly path?: string; readonly dest?: string } {
  return error instanceof Error && ("syscall" in error || "path" in error);
}
