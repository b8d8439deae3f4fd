import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../diagnostics/system-error.js";
import type { GeneratedFile } from "../emitter/generated-file.js";
import { layoutDigest, textDigest, withLineFeeds } from "./digest.js";
import { printLock, type Lock, type LockReading, type OwnedFile } from "./lock-file.js";
import { LinkGuard, lockFileName, stagingFolderName, unsafePathReason } from "./output-path.js";
import { readBytes } from "./read-bytes.js";
import { readLock } from "./read-lock.js";
import { sameOnceFormatted } from "./same-formatted.js";

const outsideReason = "a symbolic link leads out of the output folder";

/** What happens to one file. */
export interface PlannedChange {
  readonly action: "create" | "replace" | "remove";
  /** Path below the output folder, with `/`. */
  readonly path: string;
  /** Text on disk, with LF; empty when there is none. */
  readonly before: string;
  /** New text; empty when the file is removed. */
  readonly after: string;
}

/** What a run would do to the output folder. */
export interface Plan {
  /** In the order of the generated files, then removals, the lock file last. */
  readonly changes: readonly PlannedChange[];
  /** Owned files that somebody has edited. */
  readonly edited: readonly string[];
  /** Files that are not mcpgen's and stand where a generated file belongs. */
  readonly foreign: readonly string[];
  /** The user's files that are there already, with their text. */
  readonly kept: ReadonlyMap<string, string>;
  /** Paths that lead out of the output folder, or that no file can have, and why. */
  readonly unsafe: readonly { readonly path: string; readonly reason: string }[];
  /** State of the folder before the run: empty or absent, with a lock file, or with somebody else's files. */
  readonly folder: "new" | "ours" | "not ours";
  /** What reading the old lock file gave. */
  readonly lock: LockReading;
}

/** Compares what was generated with what is on disk. Reads only; throws the file system's error when it cannot. */
export async function planChanges(
  files: readonly GeneratedFile[],
  root: string,
  lock: Lock,
  { force }: { readonly force: boolean },
): Promise<Plan> {
  const oldLock = await readLock(root);
  const planner = new Planner(root, oldLock, lock, force);
  const unsafe = unsafePaths(files, root, ownedFiles(oldLock));
  if (unsafe.length === 0) {
    for (const file of files) await planner.planFile(file);
    planner.planRemovals(files);
    planner.planLock();
  }
  const { changes, edited, foreign, kept } = planner;
  const folder = oldLock.kind !== "absent" ? "ours" : (await isEmptyFolder(root)) ? "new" : "not ours";
  return { changes, edited, foreign, kept, unsafe, folder, lock: oldLock };
}

function ownedFiles(lock: LockReading): ReadonlyMap<string, OwnedFile> {
  switch (lock.kind) {
    case "absent":
      return new Map();
    case "sound":
      return lock.lock.files;
    case "damaged":
      return lock.files;
  }
}

class Planner {
  readonly changes: PlannedChange[] = [];
  readonly edited: string[] = [];
  readonly foreign: string[] = [];
  readonly kept = new Map<string, string>();
  readonly #root: string;
  readonly #oldLock: LockReading;
  readonly #owned: ReadonlyMap<string, OwnedFile>;
  readonly #lock: Lock;
  readonly #force: boolean;

  constructor(root: string, oldLock: LockReading, lock: Lock, force: boolean) {
    this.#root = root;
    this.#oldLock = oldLock;
    this.#owned = ownedFiles(oldLock);
    this.#lock = lock;
    this.#force = force;
  }

  async planFile({ path, text, owner }: GeneratedFile): Promise<void> {
    const before = readText(this.#root, path);
    if (before === undefined) this.changes.push({ action: "create", path, before: "", after: text });
    else if (owner === "mcpgen") await this.#planOwned(path, before, text);
    else this.kept.set(path, before);
  }

  async #planOwned(path: string, before: string, text: string): Promise<void> {
    if (before === text) return;
    const replace: PlannedChange = { action: "replace", path, before, after: text };
    const owned = this.#owned.get(path);
    if (owned?.digests.includes(textDigest(before)) === true) {
      this.changes.push(replace);
    } else if (await sameOnceFormatted(path, before, text)) {
      return;
    } else if (this.#force || isReplaceable(path, before, owned, this.#lock.files.get(path))) {
      this.changes.push(replace);
    } else if (owned !== undefined) {
      this.edited.push(path);
    } else if (this.#oldLock.kind === "damaged") {
      // The lock file lost the entry; in a folder of ours the place belongs to the generated file.
      this.changes.push(replace);
    } else {
      this.foreign.push(path);
    }
  }

  /** Owned files that are no longer generated. One that is the user's from now on stays. */
  planRemovals(files: readonly GeneratedFile[]): void {
    const generated = new Set(files.map(({ path }) => path));
    for (const [path, owned] of this.#owned) {
      if (generated.has(path)) continue;
      const before = readText(this.#root, path);
      if (before === undefined) continue;
      const isOurs = owned.digests.includes(textDigest(before)) || isReplaceable(path, before, owned, undefined);
      if (isOurs || this.#force) this.changes.push({ action: "remove", path, before, after: "" });
      else this.edited.push(path);
    }
  }

  planLock(): void {
    const after = printLock(this.#lock);
    if (this.#oldLock.kind === "sound" && printLock(this.#oldLock.lock) === after) return;
    const before = readText(this.#root, lockFileName);
    const action = before === undefined ? "create" : "replace";
    this.changes.push({ action, path: lockFileName, before: before ?? "", after });
  }
}

/** Whether an owned file whose text is not the one that was written still holds nobody's work. */
function isReplaceable(
  path: string,
  before: string,
  owned: OwnedFile | undefined,
  wanted: OwnedFile | undefined,
): boolean {
  if (owned === undefined) return false;
  // Two branches generated it differently and were merged: what stands there now is nobody's text.
  if (owned.digests.length > 1) return true;
  // The text from which it was formatted is not at hand when this run has another one: the layout's digest answers for it.
  const isSameText = wanted !== undefined && wanted.digests.some((digest) => owned.digests.includes(digest));
  return !isSameText && owned.layouts.includes(layoutDigest(path, before));
}

function unsafePaths(
  files: readonly GeneratedFile[],
  root: string,
  owned: ReadonlyMap<string, OwnedFile>,
): Plan["unsafe"] {
  const guard = new LinkGuard(root);
  const unsafe: { path: string; reason: string }[] = [];
  for (const path of new Set([...files.map((file) => file.path), ...owned.keys()])) {
    const reason = unsafePathReason(path) ?? (guard.leadsOutside(path) ? outsideReason : undefined);
    if (reason !== undefined) unsafe.push({ path, reason });
  }
  if (guard.leadsOutside(lockFileName)) unsafe.push({ path: lockFileName, reason: outsideReason });
  return unsafe;
}

/** Whether a folder is absent, or holds nothing but what git and an interrupted run leave there. */
async function isEmptyFolder(root: string): Promise<boolean> {
  const names = await readdir(root).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  });
  return names.every((name) => name === ".git" || name === stagingFolderName);
}

/** Text of a file with LF; `undefined` when there is none. */
function readText(root: string, path: string): string | undefined {
  const absolute = join(root, path);
  try {
    return withLineFeeds(readBytes(absolute)).toString("utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}
