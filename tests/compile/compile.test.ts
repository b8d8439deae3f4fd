import { expect, test } from "vitest";
import { compile, type Compilation, type CompileOptions, type OpenApiSource } from "../../src/compile.js";
import { openApiOptions } from "../../src/config/openapi-options.js";
import { packageHost } from "./package-host.js";

function document(title: string, description: string, path: string, operationId: string): unknown {
  return {
    openapi: "3.1.0",
    info: { title, version: "2.1.0", description },
    servers: [{ url: "https://example.com" }],
    paths: { [path]: { get: { operationId, responses: { 200: { description: "ok" } } } } },
  };
}

const files = {
  "pets.json": document("Pets", "All about pets.", "/pets", "listPets"),
  "bills.json": document("Bills", "Money matters.", "/bills", "listBills"),
  "nested/pets.json": document("Other pets", "", "/cats", "listCats"),
};

function source(path: string, options: Partial<OpenApiSource> = {}): OpenApiSource {
  return { kind: "openapi", document: path, ...openApiOptions({}), ...options };
}

function compiled(sources: readonly OpenApiSource[], options: Partial<CompileOptions> = {}): Promise<Compilation> {
  return compile({ sources, options: { layout: "project", sdk: "v1", ...options } }, packageHost(files));
}

test("several sources become one server with a provider each, in their order", async () => {
  const {
    program,
    surface,
    files: written,
    inputs,
    diagnostics,
  } = await compiled([source("bills.json"), source("pets.json")]);
  expect(diagnostics).toEqual([]);
  expect(program?.providers.map(({ name, source: from }) => [name, from])).toEqual([
    ["bills", "bills.json"],
    ["pets", "pets.json"],
  ]);
  expect(surface.map(({ name }) => name)).toEqual(["listBills", "listPets"]);
  expect(inputs.map(({ path }) => path)).toEqual(["bills.json", "pets.json"]);
  expect(written.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["src/bills/provider.ts", "src/pets/provider.ts"]),
  );
  const server = written.find(({ path }) => path === "src/server.ts")?.text;
  expect(server).toContain("[billsProvider(settings.bills, options), petsProvider(settings.pets, options)]");
});

test("a server of one source says of itself what the source says", async () => {
  const { program } = await compiled([source("pets.json")]);
  expect(program?.server).toEqual({
    name: "pets",
    title: "Pets",
    version: "2.1.0",
    instructions: "All about pets.",
  });
});

test("a server of several sources says of itself what it is told, and what all of them say", async () => {
  const sources = [source("pets.json"), source("bills.json")];
  const { program } = await compiled(sources, { name: "acme", version: "3.0.0" });
  expect(program?.server).toEqual({
    name: "acme",
    title: "acme",
    version: "3.0.0",
    instructions: "Pets: All about pets.\n\nBills: Money matters.",
  });
  const told = await compiled(sources, { name: "acme", title: "Acme", instructions: "Ask politely." });
  expect(told.program?.server).toMatchObject({ title: "Acme", instructions: "Ask politely." });
});

test("two sources cannot be one provider", async () => {
  const clash = await compiled([source("pets.json"), source("nested/pets.json")]);
  expect(clash.diagnostics.map(({ code }) => code)).toEqual(["program/provider-clash"]);
  expect(clash.files).toEqual([]);
  const apart = await compiled([source("pets.json"), source("nested/pets.json", { name: "cats" })]);
  expect(apart.diagnostics).toEqual([]);
});

test("a source that cannot be read costs the whole, and hides no other's diagnostics", async () => {
  const { program, files: written, diagnostics } = await compiled([source("gone.json"), source("away.json")]);
  expect(diagnostics.map(({ code }) => code)).toEqual(["openapi/cannot-read", "openapi/cannot-read"]);
  expect(program).toBeUndefined();
  expect(written).toEqual([]);
});

test("diagnostics of every source have their place", async () => {
  const dangling = { get: { operationId: "a", parameters: [{ $ref: "#/nowhere" }], responses: {} } };
  const texts = Object.fromEntries(
    ["one.json", "two.json"].map((path) => [
      path,
      JSON.stringify({ openapi: "3.1.0", info: { title: path, version: "1" }, paths: { "/x": dangling } }, null, 2),
    ]),
  );
  const { diagnostics } = await compile(
    {
      sources: [source("one.json"), source("two.json", { namespace: "two" })],
      options: { layout: "project", sdk: "v1" },
    },
    packageHost(texts),
  );
  const found = diagnostics.filter(({ code }) => code === "openapi/dangling-ref");
  expect(found.map(({ origin, place }) => [origin?.file, place?.line])).toEqual([
    ["one.json", 13],
    ["two.json", 13],
  ]);
});
