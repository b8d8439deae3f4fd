import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { Documents } from "../../../src/frontends/openapi/documents.js";
import { jsonPositions } from "../../../src/frontends/openapi/json-positions.js";
import { locate } from "../../../src/frontends/openapi/locate.js";
import { parseDocument } from "../../../src/frontends/openapi/parse-document.js";
import { api, loadDocument, memoryHost, withBody } from "./load-document.js";

const ok = { responses: { 200: { description: "ok" } } };
const refBody = (ref: string) => withBody({ type: "object", properties: { p: { $ref: ref } } });

function parse(text: string | Uint8Array) {
  const diagnostics = new Diagnostics();
  const parsed = parseDocument(typeof text === "string" ? new TextEncoder().encode(text) : text, "x.yaml", diagnostics);
  return {
    root: parsed?.root,
    diagnostics: diagnostics.list,
    codes: diagnostics.list.map((diagnostic) => diagnostic.code),
  };
}

describe("parseDocument", () => {
  it("reads YAML with merge keys; dates and words stay text", () => {
    const { root } = parse("a: &x { p: 2020-01-01, q: no, r: 1.10 }\nb:\n  <<: *x\n  r: '1.10'\n");
    expect(root).toEqual({ a: { p: "2020-01-01", q: "no", r: 1.1 }, b: { p: "2020-01-01", q: "no", r: "1.10" } });
  });

  it("reads JSON with a byte order mark and UTF-16", () => {
    expect(parse('\ufeff{"a":1}').root).toEqual({ a: 1 });
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from('{"a":"é"}', "utf16le")]);
    expect(parse(utf16).root).toEqual({ a: "é" });
  });

  it.each([
    ["", "openapi/empty-document"],
    [" \n", "openapi/empty-document"],
    ["a: [", "openapi/syntax"],
    ["a: \0", "openapi/not-text"],
    [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff]), "openapi/not-text"],
  ])("reports %j", (text, code) => {
    expect(parse(text).codes).toEqual([code]);
  });

  it("places a syntax error", () => {
    const { diagnostics } = parse("a: 1\nb: [\n");
    expect(diagnostics[0]?.origin).toMatchObject({ kind: "span", file: "x.yaml" });
  });

  it("keeps the last of two equal keys and says so", () => {
    const { root, codes } = parse("a: 1\nb: 2\na: 3\n");
    expect(root).toEqual({ a: 3, b: 2 });
    expect(codes).toEqual(["openapi/duplicate-key"]);
  });

  it("stops at alias bombs, cyclic aliases and deep nesting", () => {
    const bomb = [
      "a0: &a0 [x,x,x,x,x,x,x,x,x,x]",
      ...Array.from(
        { length: 9 },
        (_, i) =>
          `a${String(i + 1)}: &a${String(i + 1)} [${Array.from({ length: 10 }, () => `*a${String(i)}`).join(",")}]`,
      ),
    ].join("\n");
    expect(parse(bomb).codes).toEqual(["openapi/too-large"]);
    expect(parse("a: &a\n  b: *a\n").codes).toEqual(["openapi/too-large"]);
    expect(parse(`${"[".repeat(10_000)}${"]".repeat(10_000)}`).codes).toEqual(["openapi/too-large"]);
    expect(parse(`${'{"a":'.repeat(600)}1${"}".repeat(600)}`).codes).toEqual(["openapi/too-large"]);
  });
});

describe("references", () => {
  it("stay inside the document's folder, symbolic links followed", async () => {
    const files = {
      "docs/in.json": { type: "string" },
      "outside.json": { type: "integer" },
      "docs/link.json": { type: "number" },
    };
    const inside = await loadDocument(refBody("./in.json"), {}, files);
    expect(inside.codes).toEqual([]);
    for (const ref of [
      "../outside.json",
      "/etc/passwd",
      "file:///etc/passwd",
      "https://example.com/x.json",
      "//example.com/x",
    ]) {
      const { codes, host } = await loadDocument(refBody(ref), {}, files);
      expect(codes, ref).toEqual(["openapi/external-ref", "openapi/no-operations"]);
      expect(
        host.asked.filter((path) => path !== "docs/api.yaml"),
        ref,
      ).toEqual([]);
    }
    const host = memoryHost(
      { "docs/api.yaml": refBody("./link.json"), ...files, "secret.json": { type: "boolean" } },
      { "docs/link.json": "secret.json" },
    );
    const diagnostics = new Diagnostics();
    await Documents.load({ path: "docs/api.yaml", allowRefs: false, overlays: [] }, host, diagnostics);
    expect(host.asked).toEqual(["docs/api.yaml"]);
  });

  it("reach other files and addresses when the user allows it", async () => {
    const { codes, tool } = await loadDocument(
      refBody("https://example.com/x.json#/X"),
      { allowRefs: true },
      { "https://example.com/x.json": { X: { type: "integer" } } },
    );
    expect(codes).toEqual([]);
    expect(tool("send").input.properties[0]?.schema).toEqual({ kind: "reference", name: "X" });
  });

  it("are no references inside examples, defaults, enums and extensions", async () => {
    const schema = {
      type: "object",
      properties: {
        p: {
          type: "object",
          example: { $ref: "https://api.example.com/x" },
          default: { $ref: "#/nowhere" },
          "x-y": { $ref: "./no" },
        },
      },
    };
    const { codes, host } = await loadDocument(withBody(schema));
    expect(codes).toEqual([]);
    expect(host.asked).toEqual(["docs/api.yaml"]);
  });

  it("that dangle leave their operation out and suggest a name", async () => {
    const document = refBody("#/components/schemas/Pett");
    Object.assign(document, { components: { schemas: { Pet: {} } } });
    Object.assign(document.paths, { "/fine": { get: { operationId: "fine", ...ok } } });
    const { tools, diagnostics, provider } = await loadDocument(document);
    expect(tools.map((tool) => tool.name)).toEqual(["fine"]);
    expect(diagnostics).toMatchObject([
      {
        code: "openapi/dangling-ref",
        origin: { pointer: "/paths/~1x/post/requestBody/content/application~1json/schema/properties/p/$ref" },
        help: "Did you mean `#/components/schemas/Pet`?",
      },
    ]);
    expect(provider?.routes.map(({ path, as }) => [path, as])).toEqual([
      ["/x", "exclude"],
      ["/fine", "tool"],
    ]);
  });

  it("that dangle deep inside a cycle leave no half-made type behind", async () => {
    const schemas = {
      A: { type: "object", properties: { b: { $ref: "#/components/schemas/B" }, broken: { $ref: "#/nowhere" } } },
      B: { type: "object", properties: { a: { $ref: "#/components/schemas/A" } } },
    };
    const document = withBody({ $ref: "#/components/schemas/A" }, { components: { schemas } });
    Object.assign(document.paths, {
      "/b": {
        post: {
          operationId: "b",
          requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/B" } } } },
          ...ok,
        },
      },
    });
    const { tools, provider } = await loadDocument(document);
    expect(tools).toEqual([]);
    expect(provider?.types).toEqual([]);
  });

  it("of the document's own kinds are followed: path items, parameters, bodies, responses, pointers with escapes", async () => {
    const { operation, codes } = await loadDocument({
      openapi: "3.1.0",
      info: { title: "x", version: "1" },
      paths: { "/a~b": { $ref: "#/components/pathItems/a~1b~0" } },
      components: {
        pathItems: {
          "a/b~": {
            get: {
              operationId: "g",
              parameters: [{ $ref: "#/components/parameters/P%20Q" }],
              responses: { 200: { $ref: "#/components/responses/R" } },
            },
          },
        },
        parameters: { "P Q": { name: "p", in: "query", schema: { type: "string" } } },
        responses: {
          R: {
            description: "ok",
            content: { "application/json": { schema: { $ref: "#/components/schemas/S/$defs/T" } } },
          },
        },
        schemas: { S: { $defs: { T: { type: "boolean" } } } },
      },
    });
    expect(codes).toEqual([]);
    expect(operation("g")).toMatchObject({ parameters: [{ name: "p" }], response: { kind: "reference", name: "T" } });
  });

  it("to anchors and ids are found", async () => {
    const { type, codes } = await loadDocument(
      withBody(
        { type: "object", properties: { a: { $ref: "#there" }, b: { $ref: "https://example.com/schemas/pet" } } },
        {
          components: {
            schemas: {
              A: { $anchor: "there", type: "string" },
              Pet: { $id: "https://example.com/schemas/pet", type: "integer" },
            },
          },
        },
      ),
    );
    expect(codes).toEqual([]);
    expect([type("A"), type("Pet")]).toEqual([{ kind: "string" }, { kind: "number", integer: true }]);
  });

  it("are relative to the `$id` around them, else to the document", async () => {
    const tree = {
      $id: "https://example.com/schemas/tree",
      type: "object",
      properties: {
        leaf: { $ref: "#/$defs/Leaf" },
        named: { $ref: "tree#leaf" },
        other: { $ref: "#/components/schemas/Other" },
        inner: { $id: "inner", properties: { own: { $ref: "#/$defs/Leaf" } }, $defs: { Leaf: { type: "boolean" } } },
      },
      $defs: { Leaf: { $anchor: "leaf", type: "integer" } },
    };
    const { tool, type, codes } = await loadDocument(
      withBody(
        { $ref: "#/components/schemas/Tree" },
        { components: { schemas: { Tree: tree, Other: { type: "null" } } } },
      ),
    );
    expect(codes).toEqual([]);
    const [leaf, named, other, inner] = tool("send").input.properties.map(({ schema }) => schema);
    expect(named).toEqual(leaf);
    expect(leaf?.kind === "reference" && type(leaf.name)).toEqual({ kind: "number", integer: true });
    expect(other?.kind === "reference" && type(other.name)).toEqual({ kind: "null" });
    const own = inner?.kind === "object" ? inner.properties[0]?.schema : undefined;
    expect(own?.kind === "reference" && type(own.name)).toEqual({ kind: "boolean" });
  });
});

describe("overlays", () => {
  const overlay = (...actions: object[]) => ({ overlay: "1.0.0", info: { title: "o", version: "1" }, actions });
  const document = api({
    "/a": { get: { operationId: "a", tags: ["x"], ...ok } },
    "/b": { get: { operationId: "b", ...ok } },
  });

  it("update and remove what their targets select, in order", async () => {
    const actions = overlay(
      { target: "$.paths['/a'].get", update: { summary: "A", tags: ["y"] } },
      { target: "$.paths['/b']", remove: true },
      { target: "$.paths['/a'].get.tags", update: "z" },
    );
    const { tools, codes } = await loadDocument(document, { overlays: ["o.json"] }, { "o.json": actions });
    expect(codes).toEqual([]);
    expect(tools.map(({ name, title, tags }) => ({ name, title, tags }))).toEqual([
      { name: "a", title: "A", tags: ["x", "y", "z"] },
    ]);
  });

  it("that match nothing, or are none, are reported", async () => {
    const unused = await loadDocument(
      document,
      { overlays: ["o.json"] },
      { "o.json": overlay({ target: "$.nowhere", remove: true }) },
    );
    expect(unused.codes).toEqual(["openapi/unused-overlay-action"]);
    expect(
      (await loadDocument(document, { overlays: ["o.json"] }, { "o.json": overlay({ target: "$..[" }) })).codes,
    ).toEqual(["openapi/invalid-overlay"]);
    expect((await loadDocument(document, { overlays: ["o.json"] }, { "o.json": {} })).codes).toEqual([
      "openapi/invalid-overlay",
    ]);
    expect((await loadDocument(document, { overlays: ["missing.json"] })).codes).toEqual(["openapi/cannot-read"]);
  });
});

describe("versions", () => {
  it.each([
    [{ swagger: "2.0" }, []],
    [{ swagger: 2 }, ["openapi/odd-version"]],
    [{ openapi: "3.2.0" }, []],
    [{ openapi: 3.1 }, ["openapi/odd-version"]],
    [{ openapi: "4.0.0" }, ["openapi/unsupported-version"]],
    [{ swagger: "1.2" }, ["openapi/unsupported-version"]],
    [{ info: {} }, ["openapi/not-openapi"]],
    ["just text", ["openapi/not-openapi"]],
    [[1], ["openapi/not-openapi"]],
  ])("%j → %j", async (document, codes) => {
    const loaded = await loadDocument(typeof document === "string" ? document : JSON.stringify(document));
    expect(loaded.codes.filter((code) => code !== "openapi/no-operations")).toEqual(codes);
  });

  it("3.2 has QUERY and other methods", async () => {
    const { operations } = await loadDocument({
      ...api({
        "/x": { query: { operationId: "q", ...ok }, additionalOperations: { COPY: { operationId: "c", ...ok } } },
      }),
      openapi: "3.2.0",
    });
    expect(operations.map((operation) => operation.method)).toEqual(["QUERY", "COPY"]);
  });
});

describe("places", () => {
  it("are those of the value, or of the key that introduces it", async () => {
    const text =
      'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths:\n  /x:\n    get:\n      responses:\n        "200":\n          $ref: "#/nope"\n';
    const { loaded, diagnostics } = await loadDocument(text);
    const documents = loaded.documents;
    const origin = diagnostics[0]?.origin;
    if (origin === undefined) throw new Error("nothing was reported");
    expect((await locate(documents, [origin])).get(origin)).toEqual({
      line: 8,
      column: 17,
      length: 8,
      text: '          $ref: "#/nope"',
    });
  });

  it("in JSON are found without a parser, wherever they are", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value, null, 1);
        const pointers: [string, unknown][] = [];
        const walk = (at: unknown, pointer: string) => {
          pointers.push([pointer, at]);
          if (typeof at === "object" && at !== null)
            for (const [key, child] of Object.entries(at))
              walk(child, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
        };
        walk(value, "");
        const found = jsonPositions(
          text,
          pointers.map(([pointer]) => pointer),
        );
        for (const [pointer, at] of pointers) {
          const range = found.get(pointer);
          expect(range, pointer).toBeDefined();
          if (range !== undefined && (typeof at !== "object" || at === null))
            expect(JSON.parse(text.slice(range[0], range[1]))).toEqual(at);
        }
      }),
    );
  });
});
