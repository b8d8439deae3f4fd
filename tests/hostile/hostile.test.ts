import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import * as prettier from "prettier";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { packageRoot } from "../../src/cli/package-root.js";
import type { Compilation } from "../../src/compile.js";
import { catalogue } from "../../src/diagnostics/catalogue.js";
import type { GeneratedFile } from "../../src/emitter/generated-file.js";
import { seed } from "../seed.js";
import { compileText } from "./compile-text.js";
import { hostileDocument, markerVariable, type HostileDocument } from "./document-model.js";
import { foreignSyntax } from "./source-shape.js";

const run = promisify(execFile);
const documents = Number(process.env["RUNS"] ?? 60);

/** What must have been tried, however few the documents. */
const wanted =
  "version 2.0, version 3.0, version 3.1, version 3.2, several files, path items elsewhere, callbacks, links, webhooks, " +
  "text/event-stream, header parameters, cookie parameters, query parameters, formData parameters, querystring, requestBody, " +
  "servers of a path, servers of an operation, server variables, additionalOperations, itemSchema, styles, $ref, allOf, oneOf, " +
  "anyOf, not, prefixItems, discriminator";

/** What a reader would not see, or would see in another order. */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|\p{Cs}/u;

/** Nothing of a document's stands in it. */
const testTemplate = readFileSync(join(packageRoot, "generator-templates/src/server.test.ts.hbs"), "utf8");

function compiled({ path, text, others, outputSchemas }: HostileDocument): Promise<Compilation> {
  return compileText(text, { path, others, outputSchemas });
}

function own(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  return files.filter(({ path }) => !path.startsWith("src/runtime/"));
}

function textOf(files: readonly GeneratedFile[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? "";
}

describe(`whatever a document says (seed ${String(seed)})`, () => {
  it("what comes out is what the compiler means", { timeout: 60_000 + documents * 1000 }, async () => {
    let useful = 0;
    let valid = 0;
    const covered = new Map<string, number>(wanted.split(", ").map((feature) => [feature, 0]));
    await fc.assert(
      fc.asyncProperty(hostileDocument, async (document) => {
        const { files, diagnostics, surface } = await compiled(document);
        for (const feature of document.features) covered.set(feature, (covered.get(feature) ?? 0) + 1);
        for (const { code } of diagnostics) expect(Object.keys(catalogue)).toContain(code);
        if (document.sound && !document.path.endsWith(".yaml"))
          expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        if (surface.length > 0 && files.length > 0) {
          useful++;
          if (document.sound) valid++;
        }
        expectSafePaths(files);
        for (const { path, text } of own(files)) {
          if (path === "src/server.test.ts") expect(text).toBe(testTemplate);
          else if (path.endsWith(".ts")) expect(foreignSyntax(path, text)).toEqual([]);
          expect(invisible.exec(text)?.index, `${path}: ${around(text)}`).toBeUndefined();
        }
        if (files.length > 0) {
          expectSoundData(files);
          await expectPlainMarkdown(textOf(files, "TOOLS.md"));
          await expectPlainMarkdown(textOf(files, "README.md"));
        }
      }),
      { numRuns: documents, seed, endOnFailure: process.env["SHRINK"] === undefined },
    );
    const coverage = [...covered].map(([feature, count]) => `${feature} ${String(count)}`).join(", ");
    const share = `${String(valid)} valid (${String(Math.round((100 * valid) / documents))} %), ${String(useful)} useful`;
    process.stdout.write(`seed ${String(seed)}: ${String(documents)} documents, ${share}; ${coverage}\n`);
    expect(valid).toBeGreaterThanOrEqual(documents / 2);
    expect([...covered].filter(([, count]) => count === 0)).toEqual([]);
  });
});

/** Where the first invisible character stands. */
function around(text: string): string {
  const at = invisible.exec(text)?.index ?? 0;
  return JSON.stringify(text.slice(Math.max(0, at - 60), at + 40));
}

function expectSafePaths(files: readonly GeneratedFile[]): void {
  for (const { path } of files) {
    expect(path).toMatch(/^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/);
    expect(path.split("/").filter((segment) => /^\.{1,2}$|\.$/.test(segment))).toEqual([]);
    // Names that Windows keeps for devices, and paths that few systems take.
    expect(path).not.toMatch(/(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\/|$)/i);
    expect(path.length).toBeLessThan(200);
  }
  expect(new Set(files.map(({ path }) => path.toLowerCase())).size).toBe(files.length);
}

const manifest = z.strictObject({
  name: z.string().regex(/^[a-z0-9._-]{1,100}$/),
  version: z.literal("0.1.0"),
  private: z.literal(true),
  description: z.string(),
  type: z.literal("module"),
  bin: z.record(z.string().regex(/^[a-z0-9._-]+$/), z.literal("dist/main.js")),
  engines: z.strictObject({ node: z.string() }),
  scripts: z.strictObject({
    build: z.literal("tsc -p tsconfig.json"),
    start: z.literal("node dist/main.js"),
    test: z.literal("tsc -p tsconfig.json && node --test dist/server.test.js"),
  }),
  dependencies: z.record(
    z.enum(["@cfworker/json-schema", "@hono/node-server", "@modelcontextprotocol/sdk", "hono", "zod"]),
    z.string(),
  ),
  devDependencies: z.record(z.enum(["@types/node", "typescript"]), z.string()),
});

const listed = z.array(
  z.looseObject({
    kind: z.enum(["tool", "resource", "template"]),
    name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    title: z.string().optional(),
    description: z.string().optional(),
    inputSchema: z.looseObject({ type: z.literal("object") }).optional(),
  }),
);

function expectSoundData(files: readonly GeneratedFile[]): void {
  manifest.parse(JSON.parse(textOf(files, "package.json")));
  expect(JSON.parse(textOf(files, ".prettierrc"))).toEqual({ printWidth: 120 });
  JSON.parse(textOf(files, "tsconfig.json"));
  const components = listed.parse(JSON.parse(textOf(files, "surface.json")));
  const names = components.map(({ kind, name }) => `${kind} ${name.toLowerCase()}`);
  expect(new Set(names).size).toBe(names.length);
  for (const component of components) {
    for (const text of texts(component)) expect(text).not.toMatch(invisible);
    for (const key of Object.keys(z.looseObject({}).parse(component.inputSchema?.["properties"] ?? {})))
      expect(key).toMatch(/^[A-Za-z0-9_.-]{1,64}$/);
  }
  for (const line of textOf(files, ".env.example").split("\n"))
    expect(line).toMatch(/^(?:#.*|#? ?[A-Z_][A-Z0-9_]*=.*|)$/);
}

/** Titles and descriptions, at any depth. Values that are sent as they are (enum, const, default) are data, and stay. */
function texts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    if (key === "enum" || key === "const" || key === "default" || key === "examples") return [];
    return (key === "title" || key === "description") && typeof member === "string" ? [member] : texts(member);
  });
}

interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly MarkdownNode[];
}

/** Prettier's Markdown parser; its types leave this entrance out. */
const markdown = Reflect.get(prettier, "__debug") as {
  readonly parse: (text: string, options: object) => Promise<{ readonly ast: MarkdownNode }>;
};

/** No HTML, no image, no definition, and no link but our own and addresses that stand there for all to read. */
async function expectPlainMarkdown(text: string): Promise<void> {
  const { ast } = await markdown.parse(text, { parser: "markdown" });
  const visit = (node: MarkdownNode): void => {
    expect(node.type, JSON.stringify(node)).not.toMatch(
      /html|image|definition|footnote|Reference|liquid|jsx|math|wiki/i,
    );
    if (node.type === "link" && node.url !== "TOOLS.md")
      expect(
        (node.children ?? [])
          .map(({ value }) => value)
          .join("")
          .replace(/^mailto:/, ""),
      ).toBe(node.url?.replace(/^mailto:/, ""));
    for (const child of node.children ?? []) visit(child);
  };
  visit(ast);
}

describe("servers of hostile documents", () => {
  const root = join(packageRoot, ".scratch", "hostile", "servers");
  const seeds = [1, 2, 3, 4, 5];
  const folder = (at: number) => join(root, String(at));

  beforeAll(async () => {
    rmSync(root, { recursive: true, force: true });
    for (const at of seeds) {
      const { files } = await compiled(await usefulDocument(at));
      for (const { path, text } of files) {
        const absolute = join(folder(at), path);
        mkdirSync(dirname(absolute), { recursive: true });
        writeFileSync(absolute, text);
      }
    }
  }, 30_000);

  it("type-check strictly, start, and run none of it", { timeout: 90_000 }, async () => {
    const compilerOptions = { rootDir: ".", outDir: "dist", noEmit: false, strict: true };
    writeFileSync(
      join(root, "tsconfig.json"),
      JSON.stringify({ extends: "./1/tsconfig.json", compilerOptions, include: ["*/src"], exclude: ["dist"] }),
    );
    const tsc = join(packageRoot, "node_modules", "typescript", "bin", "tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", root]).catch((error: unknown) =>
      z.object({ stdout: z.string() }).parse(error),
    );
    expect(stdout).toBe("");
    writeFileSync(join(root, "dist", "package.json"), '{ "type": "module" }');

    const before = readdirSync(root, { recursive: true }).length;
    for (const at of seeds) {
      const marker = join(root, `marker-${String(at)}`);
      const script = join(packageRoot, "tests", "hostile", "list-tools.mjs");
      const { stdout: answer } = await run(process.execPath, [script, join(root, "dist", String(at), "src")], {
        env: { ...process.env, [markerVariable]: marker },
        timeout: 20_000,
      });
      const found = z
        .object({
          names: z.array(z.string()),
          schemas: z.array(z.string()),
          globals: z.array(z.string()),
          polluted: z.array(z.string()),
        })
        .parse(JSON.parse(answer));
      expect(found.names.length).toBeGreaterThan(0);
      for (const name of found.names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(found.schemas.every((type) => type === "object")).toBe(true);
      expect(found.globals).not.toContain("PWNED");
      expect(found.polluted).toEqual([]);
      expect(existsSync(marker)).toBe(false);
    }
    expect(readdirSync(root, { recursive: true })).toHaveLength(before);
  });

  /** The first document of a seed that gives a few components. */
  async function usefulDocument(at: number): Promise<HostileDocument> {
    for (const document of fc.sample(hostileDocument, { seed: at, numRuns: 20 })) {
      if ((await compiled(document)).surface.length >= 3) return document;
    }
    throw new Error(`seed ${String(at)} gives nothing useful`);
  }
});
