import { readFileSync, statSync, type Stats } from "node:fs";

/** Most bytes of a file of ours that are read. */
const longestFile = 256 * 1024 * 1024;

/**
 * Bytes of a file. Throws for what is none, since a pipe would be waited for and a device read without end, and for what is
 * longer than `most`; what the system makes up while it is read (below `/proc`) is empty.
 */
export function readBytes(path: string, most = longestFile): Buffer {
  const status = statSync(path);
  refuseEndless(path, status, most);
  return status.size === 0 ? Buffer.alloc(0) : readFileSync(path);
}

/** Throws when reading a file would not end, or not soon. */
export function refuseEndless(path: string, status: Stats, most: number): void {
  const isLong = status.size > most;
  if (status.isFile() && !isLong) return;
  const reason = isLong ? `it is larger than ${String(most)} bytes` : "something that is not a file is in the way";
  throw Object.assign(new Error(reason), { path });
}
