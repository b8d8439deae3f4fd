import { lstatSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { importSpecifiers, importsMark } from "../ir/import-specifiers.js";
import { isServer, isUrl } from "./create-lock.js";
import { digest, layoutDigest, textDigest } from "./digest.js";
import { longestLock, parseLock, type Lock, type OwnedFile } from "./lock-file.js";
import { lockFileName, stagingFolderName } from "./output-path.js";
import { readBytes } from "./read-bytes.js";

/** What a run would be made from. */
export interface RunFacts {
  /** Version of mcpgen. */
  readonly generator: string;
  /** The name that the user asks for; absent when the lock file's counts. */
  readonly name: string | undefined;
  /** Digest of the options. */
  readonly options: string;
  /** Bytes of standard input, when the document is read from there. */
  readonly stdin: Uint8Array | undefined;
}

/**
 * The lock file of an output folder in which a run would change nothing: same generator, options and inputs, and every
 * owned file there and untouched. `undefined` when that is not so or cannot be told without compiling. Never throws.
 * Loads nothing but this folder's modules: the time of the whole process is that of Node's start.
 */
export function upToDate(root: string, facts: RunFacts): Lock | undefined {
  try {
    const lock = unchangedLock(root, facts);
    return lock !== undefined && filesAreUntouched(root, lock) ? lock : undefined;
  } catch {
    return undefined;
  }
}

function unchangedLock(root: string, facts: RunFacts): Lock | undefined {
  const reading = parseLock(readBytes(join(root, lockFileName), longestLock).toString("utf8"));
  if (reading.kind !== "sound") return undefined;
  const { lock } = reading;
  const isSameRun =
    lock.generator === facts.generator &&
    lock.options === facts.options &&
    lock.inputs.size > 0 &&
    (facts.name === undefined || facts.name === lock.name) &&
    lstatSync(join(root, stagingFolderName), { throwIfNoEntry: false }) === undefined &&
    [...lock.inputs].every(([input, sha256]) => inputDigest(root, input, facts) === sha256);
  return isSameRun ? lock : undefined;
}

/** Digest of an input as it is now, empty when it is not there; `undefined` when it cannot be told. */
function inputDigest(root: string, input: string, { stdin }: RunFacts): string | undefined {
  if (isUrl(input) || isServer(input)) return undefined;
  if (input === "-") return stdin && digest(stdin);
  const isModule = input.endsWith(importsMark);
  const path = resolve(root, isModule ? input.slice(0, -importsMark.length) : input);
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return "";
  if (input.endsWith("/")) return digest(listing(path));
  const bytes = readBytes(path);
  return digest(isModule ? Buffer.from(JSON.stringify(importSpecifiers(bytes.toString()))) : bytes);
}

/** The names in a folder, sorted, a line each; those of folders with `/`. */
function listing(folder: string): Buffer {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const status = entry.isSymbolicLink() ? statSync(join(folder, entry.name), { throwIfNoEntry: false }) : entry;
    return status?.isDirectory() === true ? `${entry.name}/` : status?.isFile() === true ? entry.name : [];
  });
  return Buffer.from(
    names
      .sort()
      .map((name) => `${name}\n`)
      .join(""),
  );
}

function filesAreUntouched(root: string, lock: Lock): boolean {
  const written = lstatSync(join(root, lockFileName));
  for (const path of lock.yours.keys())
    if (lstatSync(join(root, path), { throwIfNoEntry: false }) === undefined) return false;
  for (const [path, owned] of lock.files) {
    const status = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (status?.isFile() !== true) return false;
    // The lock file is written last: what has not changed since then is as it was written.
    const isOlder = status.mtimeMs <= written.mtimeMs && status.ctimeMs <= written.ctimeMs;
    if (!isOlder && !isUntouched(join(root, path), owned)) return false;
  }
  return true;
}

function isUntouched(path: string, { digests, layouts }: OwnedFile): boolean {
  const bytes = readBytes(path);
  return digests.includes(textDigest(bytes)) || layouts.includes(layoutDigest(path, bytes));
}
