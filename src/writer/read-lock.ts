import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../diagnostics/system-error.js";
import { longestLock, parseLock, type LockReading } from "./lock-file.js";
import { lockFileName } from "./output-path.js";
import { refuseEndless } from "./read-bytes.js";

/** Reads the lock file of an output folder. Throws the file system's error when it is there and cannot be read. */
export async function readLock(root: string): Promise<LockReading> {
  try {
    const path = join(root, lockFileName);
    refuseEndless(path, await stat(path), longestLock);
    return parseLock(await readFile(path, "utf8"));
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return { kind: "absent" };
    throw error;
  }
}

/** The server's name that an earlier run wrote down; `undefined` when there is none to be had. */
export function nameIn(reading: LockReading): string | undefined {
  switch (reading.kind) {
    case "sound":
      return reading.lock.name;
    case "damaged":
      return reading.name;
    case "absent":
      return undefined;
  }
}

/** The server's name that an earlier run into a folder wrote down; `undefined` when there is none to be had. Never throws. */
export async function rememberedName(root: string): Promise<string | undefined> {
  const reading = await readLock(root).catch(() => undefined);
  return reading && nameIn(reading);
}
