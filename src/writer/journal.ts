import { open } from "node:fs/promises";
import { lockFileName, unsafePathReason } from "./output-path.js";
import { readBytes } from "./read-bytes.js";

/** What a run is about to do, written down before it begins. */
export interface Journal {
  readonly operations: readonly Operation[];
  /** Folders made for the new files, outermost first; relative to the output folder. */
  readonly folders: readonly string[];
}

/** The change of one file. */
export interface Operation {
  /** Path below the output folder. */
  readonly path: string;
  /** What goes there; absent when the file is removed. */
  readonly staged?: StagedFile;
  /** Name in `old/` of what was there; absent when there was nothing. */
  readonly backup?: string;
}

/** A new file that waits in the staging folder. */
export interface StagedFile {
  /** Name in `new/`. */
  readonly file: string;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
}

/** Writes a journal under another name than its own and waits until the medium has it. */
export async function writeJournal(path: string, journal: Journal): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(JSON.stringify(journal));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Reads a journal; `undefined` when there is none, or none that a run of mcpgen can have written. */
export function readJournal(path: string): Journal | undefined {
  try {
    const journal: unknown = JSON.parse(readBytes(path).toString("utf8"));
    return isJournal(journal) ? journal : undefined;
  } catch {
    return undefined;
  }
}

function isJournal(value: unknown): value is Journal {
  return (
    isObject(value) &&
    "operations" in value &&
    Array.isArray(value.operations) &&
    value.operations.every(isOperation) &&
    "folders" in value &&
    Array.isArray(value.folders) &&
    value.folders.every(isSafePath)
  );
}

function isOperation(value: unknown): value is Operation {
  if (!isObject(value) || !("path" in value) || !(isSafePath(value.path) || value.path === lockFileName)) return false;
  if ("backup" in value && !isNumber(value.backup)) return false;
  if (!("staged" in value)) return true;
  const { staged } = value;
  return (
    isObject(staged) &&
    "file" in staged &&
    isNumber(staged.file) &&
    "sha256" in staged &&
    typeof staged.sha256 === "string"
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isSafePath(value: unknown): value is string {
  return typeof value === "string" && unsafePathReason(value) === undefined;
}

function isNumber(value: unknown): value is string {
  return typeof value === "string" && /^\d+$/.test(value);
}
