import { performance } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { compileText } from "./compile-text.js";

const document = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Api", version: "1", description: `${"a".repeat(60)}!` },
  servers: [{ url: "https://api.example.com" }],
  paths: { "/x": { get: { operationId: "getX", tags: ["a"], responses: { 200: { description: "ok" } } } } },
});

/** Codes of what a run with an overlay reports, which must end soon and with a project or an error. */
async function codesWith(actions: unknown): Promise<readonly string[]> {
  const start = performance.now();
  const overlay = JSON.stringify({ overlay: "1.0.0", info: { title: "x", version: "1" }, actions });
  const { diagnostics, files } = await compileText(document, { overlays: ["o.json"], others: { "o.json": overlay } });
  expect(performance.now() - start).toBeLessThan(25_000);
  expect(files.length > 0).toBe(diagnostics.every(({ severity }) => severity !== "error"));
  return diagnostics.map(({ code }) => code);
}

describe("overlays of somebody else", { timeout: 60_000 }, () => {
  it.each([
    ["all of it", [{ target: "$", remove: true }], "openapi/invalid-overlay"],
    [
      "all of it, then a part",
      [
        { target: "$", remove: true },
        { target: "$", update: { a: 1 } },
      ],
      "openapi/invalid-overlay",
    ],
    ["every part", [{ target: "$..*", remove: true }], "openapi/not-openapi"],
  ])("take away %s", async (_what, actions, code) => {
    expect(await codesWith(actions)).toContain(code);
  });

  it("change no prototype", async () => {
    const update = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object;
    const actions = [
      { target: "$", update },
      { target: "$.__proto__", update: { x: 1 } },
      { target: "$.info.constructor", remove: true },
    ];
    expect(await codesWith(actions)).not.toContain("openapi/invalid-overlay");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it.each([
    `$${"..*".repeat(60)}`,
    `$${"[*,*,*,*,*,*]".repeat(40)}`,
    `$${"..[*,*]".repeat(20)}`,
    "$..[?@..[?@..[?@..[?@..*]]]]",
    `$${".a".repeat(100_000)}`,
  ])("choose more and more: %#", async (target) => {
    await codesWith([{ target, update: {} }]);
  });

  it.each(["$..[?search(@, '(a+)+$')]", "$..[?match(@, '(a|a)*b')]", `$[?${"(".repeat(50_000)}@`])(
    "have targets that would take for ever: %#",
    async (target) => {
      expect(await codesWith([{ target, update: {} }])).toEqual(["openapi/invalid-overlay"]);
    },
  );

  it("still try patterns that end", async () => {
    expect(await codesWith([{ target: "$..[?search(@.operationId, '^get')]", update: { summary: "x" } }])).toEqual([]);
  });

  it("choose a node once, by however many selectors", async () => {
    const overlay = { overlay: "1.0.0", actions: [{ target: "$.paths..['tags', 'tags']", update: "b" }] };
    const { program } = await compileText(document, {
      overlays: ["o.json"],
      others: { "o.json": JSON.stringify(overlay) },
    });
    expect(program?.providers[0]?.components[0]?.tags).toEqual(["a", "b"]);
  });

  it("let a document grow without end", async () => {
    const actions = Array.from({ length: 60 }, () => ({ target: "$..*", update: { a: {}, b: {} } }));
    expect(await codesWith(actions)).toContain("openapi/invalid-overlay");
  });
});
