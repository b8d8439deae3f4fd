import { describe, expect, test } from "vitest";
import { loadFunctions } from "./load-functions.js";

const names = async (files: Parameters<typeof loadFunctions>[0], input?: Parameters<typeof loadFunctions>[1]) => {
  const loaded = await loadFunctions(files, input);
  return { names: loaded.components.map(({ kind, name }) => `${kind} ${name}`), messages: loaded.messages };
};

const tool = (name: string, extra = "") => `/** ${name}. @tool */\nexport const ${name} = (${extra}): string => "";\n`;

describe("what is published", () => {
  test("only exported and tagged functions; a tag on another function is a warning", async () => {
    expect(
      await names(
        "/** Helps. */\nexport function helper() {}\n/** Hidden. @tool */\nfunction hidden() { helper(); }\n/** Secret. @tool @internal */\nexport function secret() { hidden(); }\n" +
          tool("shown"),
      ),
    ).toEqual({
      names: ["tool shown"],
      messages: [
        "src/tools/x.ts:3:13 warning typescript/not-exported: The function below `@tool` is not exported, so it is not published.",
      ],
    });
  });

  test("nothing else: a tag on it is an error", async () => {
    const { messages } = await names(
      "/** A class. @tool */\nexport class A {}\nexport class B {\n  /** A method. @tool */\n  run() {}\n}\n/** A number. @prompt */\nexport const n = 1;\n/** A type. @resource app://x */\nexport interface I {}\n",
    );
    expect(messages.map((line) => line.split(": ")[0])).toEqual(
      ["1:14", "7:15", "9:13", "4:17"].map((place) => `src/tools/x.ts:${place} error typescript/misplaced-tag`),
    );
  });

  test("a tag in a text is no tag", async () => {
    expect(
      await names(`${tool("a")}export const text = "/** @tool */";\nexport const other = \`/** @prompt */\`;\n`),
    ).toEqual({
      names: ["tool a"],
      messages: [],
    });
  });

  test("declarations, constants, wrapped functions, default exports", async () => {
    const loaded = await loadFunctions(
      `const audited = <A extends unknown[], R>(run: (...args: A) => R) => (...args: A): R => run(...args);
/** One. @tool */
export const wrapped = audited(async (args: { /** Words. */ q: string; limit?: number }): Promise<number> => args.q.length);
/** Two. @tool */
export const several = audited((/** The id. @minimum 1 */ id: number, note?: string) => \`\${id}\${note}\`);
/** Three. @tool */
export const expression = function (n: number): number { return n; };
/** Four. @tool */
export default function main(x: number): number { return x; }
`,
    );
    expect(loaded.messages).toEqual([]);
    expect(loaded.tool("wrapped")).toMatchObject({
      binding: { exportName: "wrapped", parameters: [{ kind: "spread" }], returns: "promise" },
      input: {
        properties: [
          { name: "q", schema: { description: "Words." } },
          { name: "limit", required: false },
        ],
      },
    });
    expect(loaded.tool("several")).toMatchObject({
      binding: {
        parameters: [
          { kind: "argument", name: "id" },
          { kind: "argument", name: "note" },
        ],
      },
      input: {
        properties: [
          { name: "id", required: true, schema: { minimum: 1 } },
          { name: "note", required: false },
        ],
      },
    });
    expect(loaded.tool("main")).toMatchObject({ identifier: "main", binding: { exportName: "default" } });
    expect(loaded.components.map(({ name }) => name)).toEqual(["wrapped", "several", "expression", "main"]);
  });

  test("of several constants the first, of several comments the one with the tag", async () => {
    expect(
      await names(
        `/** A. @tool */\nexport const a = (): string => "", b = (): string => "";\n/** By id. */\nexport function find(id: number): string;\n/** By name. @tool */\nexport function find(name: string): string;\nexport function find(x: unknown): string { return String(x); }\n`,
      ),
    ).toMatchObject({ names: ["tool a", "tool find"] });
  });

  test("a default export needs a name", async () => {
    expect((await names("/** Adds. @tool */\nexport default (a: number) => a + 1;\n")).messages).toEqual([
      "src/tools/x.ts:2:1 error typescript/unnamed-function: A function that is exported as default has no name.",
    ]);
  });

  test("a re-export publishes once, where the function is declared or can be had", async () => {
    const loaded = await loadFunctions({
      "src/tools/index.ts":
        'export * from "./math.js";\nexport { add as plus } from "./math.js";\nexport { shared } from "../lib/shared.js";\n',
      "src/tools/math.ts": tool("add"),
      "src/lib/shared.ts": tool("shared"),
    });
    expect(loaded.messages).toEqual([]);
    expect(loaded.components.map(({ name, binding }) => [name, binding])).toMatchObject([
      ["shared", { module: "src/tools/index.ts", exportName: "shared" }],
      ["add", { module: "src/tools/math.ts", exportName: "add" }],
    ]);
  });

  test("an export under another name has that name", async () => {
    const loaded = await loadFunctions(
      "/** Inner. @tool */\nfunction inner(a: string) { return a; }\nexport { inner as outer };\n",
    );
    expect(loaded.tool("outer").binding).toMatchObject({ exportName: "outer" });
  });
});

describe("files", () => {
  test("of folders, whole; without tests, declarations, packages, hidden folders and the output", async () => {
    const files = {
      "src/tools/a.ts": tool("a"),
      "src/tools/deep/er/b.tsx": tool("b"),
      "src/tools/c.mts": tool("c"),
      "src/tools/a.test.ts": tool("fromTest"),
      "src/tools/a.spec.ts": tool("fromSpec"),
      "src/tools/d.d.ts": "/** Declared. @tool */\nexport declare function declared(): string;\n",
      "src/tools/node_modules/x/index.ts": tool("fromPackage"),
      "src/tools/.hidden/x.ts": tool("hidden"),
      "src/tools/mcp/x.ts": tool("generated"),
    };
    expect(await names(files, { output: "src/tools/mcp" })).toEqual({
      names: ["tool a", "tool c", "tool b"],
      messages: [],
    });
  });

  test("of patterns, single files, several inputs; each once", async () => {
    const files = {
      "src/tools/users.tool.ts": tool("users"),
      "src/tools/deep/jobs.tool.ts": tool("jobs"),
      "src/other.ts": tool("other"),
    };
    expect((await names(files, { inputs: ["src/tools/*.tool.ts"] })).names).toEqual(["tool users"]);
    expect((await names(files, { inputs: ["src/**/*.tool.ts"] })).names).toEqual(["tool jobs", "tool users"]);
    expect((await names(files, { inputs: ["./src/other.ts", "src/{tools,lib}/**"] })).names).toEqual([
      "tool other",
      "tool jobs",
      "tool users",
    ]);
  });

  test("that are not there are an error", async () => {
    expect(await names(tool("a"), { inputs: ["src/tool"] })).toEqual({
      names: [],
      messages: ["error typescript/no-files: `src/tool` leads to no TypeScript file."],
    });
    expect((await names({ "src/tools/a.ts": "export const a = 1;" })).messages).toEqual([
      "error typescript/no-components: No exported function in 1 file has `@tool`, `@resource` or `@prompt`.",
    ]);
  });

  test("are inputs, with the listings of their folders and all that was read", async () => {
    const { inputs } = await loadFunctions({
      "src/tools/a.ts":
        'import type { City } from "../model/city.js";\n/** Go. @tool */\nexport const go = (city: City): string => city.name;\n',
      "src/model/city.ts": "export interface City { name: string }\n",
      "tsconfig.json": '{ "extends": "./base.json" }',
      "base.json": '{ "compilerOptions": { "module": "NodeNext", "strict": true } }',
    });
    const own = inputs.filter(({ path }) => !path.startsWith(".."));
    expect(own.filter(({ bytes }) => bytes !== undefined).map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "src/tools/",
        "src/tools/a.ts",
        "src/model/city.ts",
        "tsconfig.json",
        "base.json",
        "package.json",
      ]),
    );
    expect(new TextDecoder().decode(own.find(({ path }) => path === "src/tools/")?.bytes)).toBe("a.ts\n");
    expect(own.some(({ path }) => path.includes("globals"))).toBe(false);
  });
});

describe("names", () => {
  test("are the function's own, or what stands behind the tag", async () => {
    expect(
      (
        await names(
          "/** Find. @tool search_issues */\nexport function find() {}\n/** Ask.\n * @prompt ask-me */\nexport const ask = () => '';\n",
        )
      ).names,
    ).toEqual(["tool search_issues", "prompt ask-me"]);
  });

  test("that clients refuse are an error, or made acceptable", async () => {
    expect(await names("/** Find.\n * @tool search issues */\nexport function find() {}\n")).toEqual({
      names: [],
      messages: [
        "src/tools/x.ts:2:4 error typescript/invalid-name: `search issues` is no name that clients accept: 1 to 64 letters of A–Z, digits, `_` and `-`.",
      ],
    });
    const { names: renamed, messages } = await names("/** Find. @tool */\nexport function $größe() {}\n");
    expect(renamed).toEqual(["tool grosse"]);
    expect(messages[0]).toContain("warning program/renamed");
  });

  test("are given once to each kind, ignoring case; an address once", async () => {
    const { messages } = await names({
      "src/tools/a.ts": `${tool("search")}/** R. @resource app://x */\nexport const r = () => "";\n/** P. @prompt search */\nexport const p = () => "";\n`,
      "src/tools/b.ts": `${tool("Search")}/** R. @resource app://x */\nexport const r2 = () => "";\n`,
    });
    expect(messages).toEqual([
      "src/tools/b.ts:2:14 error typescript/duplicate: The tool `Search` is taken by a function in `src/tools/a.ts`.",
      "src/tools/b.ts:4:14 error typescript/duplicate: The address `app://x` is taken by a function in `src/tools/a.ts`.",
    ]);
  });

  test("are shared by versions of one component, and by nothing else", async () => {
    const versioned = (name: string, own: string, version = "") =>
      `/** V. @tool ${name}\n * ${version === "" ? "" : `@version ${version}`}\n */\nexport const ${own} = () => "";\n`;
    const resource = (uri: string, own: string, version: string) =>
      `/** V. @resource ${uri}\n * @version ${version}\n */\nexport const ${own} = () => "";\n`;
    const allowed = await names(
      versioned("add", "a1", "1") +
        versioned("add", "a2", "2") +
        resource("app://x", "r1", "1") +
        resource("app://x", "r2", "2"),
    );
    expect(allowed).toMatchObject({ messages: [], names: ["tool add", "tool add", "resource r1", "resource r2"] });
    for (const other of [versioned("add", "b", "1"), versioned("add", "b"), versioned("Add", "b", "2")]) {
      const { messages } = await names({
        "src/tools/a.ts": versioned("add", "a", "1"),
        "src/tools/b.ts": other,
      });
      expect(messages).toEqual([
        expect.stringMatching(/^src\/tools\/b\.ts:\d+:\d+ error typescript\/duplicate: .* `src\/tools\/a\.ts`\.$/),
      ]);
    }
    const three = versioned("add", "a1", "1") + versioned("add", "a2", "2") + versioned("add", "a3", "1");
    expect((await names(three)).messages).toHaveLength(1);
  });

  test("of server and provider come from the package and the folder", async () => {
    const loaded = await loadFunctions(
      {
        "src/My Tools/a.ts": tool("a"),
        "package.json": '{ "name": "@acme/Note Box", "version": "2.0.0", "type": "module", "description": "Notes." }',
      },
      { inputs: ["src/My Tools/"] },
    );
    expect(loaded.content?.server).toEqual({
      name: "note-box",
      title: "note-box",
      version: "2.0.0",
      instructions: "Notes.",
    });
    expect(loaded.provider).toMatchObject({ name: "my-tools", source: "src/My Tools", outputMode: "strict" });
    expect((await loadFunctions({ "src/runtime/a.ts": tool("a") }, { inputs: ["src/runtime"] })).provider?.name).toBe(
      "runtime-tools",
    );
  });
});

describe("the package", () => {
  const modules = async (manifest: string, options: object) =>
    (
      await loadFunctions({
        "src/tools/a.ts": tool("a"),
        "package.json": manifest,
        "tsconfig.json": JSON.stringify({ compilerOptions: options }),
      })
    ).provider?.functions;

  test("decides the module system and the ending of imports", async () => {
    const esm = '{ "name": "p", "type": "module" }';
    const cjs = '{ "name": "p" }';
    expect(await modules(esm, { module: "NodeNext" })).toMatchObject({
      importExtension: ".js",
      moduleSystem: "esm",
      packageFolder: ".",
    });
    expect(await modules(cjs, { module: "NodeNext" })).toMatchObject({ moduleSystem: "commonjs" });
    expect(await modules(esm, { module: "CommonJS" })).toMatchObject({ moduleSystem: "commonjs" });
    expect(await modules(cjs, { module: "ESNext", moduleResolution: "bundler" })).toMatchObject({
      moduleSystem: "esm",
      importExtension: ".js",
    });
    expect(await modules(esm, { module: "NodeNext", rewriteRelativeImportExtensions: true })).toMatchObject({
      importExtension: ".ts",
    });
  });

  test("cannot be CommonJS under verbatimModuleSyntax", async () => {
    const { codes } = await loadFunctions({
      "src/tools/a.ts": tool("a"),
      "package.json": '{ "name": "p" }',
      "tsconfig.json": '{ "compilerOptions": { "module": "NodeNext", "verbatimModuleSyntax": true } }',
    });
    expect(codes).toEqual(["typescript/commonjs-syntax"]);
  });

  test("has paths, project references, options that TypeScript does not know, and no strictness of its own", async () => {
    const files = {
      "src/model/city.ts": "export interface City { name: string; zip: string | null }\n",
      "src/tools/a.ts":
        'import type { City } from "@model/city.js";\n/** Go. @tool */\nexport const go = (city: City): string => city.name;\n',
    };
    const options =
      '{ "compilerOptions": { "module": "NodeNext", "somethingNew": true, "paths": { "@model/*": ["./src/model/*"] } } }';
    for (const extra of [
      { "tsconfig.json": options },
      {
        "tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
        "tsconfig.app.json": options,
      },
    ]) {
      const loaded = await loadFunctions({ ...files, ...extra });
      expect(loaded.messages).toEqual([]);
      expect(loaded.tool("go").input.properties).toMatchObject([
        { name: "name" },
        { name: "zip", schema: { kind: "union" } },
      ]);
    }
  });
});

describe("mcpgen's own types", () => {
  const withContext =
    'import type { Context as Toolbox } from "mcpgen";\ntype Mine = Toolbox;\n/** Ask. @tool */\nexport function ask(box: Mine, q: string, again?: Toolbox): string { return q; }\n';

  test("are those of the running copy where mcpgen is not installed, which is said once", async () => {
    const loaded = await loadFunctions({
      "src/tools/a.ts": withContext,
      "src/tools/b.ts": withContext.replace("ask(", "ask2("),
    });
    expect(loaded.messages).toEqual([
      "warning typescript/mcpgen-not-installed: `src/tools/a.ts` imports `mcpgen`, which is not installed in this package.",
    ]);
    expect(loaded.tool("ask")).toMatchObject({
      input: { properties: [{ name: "q" }] },
      binding: { parameters: [{ kind: "context" }, { kind: "argument", name: "q" }, { kind: "context" }] },
    });
  });

  test("are those of the installed package, of which only the runtime's are read", async () => {
    const loaded = await loadFunctions({
      "src/tools/a.ts": withContext,
      "node_modules/mcpgen/package.json":
        '{ "name": "mcpgen", "type": "module", "exports": { ".": { "types": "./dist/index.d.ts" } } }',
      "node_modules/mcpgen/dist/index.d.ts":
        'export * from "./config.js";\nexport type { Context } from "./runtime/context.js";\n',
      "node_modules/mcpgen/dist/config.d.ts": 'export type { z } from "zod";\n',
      "node_modules/mcpgen/dist/runtime/context.d.ts":
        'import type { z } from "zod";\nimport type { Log } from "./log.js";\nexport interface Context { log: Log; z: z.ZodType }\n',
      "node_modules/mcpgen/dist/runtime/log.d.ts": "export interface Log { info(message: string): void }\n",
    });
    expect(loaded.messages).toEqual([]);
    expect(loaded.tool("ask").input.properties.map(({ name }) => name)).toEqual(["q"]);
    const read = loaded.inputs.filter(({ path, bytes }) => bytes !== undefined && /mcpgen\/dist|zod/.test(path));
    expect(read.map(({ path }) => path.replace(/.*\/dist\//, ""))).toEqual([
      "index.d.ts",
      "runtime/context.d.ts",
      "runtime/log.d.ts",
    ]);
  });

  test("may come from a runtime that was generated", async () => {
    const loaded = await loadFunctions({
      "src/mcp/runtime/context.ts":
        "// Copied from mcpgen. Do not edit.\nexport interface Context { readonly signal: AbortSignal }\n",
      "src/tools/a.ts":
        'import type { Context } from "../mcp/runtime/context.js";\n/** Ask. @tool */\nexport function ask(q: string, context: Context): string { return q; }\n',
    });
    expect(loaded.messages).toEqual([]);
    expect(loaded.tool("ask").binding).toMatchObject({ parameters: [{ kind: "argument" }, { kind: "context" }] });
  });

  test("are not those of the same name", async () => {
    const loaded = await loadFunctions(
      "interface Context { room: string }\n/** Speak. @tool */\nexport function speak(text: string, context: Context): string { return text + context.room; }\n",
    );
    expect(loaded.tool("speak").input.properties.map(({ name }) => name)).toEqual(["text", "context"]);
  });
});
