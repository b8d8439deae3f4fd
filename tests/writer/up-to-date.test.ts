import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digest } from "../../src/writer/digest.js";
import { upToDate, type RunFacts } from "../../src/writer/up-to-date.js";
import { owned, temporaryFolder, writeInto, yours } from "./output-folder.js";

const run: RunFacts = { generator: "1.0.0", name: undefined, options: "abc", stdin: undefined };

async function project(): Promise<string> {
  const around = temporaryFolder();
  writeFileSync(join(around, "petstore.yaml"), "openapi: 3.0.0\n");
  const inputs = new Map([
    ["../petstore.yaml", digest("openapi: 3.0.0\n")],
    ["../schemas/missing.yaml", ""],
  ]);
  await writeInto(join(around, "out"), [owned("src/a.ts", "const a = [1, 2];\n"), yours("src/main.ts", "\n")], {
    facts: { generator: "1.0.0", name: "petstore", options: "abc", warnings: 2, inputs, surface: [] },
  });
  return join(around, "out");
}

/** Makes a file newer than the lock file. */
function touch(path: string): void {
  const future = new Date(Date.now() + 60_000);
  utimesSync(path, future, future);
}

test("a folder in which nothing has changed gives its lock file", async () => {
  const out = await project();
  expect(upToDate(out, run)).toMatchObject({ name: "petstore", warnings: 2 });
  expect(upToDate(out, { ...run, name: "petstore" })).toBeDefined();
  touch(join(out, "src/a.ts"));
  expect(upToDate(out, run)).toBeDefined();
});

test("a formatter and git's line ends change nothing", async () => {
  const out = await project();
  writeFileSync(join(out, "src/a.ts"), "const a = [\r\n  1,\r\n  2,\r\n]\r\n");
  touch(join(out, "src/a.ts"));
  expect(upToDate(out, run)).toBeDefined();
});

test.each<[string, Partial<RunFacts>]>([
  ["another version of mcpgen", { generator: "1.0.1" }],
  ["another name", { name: "shop" }],
  ["other options", { options: "def" }],
])("%s wants a run", async (_, facts) => {
  expect(upToDate(await project(), { ...run, ...facts })).toBeUndefined();
});

test.each<[string, (out: string) => void]>([
  [
    "a changed document",
    (out) => {
      writeFileSync(join(out, "../petstore.yaml"), "openapi: 3.1.0\n");
    },
  ],
  [
    "a missing document",
    (out) => {
      rmSync(join(out, "../petstore.yaml"));
    },
  ],
  [
    "an input that was not there before",
    (out) => {
      mkdirSync(join(out, "../schemas"));
      writeFileSync(join(out, "../schemas/missing.yaml"), "");
    },
  ],
  [
    "an edited file",
    (out) => {
      writeFileSync(join(out, "src/a.ts"), "const a = [1, 3];\n");
      touch(join(out, "src/a.ts"));
    },
  ],
  [
    "a missing file",
    (out) => {
      rmSync(join(out, "src/a.ts"));
    },
  ],
  [
    "a missing file of the user's",
    (out) => {
      rmSync(join(out, "src/main.ts"));
    },
  ],
  [
    "a folder in place of a file",
    (out) => {
      rmSync(join(out, "src/a.ts"));
      mkdirSync(join(out, "src/a.ts"));
    },
  ],
  [
    "an interrupted run",
    (out) => {
      mkdirSync(join(out, ".mcpgen-staging"));
    },
  ],
  [
    "a damaged lock file",
    (out) => {
      writeFileSync(join(out, "mcpgen.lock.json"), "{");
    },
  ],
  [
    "no lock file",
    (out) => {
      rmSync(join(out, "mcpgen.lock.json"));
    },
  ],
  [
    "a lock file without inputs",
    (out) => {
      const lock = join(out, "mcpgen.lock.json");
      writeFileSync(lock, readFileSync(lock, "utf8").replace(/"inputs": \{[^}]*\}/, '"inputs": {}'));
    },
  ],
])("%s wants a run", async (_, change) => {
  const out = await project();
  change(out);
  expect(upToDate(out, run)).toBeUndefined();
});

test("standard input is compared by its bytes, an address cannot be", async () => {
  const out = join(temporaryFolder(), "out");
  const facts = { generator: "1.0.0", name: "petstore", options: "abc", warnings: 0, surface: [] };
  await writeInto(out, [], { facts: { ...facts, inputs: new Map([["-", digest("a")]]) } });
  expect(upToDate(out, { ...run, stdin: Buffer.from("a") })).toBeDefined();
  expect(upToDate(out, { ...run, stdin: Buffer.from("b") })).toBeUndefined();
  expect(upToDate(out, run)).toBeUndefined();
  await writeInto(out, [], { facts: { ...facts, inputs: new Map([["https://example.com/a.yaml", digest("a")]]) } });
  expect(upToDate(out, run)).toBeUndefined();
});
