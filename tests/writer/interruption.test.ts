import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { WriterProcess } from "../../src/writer/writer-process.js";
import { recover } from "../../src/writer/write.js";
import { codes, owned, quietProcess, readTree, temporaryFolder, writeInto, yours } from "./output-folder.js";

const before = [
  owned("src/server.ts", "export const server = 1;\n"),
  owned("src/petstore/tools/pet.ts", "export const pet = 1;\n"),
  owned("src/petstore/tools/store.ts", "export const store = 1;\n"),
  owned("TOOLS.md", "# Tools\n"),
  yours("package.json", "{}\n"),
];
const after = [
  owned("src/server.ts", "export const server = 2;\n"),
  owned("src/petstore/tools/pet.ts", "export const pet = 2;\n"),
  owned("src/other/client/user.ts", "export const user = 2;\n"),
  owned("TOOLS.md", "# Tools\n"),
  yours("package.json", "{}\n"),
  yours("src/main.ts", "export {};\n"),
];

/** A process that stops for ever before a step, which leaves the disk as a kill would. */
function stoppingAt(step: number): { readonly process: WriterProcess; readonly stopped: Promise<string> } {
  let count = 0;
  let stop: (what: string) => void = () => undefined;
  const stopped = new Promise<string>((resolve) => (stop = resolve));
  const process: WriterProcess = {
    ...quietProcess,
    step: (what) => {
      count += 1;
      if (count !== step) return undefined;
      stop(what);
      return new Promise<void>(() => undefined);
    },
  };
  return { process, stopped };
}

/** A process in which a step fails, as a full disk would make it. */
function failingAt(step: number): { readonly process: WriterProcess; readonly failed: () => boolean } {
  let count = 0;
  const process: WriterProcess = {
    ...quietProcess,
    step: () => {
      count += 1;
      if (count === step) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", syscall: "write" });
    },
  };
  return { process, failed: () => count >= step };
}

async function projects(): Promise<{ old: object; new: object }> {
  const folder = temporaryFolder();
  await writeInto(folder, before);
  const old = readTree(folder);
  await writeInto(folder, after);
  return { old, new: readTree(folder) };
}

describe("a run that is killed", () => {
  test("leaves the old or the new project after the next run, wherever it is killed", async () => {
    const { old, new: fresh } = await projects();
    const seen: string[] = [];
    for (let step = 1; ; step += 1) {
      const folder = temporaryFolder();
      await writeInto(folder, before);
      const { process, stopped } = stoppingAt(step);
      const outcome = await Promise.race([writeInto(folder, after, { process }), stopped]);
      if (typeof outcome !== "string") break;
      seen.push(outcome);

      const diagnostics = await recover(folder, { cwd: "/", process: quietProcess });
      const tree = readTree(folder);
      expect([old, fresh], `stopped at: ${outcome}`).toContainEqual(tree);
      if (existsSync(join(folder, ".mcpgen-staging"))) expect.fail(`staging folder left after: ${outcome}`);
      const isNew = JSON.stringify(tree) === JSON.stringify(fresh);
      if (diagnostics.length > 0) {
        expect(diagnostics[0]?.message).toContain(isNew ? "completed" : "rolled back");
      }
      await writeInto(folder, after);
      expect(readTree(folder)).toEqual(fresh);
    }
    expect(seen.length).toBeGreaterThan(20);
    expect(seen).toContain("commit");
    expect(seen).toContain("place src/server.ts");
  });

  test("leaves the old or the new project when the recovery is killed too", async () => {
    const { old, new: fresh } = await projects();
    let trials = 0;
    for (const first of [6, 14, 18, 21, 24, 27]) {
      for (let second = 1; ; second += 1) {
        const folder = temporaryFolder();
        await writeInto(folder, before);
        const write = stoppingAt(first);
        await Promise.race([writeInto(folder, after, { process: write.process }), write.stopped]);
        const again = stoppingAt(second);
        const outcome = await Promise.race([recover(folder, { cwd: "/", process: again.process }), again.stopped]);
        if (typeof outcome !== "string") break;
        trials += 1;
        await recover(folder, { cwd: "/", process: quietProcess });
        expect([old, fresh], `stopped at ${String(first)}, then at: ${outcome}`).toContainEqual(readTree(folder));
      }
    }
    expect(trials).toBeGreaterThan(30);
  });

  test("ends in the old or the new project when the process itself is killed", async () => {
    const { old, new: fresh } = await projects();
    const child = fileURLToPath(new URL("killed-run.mjs", import.meta.url));
    for (const step of [3, 12, 17, 20, 23, 30]) {
      const folder = temporaryFolder();
      await writeInto(folder, before);
      const { signal, stderr } = spawnSync(process.execPath, [child, folder, String(step), JSON.stringify(after)], {
        encoding: "utf8",
        timeout: 20_000,
      });
      expect(signal, stderr).toBe("SIGKILL");
      await recover(folder, { cwd: "/", process: quietProcess });
      expect([old, fresh], `killed at step ${String(step)}`).toContainEqual(readTree(folder));
    }
  });
});

describe("a run that fails", () => {
  test("leaves the old project, wherever it fails", async () => {
    const { old, new: fresh } = await projects();
    for (let step = 1; ; step += 1) {
      const folder = temporaryFolder();
      await writeInto(folder, before);
      const { process, failed } = failingAt(step);
      const outcome = await writeInto(folder, after, { process });
      if (!failed()) break;
      const tree = readTree(folder);
      if (outcome.diagnostics.length > 0) {
        expect(codes(outcome.diagnostics)).toEqual(["output/cannot-write"]);
        expect(outcome.diagnostics[0]?.message).toContain("no space is left on the disk");
        expect(tree, `failed at step ${String(step)}`).toEqual(old);
      } else {
        // The project was complete and only the staging folder could not be removed: the next run does it.
        await recover(folder, { cwd: "/", process: quietProcess });
        expect(readTree(folder)).toEqual(fresh);
      }
    }
  });

  test("leaves no new folder behind", async () => {
    const folder = temporaryFolder();
    const { process } = failingAt(8);
    const outcome = await writeInto(join(folder, "deep/er"), after, { process });
    expect(codes(outcome.diagnostics)).toEqual(["output/cannot-write"]);
    expect(readTree(folder)).toEqual({});
  });
});

describe("another run", () => {
  test("is waited for by nobody: the folder is in use", async () => {
    const folder = temporaryFolder();
    await writeInto(folder, before);
    const { process, stopped } = stoppingAt(8);
    await Promise.race([writeInto(folder, after, { process: { ...process, pid: 4711 } }), stopped]);
    const other: WriterProcess = { ...quietProcess, isAlive: (pid) => pid === 4711 };
    const diagnostics = await recover(folder, { cwd: "/", process: other });
    expect(codes(diagnostics)).toEqual(["output/cannot-write"]);
    expect(diagnostics[0]?.message).toContain("another run of mcpgen (process 4711) is writing into this folder");
    const outcome = await writeInto(folder, after, { process: other });
    expect(codes(outcome.diagnostics)).toEqual(["output/cannot-write"]);
  });
});

describe("a journal that came with a repository", () => {
  test("cannot reach outside the output folder", async () => {
    const around = temporaryFolder();
    const folder = join(around, "out");
    await writeInto(folder, before);
    const old = readTree(folder);
    writeFileSync(join(around, "victim"), "precious\n");
    mkdirSync(join(around, "elsewhere"));
    symlinkSync(join(around, "elsewhere"), join(folder, "link"));
    const sha256 = "0".repeat(64);
    for (const operation of [
      { path: "../victim" },
      { path: "../victim", staged: { file: "0", sha256 } },
      { path: "link/new.txt", staged: { file: "0", sha256 } },
      { path: "src/server.ts", staged: { file: "../../victim", sha256 } },
      { path: "src/server.ts", backup: "../../../victim" },
    ]) {
      mkdirSync(join(folder, ".mcpgen-staging/new"), { recursive: true });
      writeFileSync(join(folder, ".mcpgen-staging/new/0"), "evil\n");
      writeFileSync(
        join(folder, ".mcpgen-staging/journal.json"),
        JSON.stringify({ operations: [operation], folders: [] }),
      );
      await recover(folder, { cwd: "/", process: quietProcess });
      expect(readFileSync(join(around, "victim"), "utf8")).toBe("precious\n");
      expect(readTree(join(around, "elsewhere"))).toEqual({});
      expect(readTree(folder)).toMatchObject(old);
    }
  });
});
