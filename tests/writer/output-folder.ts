import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { GeneratedFile } from "../../src/emitter/generated-file.js";
import type { WriterProcess } from "../../src/writer/writer-process.js";
import { write, type WriteOptions, type WriteOutcome } from "../../src/writer/write.js";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-test-"));
  folders.push(folder);
  return folder;
}

/** A process in which nothing special happens. */
export const quietProcess: WriterProcess = {
  pid: process.pid,
  isAlive: () => false,
  uninterrupted: (phase) => phase(),
};

/** A generated file of mcpgen's. */
export function owned(path: string, text: string): GeneratedFile {
  return { path, text, owner: "mcpgen" };
}

/** A generated file of the user's. */
export function yours(path: string, text: string): GeneratedFile {
  return { path, text, owner: "user" };
}

/** Writes with the defaults of a plain run. */
export function writeInto(
  directory: string,
  files: readonly GeneratedFile[],
  options: Partial<WriteOptions> = {},
): Promise<WriteOutcome> {
  return write(files, directory, {
    mode: "write",
    force: false,
    strict: false,
    facts: {
      generator: "1.0.0",
      name: "petstore",
      options: "0",
      warnings: 0,
      inputs: new Map([["-", "1"]]),
      surface: [],
    },
    cwd: "/",
    process: quietProcess,
    ...options,
  });
}

/** All files of a folder by path, sorted; folders that hold nothing end in `/`. */
export function readTree(directory: string): Readonly<Record<string, string>> {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  const found = entries.flatMap((entry) => {
    const absolute = join(entry.parentPath, entry.name);
    const path = absolute.slice(directory.length + 1);
    if (entry.isSymbolicLink()) return [[path, `-> ${readlinkSync(absolute)}`] as const];
    if (!entry.isDirectory()) return [[path, readFileSync(absolute, "utf8")] as const];
    return readdirSync(absolute).length === 0 ? [[`${path}/`, ""] as const] : [];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The codes of diagnostics, in order. */
export function codes(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code }) => code);
}
