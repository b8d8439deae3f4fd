import { isAbsolute, relative, resolve } from "node:path";
import type { GeneratedFile } from "../emitter/generated-file.js";
import { digest, layoutDigest, textDigest } from "./digest.js";
import { fileBytes } from "./file-bytes.js";
import type { Lock, OwnedFile } from "./lock-file.js";

/** What a lock file says beside the files themselves. */
export interface LockFacts extends Pick<Lock, "generator" | "name" | "options" | "source" | "warnings" | "inputs"> {
  /** Every component as the model sees it: its kind, name and line in `surface.json`. */
  readonly surface: readonly { readonly kind: string; readonly name: string; readonly line: string }[];
}

/** The lock file of a project. */
export function createLock(files: readonly GeneratedFile[], { surface, ...facts }: LockFacts): Lock {
  const owned = files.filter(({ owner }) => owner === "mcpgen");
  const yours = files.filter(({ owner }) => owner === "user");
  return {
    ...facts,
    files: new Map(owned.map((file) => [file.path, ownedFile(file.path, fileBytes(file))])),
    yours: new Map(yours.map((file) => [file.path, textDigest(fileBytes(file))])),
    components: new Map(surface.map(({ kind, name, line }) => [`${kind} ${name}`, digest(line)])),
  };
}

function ownedFile(path: string, bytes: Buffer): OwnedFile {
  return { digests: [textDigest(bytes)], layouts: [layoutDigest(path, bytes)] };
}

/**
 * How the lock file names an input: its path relative to the output folder with `/`, so that it is the same on every
 * machine; addresses and `-` (standard input) as they are. A folder whose listing counts ends in `/`.
 */
export function inputKey(input: string, directory: string, cwd: string): string {
  if (input === "-" || isUrl(input) || isServer(input)) return input;
  const path = relative(resolve(cwd, directory), resolve(cwd, input));
  const key = (isAbsolute(path) ? path : path || ".").replaceAll("\\", "/");
  return input.endsWith("/") ? `${key.replace(/\/$/, "")}/` : key;
}

/** Whether an input is another server, which only asking tells about. */
export function isServer(input: string): boolean {
  return input.startsWith("mcp:");
}

/** Whether an input is an address rather than a path. */
export function isUrl(input: string): boolean {
  return /^https?:\/\//i.test(input);
}
