import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { beforeEach, describe, expect, it } from "vitest";
import { upToDate } from "../../src/writer/up-to-date.js";
import { recover } from "../../src/writer/write.js";
import { codes, owned, quietProcess, temporaryFolder, writeInto } from "../writer/output-folder.js";

const sha = createHash("sha256").update("victim").digest("hex");
const files = [owned("src/a.ts", "a\n")];
const facts = { generator: "1.0.0", name: undefined, options: "0", stdin: undefined };

let base: string;
let output: string;
let lockPath: string;

type Sections = Readonly<Record<"files" | "inputs", Record<string, string>>> & { source?: unknown; name: string };

function lockText(change: (lock: Sections) => unknown): string {
  const lock = JSON.parse(readFileSync(lockPath, "utf8")) as Sections;
  change(lock);
  return JSON.stringify(lock, undefined, 2);
}

/** What runs of all kinds end with: diagnostics, at once, and nothing changed beside the output folder. */
async function expectHarmless(): Promise<readonly string[]> {
  const start = performance.now();
  upToDate(output, facts);
  const found: string[] = [];
  for (const options of [{}, { mode: "check" as const }, { force: true }]) {
    found.push(
      ...codes((await writeInto(output, [owned("src/a.ts", `${String(found.length)}\n`)], options)).diagnostics),
    );
  }
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(readFileSync(join(base, "victim.txt"), "utf8")).toBe("victim");
  return found;
}

beforeEach(async () => {
  base = temporaryFolder();
  output = join(base, "out");
  lockPath = join(output, "mcpgen.lock.json");
  writeFileSync(join(base, "victim.txt"), "victim");
  expect((await writeInto(output, files)).diagnostics).toEqual([]);
});

describe.skipIf(process.platform === "win32")(
  "a lock file that came with somebody's repository",
  { timeout: 40_000 },
  () => {
    it.each([
      "../victim.txt",
      "src/../../victim.txt",
      "..\\victim.txt",
      "/etc/hostname",
      "C:\\victim.txt",
      "a\0b",
      "a/".repeat(1_000_000),
      "x".repeat(5_000),
      "__proto__",
      "constructor",
    ])("names a file of ours that it may not name: %#", async (path) => {
      writeFileSync(
        lockPath,
        lockText((lock) => Object.defineProperty(lock.files, path, { value: sha, enumerable: true })),
      );
      await expectHarmless();
    });

    it("names what links lead to", async () => {
      symlinkSync(base, join(output, "link"));
      symlinkSync(join(base, "victim.txt"), join(output, "v.txt"));
      writeFileSync(
        lockPath,
        lockText((lock) => Object.assign(lock.files, { "link/victim.txt": sha, "v.txt": sha })),
      );
      expect(await expectHarmless()).toContain("output/unsafe-path");
    });

    it.each(["/dev/zero", "/proc/kmsg", "/", "../pipe"])("names %s as an input", async (path) => {
      execFileSync("mkfifo", [join(base, "pipe")]);
      writeFileSync(
        lockPath,
        lockText((lock) => (lock.inputs[path] = sha)),
      );
      await expectHarmless();
    });

    it.each(["null", "[]", "1", "", "{", "[".repeat(1_000_000), "\n".repeat(5_000_000)])(
      "is no lock file: %#",
      async (text) => {
        writeFileSync(lockPath, text);
        expect(await expectHarmless()).toContain("output/unreadable-lock");
      },
    );

    it("is nested deeply, has a name or a line without end, whole or broken off", async () => {
      const deep = lockText((lock) => (lock.source = "X")).replace(
        '"X"',
        `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`,
      );
      const long = lockText((lock) => (lock.name = "x".repeat(5_000_000)));
      const wide = lockText((lock) => (lock.files["x".repeat(5_000_000)] = sha));
      for (const text of [deep, long, long.slice(0, -3), wide, wide.slice(0, -3)]) {
        writeFileSync(lockPath, text);
        expect(await expectHarmless()).toContain("output/unreadable-lock");
      }
    });

    it.each([17, 600, 3_000])("has %i MiB", async (size) => {
      truncateSync(lockPath, size * 1024 ** 2);
      expect(await expectHarmless()).toEqual(Array(3).fill("output/cannot-write"));
    });

    it("is no file", async () => {
      execFileSync("rm", [lockPath]);
      execFileSync("mkfifo", [lockPath]);
      expect(await expectHarmless()).toEqual(Array(3).fill("output/cannot-write"));
      execFileSync("rm", [lockPath]);
      symlinkSync("/dev/zero", lockPath);
      expect(await expectHarmless()).toContain("output/cannot-write");
    });

    it("says nothing that a terminal obeys", async () => {
      writeFileSync(
        lockPath,
        lockText((lock) => (lock.name = "\u001b]0;x\u0007")),
      );
      expect(upToDate(output, facts)).toBeUndefined();
      expect(await expectHarmless()).toContain("output/unreadable-lock");
    });
  },
);

describe.skipIf(process.platform === "win32")("a staging folder that came with it", () => {
  it.each(["journal.json", "rollback.json", "pid"])("%s is a pipe", async (name) => {
    mkdirSync(join(output, ".mcpgen-staging"));
    execFileSync("mkfifo", [join(output, ".mcpgen-staging", name)]);
    expect(codes(await recover(output, { cwd: "/", process: quietProcess }))).toEqual(["output/recovered"]);
    expect(await expectHarmless()).not.toContain("output/cannot-write");
  });

  it("its journal leads outside", async () => {
    mkdirSync(join(output, ".mcpgen-staging"));
    const journal = { operations: [{ path: "../victim.txt" }], folders: ["../made"] };
    writeFileSync(join(output, ".mcpgen-staging", "journal.json"), JSON.stringify(journal));
    expect(codes(await recover(output, { cwd: "/", process: quietProcess }))).toEqual(["output/recovered"]);
    await expectHarmless();
  });
});
