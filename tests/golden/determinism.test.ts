import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { nodeHost } from "../../src/cli/node-host.js";
import type { Compilation } from "../../src/compile.js";
import type { Host } from "../../src/host.js";
import { compileFixture, documentFixtures, fixtures, type DocumentFixture } from "./fixture.js";
import { reorderDocument } from "./reorder-document.js";
import type { Order } from "./reordered.js";

const orders: readonly { readonly how: string; readonly order: Order }[] = [
  { how: "reversed", order: (keys) => keys.toReversed() },
  { how: "sorted", order: (keys) => keys.toSorted() },
  { how: "rotated", order: (keys) => [...keys.slice(1), ...keys.slice(0, 1)] },
];

describe.each(fixtures)("$name", (fixture) => {
  test("two runs give the same bytes", async () => {
    const first = await compileFixture(fixture);
    const second = await compileFixture(fixture);
    expect(bytes(second)).toEqual(bytes(first));
    expect(second.diagnostics).toEqual(first.diagnostics);
    expect(second.surface).toEqual(first.surface);
  });
});

describe.each(documentFixtures)("$name", (fixture) => {
  test.each(orders)("keys $how where order means nothing give the same bytes", async ({ order }) => {
    const original = await compileFixture(fixture);
    const reordered = await compileFixture(fixture, hostWithReorderedDocument(fixture, order));
    expect(bytes(reordered)).toEqual(bytes(original));
  });
});

function bytes({ files }: Compilation): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

/** JSON is YAML too, so the document keeps its name whatever it was written in. */
function hostWithReorderedDocument({ input, document }: DocumentFixture, order: Order): Host {
  const host = nodeHost(input);
  const original = load(readFileSync(join(input, document), "utf8"));
  const text = JSON.stringify(reorderDocument(original, order));
  return {
    ...host,
    read: (path) =>
      path === document ? Promise.resolve({ kind: "bytes", bytes: new TextEncoder().encode(text) }) : host.read(path),
  };
}
