import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { generate } from "../../src/cli/generate.js";
import type { OpenApiCommandFlags } from "../../src/cli/openapi-flags.js";
import { runOpenApi } from "../../src/cli/run-openapi.js";
import type { Surroundings } from "../../src/cli/surroundings.js";
import type { Compilation, CompileInput } from "../../src/compile.js";
import { openApiInput, optionsDigest } from "../../src/config/openapi-options.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { inputKey } from "../../src/writer/create-lock.js";
import { digest } from "../../src/writer/digest.js";
import { owned, readTree, temporaryFolder, yours } from "../writer/output-folder.js";
import { RecordingTerminal } from "./recording-terminal.js";

const { compile } = vi.hoisted(() => ({ compile: vi.fn<(input: CompileInput) => Promise<Compilation>>() }));
vi.mock("../../src/compile.js", () => ({ compile, surfaceLine: JSON.stringify, tokensOf: () => 58 }));

const nothing: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

/** What the compiler makes of the document in these tests: one tool, named by the document's text. */
function compilation(text: string, name: string): Compilation {
  return {
    program: { server: { name, title: "Pets", version: "1", instructions: "" }, providers: [] },
    files: [owned("src/server.ts", `export const title = ${JSON.stringify(text)};\n`), yours("package.json", "{}\n")],
    surface: [
      { kind: "tool", name: "listPets" },
      { kind: "resource", name: "status", uri: "pets://status" },
    ],
    inputs: [{ path: "petstore.yaml", sha256: digest(text) }],
    diagnostics: [],
    locate: (found) => Promise.resolve(found),
  };
}

interface Run {
  readonly folder: string;
  readonly flags?: Partial<OpenApiCommandFlags>;
  readonly change?: (compilation: Compilation) => Compilation;
  readonly isWatched?: boolean;
  readonly delayMs?: number;
  readonly document?: string;
}

async function run({ folder, flags = {}, change = (one) => one, isWatched, delayMs, document = "petstore.yaml" }: Run) {
  const terminal = new RecordingTerminal(isWatched);
  const allFlags: OpenApiCommandFlags = { output: "server", format: "text", ...flags };
  const inputs: CompileInput[] = [];
  const asked = openApiInput(document, allFlags);
  const options = optionsDigest(asked, (path) => inputKey(path, "server", folder));
  const generation = { input: asked, options, flags: allFlags };
  compile.mockImplementation(async (input) => {
    inputs.push(input);
    if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
    return change(compilation(readFileSync(join(folder, "petstore.yaml"), "utf8"), input.sources[0]?.name ?? "pets"));
  });
  const { exitCode } = await generate(generation, { version: "1.0.0", terminal, cwd: folder, stdin: nothing });
  return { exitCode, stdout: terminal.stdout, stderr: terminal.stderr, inputs };
}

function project(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "petstore.yaml"), "one");
  return folder;
}

function warning(one: Compilation): Compilation {
  const diagnostics = new Diagnostics();
  diagnostics.report("openapi/no-operations", { kind: "pointer", file: "petstore.yaml", pointer: "/paths" }, undefined);
  return { ...one, diagnostics: diagnostics.list };
}

function error(one: Compilation): Compilation {
  const diagnostics = new Diagnostics();
  diagnostics.report("openapi/empty-document", undefined, { file: "petstore.yaml" });
  return { ...one, files: [], diagnostics: diagnostics.list };
}

describe("a run", () => {
  test("ends with the size of the surface, what was written, and what to type next", async () => {
    const { exitCode, stdout, stderr } = await run({ folder: project() });
    expect(exitCode).toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      "pets: 1 tool, 1 resource, about 120 tokens; 3 files written to ./server\n" +
        "\nNext:\n  cd server\n  npm install\n  npm run build\n  npm start\n",
    );
  });

  test("says later only what was changed", async () => {
    const folder = project();
    await run({ folder });
    expect((await run({ folder })).stderr).toBe("pets: 1 tool, 1 resource, about 120 tokens; ./server is up to date\n");
    writeFileSync(join(folder, "petstore.yaml"), "two");
    const change = (one: Compilation): Compilation => ({ ...one, files: one.files.slice(1) });
    expect((await run({ folder, change })).stderr).toBe(
      "pets: 1 tool, 1 resource, about 120 tokens; 1 file written to ./server, 1 file removed\n",
    );
  });

  test("prints diagnostics before that line", async () => {
    const { exitCode, stderr } = await run({ folder: project(), change: warning });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^petstore\.yaml - warning openapi\/no-operations: [^]*\n\npets: 1 tool/);
  });

  test("writes nothing when there is an error", async () => {
    const folder = project();
    const { exitCode, stderr, stdout } = await run({ folder, change: error });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error openapi\/empty-document: [^]*\n {2}help: .*\n$/);
    expect(stdout).toBe("");
    expect(Object.keys(readTree(folder))).toEqual(["petstore.yaml"]);
  });

  test("takes warnings for errors when it is strict", async () => {
    const folder = project();
    const { exitCode, stderr } = await run({ folder, change: warning, flags: { strict: true } });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("petstore.yaml - error openapi/no-operations");
    expect(existsSync(join(folder, "server"))).toBe(false);
  });

  test("is quiet when asked", async () => {
    expect((await run({ folder: project(), flags: { quiet: true } })).stderr).toBe("");
    const { stderr } = await run({ folder: project(), change: warning, flags: { quiet: true } });
    expect(stderr).toContain("warning openapi/no-operations");
    expect(stderr).not.toContain("written");
  });

  test("prints JSON lines and nothing else when asked", async () => {
    const { stderr } = await run({ folder: project(), change: warning, flags: { format: "json" } });
    expect(
      stderr
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      expect.objectContaining({
        code: "openapi/no-operations",
        severity: "warning",
        file: "petstore.yaml",
        pointer: "/paths",
      }),
    ]);
  });

  test("reads an address only when that is allowed", async () => {
    const { exitCode, stderr, inputs } = await run({ folder: project(), document: "https://example.com/a.yaml" });
    expect([exitCode, inputs]).toEqual([1, []]);
    expect(stderr).toContain("--allow-remote");
    const allowed = await run({
      folder: project(),
      document: "https://example.com/a.yaml",
      flags: { allowRemote: true },
    });
    expect(allowed.inputs).toHaveLength(1);
  });

  test("remembers the name", async () => {
    const folder = project();
    await run({ folder, flags: { name: "shop" } });
    const { inputs, stderr } = await run({ folder });
    expect(inputs[0]?.sources[0]?.name).toBe("shop");
    expect(stderr).toContain("shop: ");
  });

  test("cannot write: nothing but a diagnostic", async () => {
    const folder = project();
    writeFileSync(join(folder, "server"), "a file");
    const { exitCode, stderr } = await run({ folder });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error output\/cannot-write: `server` cannot be written: /);
  });

  test("completes or rolls back an interrupted one first", async () => {
    const folder = project();
    await run({ folder });
    const staging = join(folder, "server/.mcpgen-staging");
    mkdirSync(join(staging, "new"), { recursive: true });
    const { stderr } = await run({ folder, change: error });
    expect(stderr).toContain(
      "note output/recovered: An earlier run was interrupted while it wrote; it was rolled back.",
    );
    expect(existsSync(staging)).toBe(false);
  });
});

describe("what was asked for goes to standard output", () => {
  test("--dry-run", async () => {
    const folder = project();
    const { exitCode, stdout, stderr } = await run({ folder, flags: { dryRun: true } });
    expect(exitCode).toBe(0);
    expect(stdout).toBe("create src/server.ts\ncreate package.json\ncreate mcpgen.lock.json\n");
    expect(stderr).toContain("3 files would be written to ./server");
    expect(existsSync(join(folder, "server"))).toBe(false);
    expect((await run({ folder, flags: { dryRun: true, format: "json" } })).stdout.split("\n")[0]).toBe(
      '{"action":"create","path":"src/server.ts"}',
    );
  });

  test("--check", async () => {
    const folder = project();
    await run({ folder });
    expect(await run({ folder, flags: { check: true } })).toMatchObject({ exitCode: 0, stdout: "" });
    writeFileSync(join(folder, "server/src/server.ts"), "export const title = 'edited\u001B[31m';\n");
    const { exitCode, stdout, stderr } = await run({ folder, flags: { check: true } });
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      "replace src/server.ts\n\n--- a/src/server.ts\n+++ b/src/server.ts\n@@ -1,1 +1,1 @@\n" +
        "-export const title = 'edited\\u001b[31m';\n+export const title = \"one\";\n",
    );
    expect(stderr).toContain(
      "error output/out-of-date: What is on disk is not what would be generated: src/server.ts.",
    );
  });

  test("--print ir", async () => {
    const folder = project();
    const { exitCode, stdout, stderr } = await run({ folder, flags: { print: "ir" } });
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ server: { name: "pets" } });
    expect(existsSync(join(folder, "server"))).toBe(false);
  });
});

describe("progress", () => {
  test("is shown on a terminal when a run takes long", async () => {
    const { stderr } = await run({ folder: project(), isWatched: true, delayMs: 700 });
    expect(stderr).toContain("\r\u001B[Kcompiling petstore.yaml …");
    expect(stderr).toContain("\r\u001B[Kpets: 1 tool");
  });

  test("is not shown when it is quick, or when nobody watches", async () => {
    expect((await run({ folder: project(), isWatched: true })).stderr).not.toContain("\u001B");
    expect((await run({ folder: project(), delayMs: 600 })).stderr).not.toContain("compiling");
  });
});

describe("the early exit", () => {
  async function again(folder: string, flags: Partial<OpenApiCommandFlags> = {}, stdin = nothing) {
    const terminal = new RecordingTerminal();
    const surroundings: Surroundings = { version: "1.0.0", terminal, cwd: folder, stdin };
    const request = {
      kind: "openapi",
      document: "petstore.yaml",
      flags: { output: "server", format: "text", ...flags },
    } as const;
    const exitCode = await runOpenApi(request, surroundings);
    return { exitCode, stdout: terminal.stdout, stderr: terminal.stderr };
  }

  test("says that nothing has changed", async () => {
    const folder = project();
    await run({ folder });
    expect(await again(folder)).toMatchObject({ exitCode: 0, stdout: "", stderr: "pets: nothing has changed\n" });
    expect(await again(folder, { quiet: true })).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("remembers that there were warnings", async () => {
    const folder = project();
    await run({ folder, change: warning });
    expect((await again(folder)).stderr).toBe(
      "pets: nothing has changed; 1 warning as before, which --check shows again\n",
    );
  });
});
