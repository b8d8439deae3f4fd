import { execFile } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/cli/package-root.js";
import { nodeHost } from "../../src/cli/node-host.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { emit } from "../../src/emitter/emit.js";
import type { GeneratedFile } from "../../src/emitter/generated-file.js";
import { surface } from "../../src/emitter/surface.js";
import { functions, source } from "./function-program.js";
import { ownFiles, textOf } from "./emitted.js";
import { asPrettierWrites } from "./prettier-agreement.js";

const run = promisify(execFile);
const root = join(packageRoot, ".scratch", "functions");
const strict = {
  module: "NodeNext",
  target: "ES2023",
  lib: ["ES2023"],
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  skipLibCheck: true,
  declaration: true,
};

describe("an embedded server of functions", () => {
  let files: readonly GeneratedFile[];
  let client: Client;
  const logged: string[] = [];

  beforeAll(async () => {
    ({ files } = await emit(
      functions(),
      { layout: "embedded", sdk: "v1", output: "src/mcp" },
      nodeHost(root),
      new Diagnostics(),
    ));
    rmSync(root, { recursive: true, force: true });
    for (const { path, text } of files) place(`src/mcp/${path}`, text);
    place("src/tools/notes.ts", source);
    place("package.json", '{ "name": "notes", "type": "module" }');
    place(
      "tsconfig.json",
      JSON.stringify({ compilerOptions: { ...strict, rootDir: "src", outDir: "dist" }, include: ["src"] }),
    );
    mkdirSync(join(root, "node_modules"));
    symlinkSync(packageRoot, join(root, "node_modules", "mcpgen"), "junction");
    await typeCheck();
    const load = async (module: string): Promise<Loaded> =>
      (await import(pathToFileURL(join(root, "dist", "mcp", module)).href)) as Loaded;
    const { createServer } = await load("server.js");
    const { readSettings } = await load("settings.js");
    const { createClient } = await load("mcp-client.js");
    const log = Object.fromEntries(
      ["debug", "info", "notice", "warning", "error"].map((level) => [
        level,
        (message: string, data: unknown) => logged.push(`${message} ${String(data)}`),
      ]),
    );
    client = await createClient(createServer({ settings: readSettings({}), log }));
  }, 120_000);

  afterAll(async () => {
    await client.close();
  });

  it("is in prettier's form", async () => {
    for (const { path, text } of ownFiles(files.map((file) => ({ ...file, path: `src/${file.path}` })))) {
      if (path.endsWith(".ts")) expect(text, path).toBe(await asPrettierWrites(text, path));
    }
  });

  it("lies within the package, without files of a project and without what an API needs", () => {
    const paths = files.map(({ path }) => path);
    expect(paths.filter((path) => !path.startsWith("runtime/"))).toEqual([
      "TOOLS.md",
      "main.ts",
      "mcp-client.ts",
      "overrides.ts",
      "prompts/default.ts",
      "provider.ts",
      "resources/default.ts",
      "schemas.ts",
      "server.ts",
      "settings.ts",
      "surface.json",
      "tools/default.ts",
      "tools/writing.ts",
      "types.ts",
    ]);
    expect(paths).not.toContain("runtime/http/http-client.js");
    expect(textOf(files, "tools/writing.ts")).toContain('from "../../tools/notes.js"');
  });

  it("lists what surface.json says", async () => {
    const listed = await Promise.all(
      (["tools", "resources", "resourceTemplates", "prompts"] as const).map((kind) => client.connection.list(kind)),
    );
    const kinds = ["tool", "resource", "template", "prompt"];
    expect(listed.flatMap((all, index) => all.map((one) => ({ kind: kinds[index], ...one })))).toEqual(
      surface(functions()),
    );
  });

  it("hands over arguments as declared, and results as JSON", async () => {
    const given = { id: "a", at: "2026-01-31T09:30:00Z", tags: ["x", "y"], order: "oldest" };
    const result = await client.connection.callToolRaw("addNote", given);
    const expected = { id: "a", at: "2026-01-31T09:30:00.000Z", tags: ["x", "y"] };
    // `order` is not declared in the result: it is left out, and nobody sees it.
    expect(result).toEqual({
      content: [{ type: "text", text: JSON.stringify(expected) }],
      structuredContent: expected,
    });
  });

  it("fills defaults in, injects the context, and spreads a list", async () => {
    expect(await client.connection.callTool("search", { query: "q", more: ["newest", "oldest"] })).toBe(
      "q,10,false,newest,oldest",
    );
    expect(await client.connection.callTool("search", { query: "q" })).toBe("q,10,false");
    expect(logged).toContain("searching undefined");
  });

  it("makes natives at any depth, also in unions and recursive types", async () => {
    const tree = { name: "r", at: "2026-01-01", children: [{ name: "c", at: "2026-01-01" }] };
    const list = ["https://a.example", { at: "2026-01-01" }];
    const call = (when: unknown, code: unknown) =>
      client.connection.callTool("kinds", { when, sizes: { a: "3" }, code, list, tree });
    expect(await call("2026-01-01", "AQI=")).toBe("true,true,2,url+true,true");
    expect(await call(5, null)).toBe("false,true,,url+true,true");
  });

  it("says which arguments cannot be what is declared", async () => {
    const result = await client.connection.callToolRaw("addNote", { id: "a", at: "soon", tags: [] });
    expect(result.isError).toBe(true);
    expect(result.content).toEqual([
      { type: "text", text: "Invalid arguments: `at` must be a date-time such as 2026-01-31T09:30:00Z" },
    ]);
  });

  it("answers with bytes, nothing, and what comes piece by piece", async () => {
    expect((await client.connection.callToolRaw("picture")).content).toEqual([
      { type: "image", data: "AQID", mimeType: "image/png" },
    ]);
    expect(await client.connection.callToolRaw("nothing")).toEqual({ content: [] });
    const progress: unknown[] = [];
    const onProgress = (one: unknown) => progress.push(one);
    expect(await client.connection.callTool("counting", { to: 3 }, { onProgress })).toEqual([1, 2, 3]);
    expect(progress).toEqual([1, 2, 3].map((at) => ({ progress: at, message: String(at) })));
  });

  it("gives up what takes too long, shows what a ToolError says, and masks all else", async () => {
    const textOfCall = async (name: string, args = {}) => {
      const { isError, content } = await client.connection.callToolRaw(name, args);
      return [isError, content[0]?.text];
    };
    expect(await textOfCall("slow")).toEqual([true, "Timed out after 0.05 s."]);
    expect(await textOfCall("refuse", { why: "No order 7." })).toEqual([true, "No order 7."]);
    expect(await textOfCall("crash")).toEqual([true, "Internal error; see the server's log."]);
    expect(logged.join("\n")).toContain("hunter2");
    expect(await textOfCall("overloaded", { id: "abc" })).toEqual([undefined, "3"]);
  });

  it("reads resources, templates with lists and defaults", async () => {
    expect(await client.readMotto()).toEqual({ uri: "app://motto", mimeType: "text/plain", text: "Onward" });
    const { text } = await client.readFile({ path: ["a b", "c"] });
    expect(JSON.parse(text ?? "")).toEqual({ path: ["a b", "c"], depth: 3 });
    await expect(client.connection.request("resources/read", { uri: "files://a?depth=x" })).rejects.toThrow("depth");
    await expect(client.connection.request("resources/read", { uri: "app://none" })).rejects.toThrow("not found");
  });

  it("gets prompts, whose arguments travel as texts", async () => {
    const { messages } = await client.getReviewPrompt({ code: "x", days: 3, style: "kind", since: "2026-01-01" });
    expect(messages).toEqual([{ role: "user", content: { type: "text", text: "x,4,kind,2026" } }]);
    const given = { name: "review", arguments: { code: "x", days: "many", style: "kind" } };
    await expect(client.connection.request("prompts/get", given)).rejects.toThrow("days");
    await expect(client.connection.request("prompts/get", { name: "none" })).rejects.toThrow("Unknown prompt");
  });

  it("completes arguments by their values and by functions", async () => {
    const complete = async (argument: string, value: string) => {
      const ref = { type: "ref/prompt", name: "review" };
      const answer = await client.connection.request("completion/complete", {
        ref,
        argument: { name: argument, value },
      });
      return answer["completion"];
    };
    expect(await complete("style", "")).toEqual({ values: ["kind", "stern"], total: 2, hasMore: false });
    expect(await complete("style", "S")).toEqual({ values: ["stern"], total: 1, hasMore: false });
    expect(await complete("code", "ty")).toEqual({ values: ["typescript"], total: 1, hasMore: false });
    expect(await complete("days", "")).toEqual({ values: [], total: 0, hasMore: false });
  });

  it.each([
    ["a function is renamed", "export function picture", "export function image"],
    ["a member of an object parameter is renamed", "addNote(note: { id: NoteId", "addNote(note: { key: NoteId"],
    ["a parameter is added", "refuse(why: string)", "refuse(why: string, more: string)"],
  ])(
    "does not compile any more when %s",
    async (_what, before, after) => {
      expect(source).toContain(before);
      place("src/tools/notes.ts", source.replace(before, after).replace("id: note.id", 'id: "" as NoteId'));
      await expect(typeCheck("--noEmit")).rejects.toThrow(/src\/mcp\/tools/);
    },
    60_000,
  );
});

interface Loaded {
  readonly createServer: (options: object) => unknown;
  readonly readSettings: (env: object) => unknown;
  readonly createClient: (server: unknown) => Promise<Client>;
}

interface Client {
  readonly connection: {
    list(kind: string): Promise<readonly object[]>;
    callTool(name: string, args?: object, options?: object): Promise<unknown>;
    callToolRaw(
      name: string,
      args?: object,
    ): Promise<{ readonly content: readonly { readonly text?: string }[]; readonly isError?: true }>;
    request(method: string, params: object): Promise<Readonly<Record<string, unknown>>>;
  };
  readMotto(): Promise<object>;
  readFile(args: { path: string[] }): Promise<{ readonly text?: string }>;
  getReviewPrompt(args: object): Promise<{ readonly messages: readonly unknown[] }>;
  close(): Promise<void>;
}

function place(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function typeCheck(...flags: readonly string[]): Promise<void> {
  const tsc = join(packageRoot, "node_modules", "typescript", "bin", "tsc");
  try {
    await run(process.execPath, [tsc, "-p", root, ...flags]);
  } catch (error) {
    throw new Error(error instanceof Error && "stdout" in error ? String(error.stdout) : String(error), {
      cause: error,
    });
  }
}
