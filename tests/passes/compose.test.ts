import { describe, expect, test } from "vitest";
import { compile, type CompileOptions, type OpenApiSource, type VisibilityRule } from "../../src/compile.js";
import { openApiOptions } from "../../src/config/openapi-options.js";
import { packageHost } from "../compile/package-host.js";

const responses = { 200: { description: "ok", content: { "application/json": { schema: { type: "object" } } } } };

function api(title: string, operations: Readonly<Record<string, readonly string[]>>): unknown {
  const paths = Object.entries(operations).map(([operationId, tags]) => [
    `/${operationId}`,
    { get: { operationId, tags, responses } },
  ]);
  return { openapi: "3.1.0", info: { title, version: "1" }, paths: Object.fromEntries(paths) as object };
}

const files = {
  "pets.json": api("Pets", { list: ["read"], add: ["write"], [`long${"x".repeat(52)}`]: [] }),
  "bills.json": api("Bills", { LIST: ["read"], pay: ["write", "money"] }),
};

function source(document: string, options: Partial<OpenApiSource> = {}): OpenApiSource {
  return { kind: "openapi", document, ...openApiOptions({}), ...options };
}

async function composed(sources: readonly OpenApiSource[], options: Partial<CompileOptions> = {}) {
  const { surface, diagnostics, program } = await compile(
    { sources, options: { layout: "project", sdk: "v1", ...options } },
    packageHost(files),
  );
  return {
    surface: surface.map(({ name, uri }) => (typeof uri === "string" ? uri : name)),
    messages: diagnostics.map(({ code, message }) => `${code}: ${message}`),
    diagnostics,
    routes: program?.providers.flatMap(({ routes }) => routes) ?? [],
  };
}

const asResource = { routes: [{ operationId: "list", as: "resource" as const }] };

describe("a namespace", () => {
  test("stands before every name and in every address, at any depth", async () => {
    const { surface, routes } = await composed([
      source("pets.json", { ...asResource, namespace: "pets", layers: [{ namespace: "shop" }, { namespace: "acme" }] }),
    ]);
    expect(surface[0]).toBe("acme_shop_pets_add");
    expect(surface[2]).toBe("pets://acme/shop/pets/list");
    expect(routes.map(({ name }) => name).slice(0, 2)).toEqual(["acme_shop_pets_list", "acme_shop_pets_add"]);
  });

  test("cuts names that become too long, each in its own way", async () => {
    const { surface } = await composed([source("pets.json", { namespace: "accounting" })]);
    expect(surface[2]).toMatch(/^accounting_longx+_[0-9a-f]{6}$/);
    expect(surface[2]).toHaveLength(64);
  });
});

describe("names that clash", () => {
  test("are errors with both places", async () => {
    const { messages, diagnostics } = await composed([source("pets.json"), source("bills.json")]);
    expect(messages).toEqual([
      "program/name-clash: The tool `LIST` of `bills` is one of `pets` too (pets.json#/paths/~1list/get).",
    ]);
    expect(diagnostics[0]).toMatchObject({ origin: { file: "bills.json", pointer: "/paths/~1LIST/get" }, place: {} });
  });

  test("are no names of different kinds, nor ones in a namespace, nor hidden ones", async () => {
    for (const sources of [
      [source("pets.json", asResource), source("bills.json")],
      [source("pets.json", { namespace: "pets" }), source("bills.json")],
    ]) {
      expect((await composed(sources)).messages).toEqual([]);
    }
    const visibility = [{ action: "hide", names: ["LIST"] }] as const;
    expect((await composed([source("pets.json"), source("bills.json")], { visibility })).messages).toEqual([]);
  });
});

describe("visibility", () => {
  const sources = [
    source("pets.json", { namespace: "pets", ...asResource }),
    source("bills.json", { namespace: "bills" }),
  ];
  const all = ["pets_add", expect.stringMatching(/^pets_long/), "bills_LIST", "bills_pay", "pets://pets/list"];

  test.each<[string, readonly VisibilityRule[], readonly unknown[]]>([
    ["nothing said shows everything", [], all],
    ["hiding by tag", [{ action: "hide", tags: ["money", "other"] }], [all[0], all[1], all[2], all[4]]],
    ["only one kind", [{ action: "only", kinds: ["resource"] }], [all[4]]],
    ["by glob", [{ action: "only", names: ["bills_*"] }], [all[2], all[3]]],
    ["by expression", [{ action: "hide", names: [/_l/gi] }], [all[0], all[3]]],
    [
      "later rules override",
      [
        { action: "hide", names: ["*"] },
        { action: "show", tags: ["write"] },
      ],
      [all[0], all[3]],
    ],
    [
      "all that is given must match",
      [{ action: "hide", tags: ["read"], kinds: ["tool"] }],
      [all[0], all[1], all[3], all[4]],
    ],
    [
      "versions leave the unversioned out",
      [
        { action: "only", versions: { from: "1" } },
        { action: "show", tags: ["read"] },
      ],
      [all[2], all[4]],
    ],
    ["versions take the unversioned in", [{ action: "only", versions: { from: "1", unversioned: true } }], all],
  ])("%s", async (_, visibility, expected) => {
    expect((await composed(sources, { visibility })).surface).toEqual(expected);
  });

  test("is written down in the routes, and rules without effect are reported", async () => {
    const { routes, messages } = await composed(sources, {
      visibility: [
        { action: "hide", names: ["bills_pay"] },
        { action: "hide", tags: ["nobody"] },
      ],
    });
    expect(routes.find(({ path }) => path === "/pay")).toMatchObject({
      as: "exclude",
      name: "",
      rule: "visibility[0]",
    });
    expect(messages).toEqual([
      "config/unused-rule: `visibility[1]` of the configuration decides nothing: it matches no component.",
    ]);
  });

  test("of a layer sees the names inside it", async () => {
    const layers = [{ visibility: [{ action: "hide", names: ["bills_pay"] }] as const, namespace: "acme" }];
    const { surface } = await composed([source("bills.json", { namespace: "bills", layers })]);
    expect(surface).toEqual(["acme_bills_LIST"]);
  });
});
