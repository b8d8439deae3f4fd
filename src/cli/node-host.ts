import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { systemErrorReason } from "../diagnostics/system-error.js";
import type { Host, ReadOutcome } from "../host.js";
import { listRemote } from "./list-remote.js";
import { nodeFiles } from "./node-files.js";
import { packageRoot } from "./package-root.js";

/** Most bytes of a file that are read. */
const largestFile = 512 * 1024 * 1024;
/** Most bytes of an answer that are read. */
const largestAnswer = 64 * 1024 * 1024;
/** How long an answer may take, to its last byte. */
const fetchTimeoutMs = 30_000;

/** Limits of a host, for tests. */
export interface NodeHostLimits {
  /** Most bytes of a file. */
  readonly fileBytes?: number;
  /** Most bytes of an answer. */
  readonly answerBytes?: number;
  /** Milliseconds for an answer, to its last byte. */
  readonly fetchMs?: number;
}

/** The compiler's host on a machine with Node: the disk below `cwd`, the network by `fetch`, mcpgen's own files from its package. */
export function nodeHost(cwd: string, limits: NodeHostLimits = {}): Host {
  const { fileBytes = largestFile, answerBytes = largestAnswer, fetchMs = fetchTimeoutMs } = limits;
  return {
    read: async (path) => readBytes(resolve(cwd, path), fileBytes),
    realPath: async (path) => realpath(resolve(cwd, path)).catch(() => path),
    files: nodeFiles(cwd),
    fetch: async (url) => fetchBytes(url, answerBytes, fetchMs),
    listServer: async (target) => listRemote(target, cwd, process.env),
    // Small files, and many: a promise for each would take longer than reading it.
    asset: (path) => Promise.resolve(readFileSync(join(packageRoot, path), "utf8")),
    assets: (directory) => Promise.resolve(listFiles(directory)),
  };
}

async function readBytes(path: string, limit: number): Promise<ReadOutcome> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) return failed("it is a directory");
    if (status.isFile() && status.size > limit) return tooLarge(limit);
    // Pipes and devices have no size; whatever comes out of them is read up to the limit. A file is read in one go: a promise
    // would hand it over in pieces, and nothing else is to be done meanwhile.
    return status.isFile()
      ? { kind: "bytes", bytes: readFileSync(path) }
      : await collect(createReadStream(path), limit);
  } catch (error) {
    return failed(systemErrorReason(error));
  }
}

async function fetchBytes(url: string, limit: number, timeoutMs: number): Promise<ReadOutcome> {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return failed("it is not an http or https address");
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) {
      await response.body?.cancel();
      return failed(`the server answered ${String(response.status)} ${response.statusText}`.trimEnd());
    }
    return response.body === null ? { kind: "bytes", bytes: new Uint8Array() } : await collect(response.body, limit);
  } catch (error) {
    return failed(fetchFault(error, timeoutMs));
  }
}

function fetchFault(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === "TimeoutError") {
    return `it did not arrive within ${String(timeoutMs / 1000)} seconds`;
  }
  // `fetch` says only that it failed; its cause says why.
  return systemErrorReason(error instanceof Error && error.cause !== undefined ? error.cause : error);
}

/** All bytes of a stream, unless they are more than the limit. Leaving the loop closes the stream. */
async function collect(stream: AsyncIterable<Uint8Array>, limit: number): Promise<ReadOutcome> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit) return tooLarge(limit);
    chunks.push(chunk);
  }
  return { kind: "bytes", bytes: Buffer.concat(chunks) };
}

function tooLarge(limit: number): ReadOutcome {
  return failed(`it is larger than ${String(Math.round(limit / 1024 / 1024))} MB`);
}

function failed(reason: string): ReadOutcome {
  return { kind: "failed", reason };
}

function listFiles(directory: string): readonly string[] {
  const entries = readdirSync(join(packageRoot, directory), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(directory, relativeFolder(entry.parentPath, directory), entry.name).replaceAll("\\", "/"))
    .sort((a, b) => (a < b ? -1 : 1));
}

function relativeFolder(parent: string, directory: string): string {
  return parent.slice(join(packageRoot, directory).length);
}
