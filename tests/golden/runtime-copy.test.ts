import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/cli/package-root.js";
import type { GeneratedFile } from "../../src/emitter/generated-file.js";
import { compileFixture, fixtures, isRuntimeCopy } from "./fixture.js";

describe.each(fixtures)("the runtime of $name", (fixture) => {
  let files: readonly GeneratedFile[];
  let copies: readonly GeneratedFile[];

  beforeAll(async () => {
    ({ files } = await compileFixture(fixture));
    copies = files.filter(isRuntimeCopy);
  });

  test("is copied as it stands, after a header", () => {
    for (const { path, text, owner } of copies) {
      const source = readFileSync(join(packageRoot, "src", path.replace(/^src\//, "")), "utf8");
      expect(owner, path).toBe("mcpgen");
      const copy = splitCopy(text, source);
      expect(copy.text, path).toBe(source);
      for (const line of copy.header) expect(line, path).toMatch(/^\/\/ /);
    }
  });

  test("holds every module that is imported, and no other", () => {
    const imported = new Set(files.flatMap(({ path, text }) => importsOf(path, text)));
    const needed = [...imported].filter((path) => isRuntimeCopy({ path }));
    expect(copies.map(({ path }) => path).sort()).toEqual(needed.sort());
  });
});

test("the petstore project is small: at most 120 kB of runtime, and 30 files beside it", async () => {
  const petstore = fixtures.filter(({ name }) => name === "petstore");
  for (const { files } of await Promise.all(petstore.map((fixture) => compileFixture(fixture)))) {
    const copies = files.filter(isRuntimeCopy);
    expect(copies.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)).toBeLessThanOrEqual(120_000);
    expect(files.length - copies.length).toBeLessThanOrEqual(30);
  }
});

/** Divides a copy into what stands in its source and the lines that were put in front; a reference to types stays the first line. */
function splitCopy(copy: string, source: string): { readonly text: string; readonly header: readonly string[] } {
  const reference = /^\/\/\/ <reference .*\n/.exec(source)?.[0] ?? "";
  const body = source.slice(reference.length);
  const header = copy.slice(reference.length, copy.length - body.length);
  return {
    text: `${copy.slice(0, reference.length)}${copy.slice(reference.length + header.length)}`,
    header: header.trimEnd().split("\n"),
  };
}

/** Paths of the modules that a module imports by relative path, static or not. */
function importsOf(path: string, text: string): readonly string[] {
  if (!path.endsWith(".ts")) return [];
  const specifiers = text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)\.js"/g);
  return [...specifiers].map(([, specifier = ""]) => `${new URL(specifier, `file:///${path}`).pathname.slice(1)}.ts`);
}

test("the line of the SDK decides about the files of the adapter and about package.json, and about nothing else", async () => {
  const [petstore] = fixtures.filter(({ name }) => name === "petstore");
  if (petstore === undefined) throw new Error("There is no petstore.");
  const [first, second] = await Promise.all(
    (["v1", "v2"] as const).map(async (sdk) => {
      const { files } = await compileFixture(petstore, undefined, sdk);
      return new Map(files.map(({ path, text }) => [path, text]));
    }),
  );
  const paths = [...new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])];
  const others = paths.filter((path) => first?.get(path) !== second?.get(path));
  const isAdapter = (path: string) => path.startsWith("src/runtime/protocol/");
  // What only one of the adapters imports is no part of it.
  const ofBoth = others.filter((path) => first?.has(path) === true && second?.has(path) === true);
  expect(ofBoth.filter((path) => !isAdapter(path))).toEqual(["package.json"]);
  expect(others.filter((path) => !isRuntimeCopy({ path }))).toEqual(["package.json"]);
  expect(paths.filter((path) => path.includes("protocol-v2"))).toEqual([]);
  const packages = [...(second?.values() ?? [])].join("").matchAll(/"(@modelcontextprotocol\/\w+)/g);
  expect(new Set([...packages].map(([, name]) => name))).toEqual(
    new Set(["@modelcontextprotocol/client", "@modelcontextprotocol/server"]),
  );
});
