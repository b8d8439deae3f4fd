import { performance } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import type { Compilation } from "../../src/compile.js";
import { catalogue } from "../../src/diagnostics/catalogue.js";
import { screenPattern } from "../../src/frontends/screen-pattern.js";
import { schemaCheck } from "../../src/runtime/validate.js";
import { compileText } from "./compile-text.js";

/** Most seconds of processor time that any of these may take: what else the machine is busy with does not count. */
const seconds = 25;

function document(rest: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Limits", version: "1" },
    servers: [{ url: "https://api.example.com" }],
    ...rest,
  });
}

const ok = { 200: { description: "ok" } };

/** `POST /x` whose JSON body and answer have the schema. */
function withSchema(schema: unknown, schemas: Readonly<Record<string, unknown>> = {}): string {
  const content = { "application/json": { schema } };
  const post = { operationId: "send", requestBody: { content }, responses: { 200: { description: "ok", content } } };
  return document({ paths: { "/x": { post } }, components: { schemas } });
}

/** Compiles within the time, with diagnostics of the catalogue and either a component or an error. */
async function bounded(text: string): Promise<Compilation & { readonly codes: readonly string[] }> {
  const start = process.cpuUsage();
  const compilation = await compileText(text);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1_000_000).toBeLessThan(seconds);
  const codes = compilation.diagnostics.map(({ code }) => code);
  for (const code of codes) expect(Object.keys(catalogue)).toContain(code);
  const hasErrors = compilation.diagnostics.some(({ severity }) => severity === "error");
  expect(hasErrors || compilation.files.length > 0).toBe(true);
  return { ...compilation, codes };
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `n${String(index)}`);
}

/** Brackets written out, so that nothing here has to recurse either. */
function nested(open: string, inner: string, close: string, levels: number): string {
  return open.repeat(levels) + inner + close.repeat(levels);
}

describe("documents that repeat themselves", { timeout: 90_000 }, () => {
  it("path items that refer to one another, 10,000 in a line", async () => {
    const items = names(10_000).map((name, at) => [`/${name}`, { $ref: `#/paths/~1n${String(at + 1)}` }]);
    const get = { responses: ok };
    const { surface } = await bounded(document({ paths: { ...Object.fromEntries(items), "/n10000": { get } } }));
    expect(surface).toHaveLength(10_001);
  });

  it("3,000 variables in one path that nobody declares", async () => {
    const path = names(3_000).map((name) => `/{${name}}`);
    const { codes } = await bounded(document({ paths: { [path.join("")]: { get: { responses: ok } } } }));
    expect(codes.filter((code) => code === "openapi/undeclared-path-parameter")).toHaveLength(3_000);
  });

  it("10,000 operations of one operationId", async () => {
    const paths = names(10_000).map((name) => [`/${name}`, { get: { operationId: "same", responses: ok } }]);
    const { surface } = await bounded(document({ paths: Object.fromEntries(paths) }));
    expect(new Set(surface.map(({ name }) => name)).size).toBe(10_000);
  });
});

describe("documents that are too large", { timeout: 90_000 }, () => {
  it("YAML bombs count as what they would be written out", async () => {
    const lines = names(12).map((name, index, all) =>
      index === 0
        ? `${name}: &${name} [x,x,x,x,x,x,x,x,x]`
        : `${name}: &${name} [${Array.from({ length: 9 }, () => `*${all[index - 1] ?? ""}`).join(",")}]`,
    );
    const head = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {}\n";
    expect((await bounded(`${head}x-bomb:\n${lines.map((line) => `  ${line}`).join("\n")}\n`)).codes).toEqual([
      "openapi/too-large",
    ]);
  });

  it("YAML bombs of merge keys end too", async () => {
    const lines = names(30).map((name, index, all) => {
      const before = all[index - 1] ?? "";
      return index === 0
        ? `${name}: &${name} {a: 1, b: 2}`
        : `${name}: &${name} {<<: [*${before}, *${before}], k${String(index)}: *${before}}`;
    });
    await bounded(
      `openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {}\nx-bomb:\n${lines.map((line) => `  ${line}`).join("\n")}\n`,
    );
  });

  it.each(["paths: &p\n  /x: *p\n", "paths: {}\nx: &a {b: *a}\n", "components: &c\n  schemas: {A: *c}\npaths: {}\n"])(
    "aliases that hold themselves: %j",
    async (rest) => {
      expect((await bounded(`openapi: 3.0.0\ninfo: {title: t, version: '1'}\n${rest}`)).codes).toContain(
        "openapi/too-large",
      );
    },
  );

  it.each([
    ["a schema", withSchema("@").replace(/"@"/g, nested('{"properties":{"a":', "{}", "}}", 10_000))],
    ["JSON", nested('{"a":', "1", "}", 10_000)],
    ["JSON lists", nested("[", "", "]", 100_000)],
    ["flow YAML", `openapi: 3.0.0\npaths: ${nested("[", "", "]", 10_000)}`],
    ["block YAML", `openapi: 3.0.0\npaths:\n${nested("- ", "x", "", 10_000)}`],
    ["unfinished JSON", "[".repeat(100_000)],
    ["unfinished objects", '{"a":'.repeat(100_000)],
  ])("10,000 levels of %s", async (_what, text) => {
    const { diagnostics } = await bounded(text);
    expect(diagnostics.map(({ severity }) => severity)).toContain("error");
  });

  it("400 levels of a schema compile, or say why not", async () => {
    await bounded(withSchema("@").replace(/"@"/g, nested('{"properties":{"a":', "{}", "}}", 200)));
    await bounded(withSchema("@").replace(/"@"/g, nested('{"items":', "{}", "}", 400)));
    await bounded(withSchema("@").replace(/"@"/g, nested('{"allOf":[', "{}", "]}", 200)));
    await bounded(withSchema("@").replace(/"@"/g, nested('{"anyOf":[{"type":"string"},', "{}", "]}", 200)));
    await bounded(withSchema("@").replace(/"@"/g, nested('{"not":', "{}", "}", 400)));
  });

  it("a description of 60 MB is cut", async () => {
    const text = "word ".repeat(12_000_000);
    const { surface, files } = await bounded(
      document({ paths: { "/x": { get: { operationId: "x", description: text, responses: ok } } } }),
    );
    expect(JSON.stringify(surface).length).toBeLessThan(50_000);
    expect(Math.max(...files.map((file) => file.text.length))).toBeLessThan(1_000_000);
  });

  it("more than 64 MB are not read", async () => {
    expect((await bounded(document({ info: { title: "x".repeat(65 * 1024 * 1024) } }))).codes).toEqual([
      "openapi/too-large",
    ]);
  });
});

describe("documents with many of something", { timeout: 90_000 }, () => {
  it("20,000 operations", async () => {
    const paths = Object.fromEntries(names(20_000).map((name) => [`/${name}`, { get: { responses: ok } }]));
    expect((await bounded(document({ paths }))).surface).toHaveLength(20_000);
  });

  it("5,000 operations of one name, summary and tag", async () => {
    const get = { operationId: "same", summary: "Same", tags: ["one"], responses: ok };
    const paths = Object.fromEntries(names(5_000).map((name) => [`/${name}`, { get }]));
    expect((await bounded(document({ paths }))).surface).toHaveLength(5_000);
  });

  it("3,000 tags of one file name", async () => {
    const entries = names(3_000).map((name, index) => [
      `/${name}`,
      { get: { tags: [`a${"-".repeat(index % 50)}${"+".repeat(index / 50)}`], responses: ok } },
    ]);
    await bounded(document({ paths: Object.fromEntries(entries) }));
  });

  it("a union of 5,000, an enumeration of 3,000", async () => {
    const members = names(5_000).map((name) => ({ type: "object", properties: { [name]: { type: "string" } } }));
    await bounded(withSchema({ oneOf: members }));
    await bounded(withSchema({ type: "object", properties: { a: { enum: names(3_000) }, b: { oneOf: members } } }));
    const tagged = names(5_000).map((name) => ({
      type: "object",
      properties: { kind: { const: name }, [name]: { type: "string" } },
      required: ["kind"],
    }));
    await bounded(withSchema({ oneOf: tagged, discriminator: { propertyName: "kind" } }));
  });

  it("a chain of 200 allOf, and one that doubles", async () => {
    const chain: Record<string, unknown> = Object.fromEntries(
      names(200).map((name, index) => [
        name,
        {
          allOf: [
            { $ref: `#/components/schemas/n${String(Math.min(index + 1, 199))}` },
            { type: "object", properties: { [name]: { type: "string" } } },
          ],
        },
      ]),
    );
    chain["n199"] = { allOf: [{ type: "object" }] };
    await bounded(withSchema({ $ref: "#/components/schemas/n0" }, chain));
    const doubling = Object.fromEntries(
      names(60).map((name, index) => {
        const next = { $ref: `#/components/schemas/n${String(index + 1)}` };
        return [
          name,
          index === 59
            ? { type: "object", properties: { a: { type: "string" } } }
            : { allOf: [next, next], properties: { [name]: next } },
        ];
      }),
    );
    await bounded(withSchema({ $ref: "#/components/schemas/n0" }, doubling));
  });

  it("unions that multiply under allOf", async () => {
    const two = (name: string) => ({
      oneOf: ["a", "b"].map((end) => ({ type: "object", properties: { [name + end]: { type: "string" } } })),
    });
    await bounded(withSchema({ allOf: names(30).map(two) }));
  });

  it("200 schemas that all refer to one another", async () => {
    const all = names(200);
    const schemas = Object.fromEntries(
      all.map((name) => [
        name,
        {
          type: "object",
          properties: Object.fromEntries(all.map((other) => [other, { $ref: `#/components/schemas/${other}` }])),
        },
      ]),
    );
    await bounded(withSchema({ $ref: "#/components/schemas/n0" }, schemas));
  });

  it("schemas whose inlined size doubles with each", async () => {
    const schemas = Object.fromEntries(
      names(100).map((name, index) => {
        const next = index === 99 ? { type: "string" } : { $ref: `#/components/schemas/n${String(index + 1)}` };
        return [name, { type: "object", properties: { left: next, right: next } }];
      }),
    );
    const { surface } = await bounded(withSchema({ $ref: "#/components/schemas/n0" }, schemas));
    expect(JSON.stringify(surface).length).toBeLessThan(1_000_000);
  });

  it("2,000 properties, 300 parameters", async () => {
    await bounded(
      withSchema({
        type: "object",
        properties: Object.fromEntries(names(2_000).map((name) => [name, { type: "string" }])),
      }),
    );
    const parameters = names(300).map((name) => ({ name, in: "query", schema: { type: "string" } }));
    const { surface } = await bounded(document({ paths: { "/x": { get: { parameters, responses: ok } } } }));
    expect(surface).toHaveLength(1);
  });

  it("path items that refer to themselves and to each other", async () => {
    const { codes } = await bounded(
      document({
        paths: {
          "/a": { $ref: "#/paths/~1a" },
          "/b": { $ref: "#/paths/~1c" },
          "/c": { $ref: "#/paths/~1b" },
          "/d": { get: { responses: ok } },
        },
      }),
    );
    expect(codes).toContain("openapi/circular-ref");
  });

  it("references that lead to themselves, everywhere", async () => {
    const self = (pointer: string) => ({ $ref: `#/components/${pointer}` });
    const get = {
      operationId: "x",
      parameters: [self("parameters/A")],
      requestBody: self("requestBodies/A"),
      responses: { 200: self("responses/A") },
      security: [{ A: [] }],
    };
    const components = {
      schemas: {
        A: self("schemas/A"),
        B: { allOf: [self("schemas/B")] },
        C: { oneOf: [self("schemas/C")] },
        D: { items: self("schemas/D") },
      },
      parameters: { A: self("parameters/A") },
      requestBodies: { A: self("requestBodies/A") },
      responses: { A: self("responses/A") },
      securitySchemes: { A: self("securitySchemes/A") },
    };
    await bounded(document({ paths: { "/x": { post: get } }, components }));
    for (const name of ["A", "B", "C", "D"])
      await bounded(withSchema({ $ref: `#/components/schemas/${name}` }, components.schemas));
  });

  it("names of 10,000 characters", async () => {
    const long = "Long name ".repeat(1_000);
    const operation = {
      operationId: long,
      summary: long,
      tags: [long],
      parameters: [{ name: long, in: "query", schema: { type: "string", title: long, format: long } }],
      requestBody: {
        content: {
          "application/json": {
            schema: {
              type: "object",
              properties: { [long]: { $ref: `#/components/schemas/${encodeURIComponent(long)}` } },
            },
          },
        },
      },
      responses: ok,
      security: [{ [long]: [] }],
    };
    const { files, surface } = await bounded(
      document({
        info: { title: long, version: long },
        paths: { [`/${long}`]: { post: operation } },
        components: {
          schemas: { [long]: { type: "object", properties: { a: { type: "string" } } } },
          securitySchemes: { [long]: { type: "apiKey", in: "header", name: long } },
        },
      }),
    );
    for (const { path } of files) expect(path.length).toBeLessThan(200);
    expect(surface.every(({ name }) => name.length <= 64)).toBe(true);
  });
});

describe("patterns", () => {
  it.each([
    "^[a-z]+(?:-[a-z])*$",
    "^(?:[a-z0-9]-?)+$",
    "^(?:\\d{1,3}\\.){3}\\d{1,3}$",
    "^\\+?\\d{3,15}$",
    "^(?:a|b)?c+$",
    "\\S+@\\S+",
    "^[a-z]+\\.[a-z]+\\.[a-z]+$",
    "^.*x.*$",
  ])("%j is kept", (pattern) => {
    expect(screenPattern(pattern)).toEqual({ pattern });
  });

  it.each(["^.*x.*y.*$", "^\\d+\\d+\\d+$", "^([a-z]+)?[a-z]+[a-z]*x", ".*a.*b", "a|^\\p{L}+\\s*\\p{L}+\\s*\\p{L}+$"])(
    "%j would take the cube of a text's length",
    (pattern) => {
      const screened = screenPattern(pattern);
      expect("reason" in screened && screened.reason).toContain("same text");
    },
  );

  it.each(["^.*x.*$", "\\s+$", "^[^@]+@[^@]+\\.[^@]+$", "^a*a*b", "\\S+@\\S+"])(
    "%j ends soon for any text that is matched at all",
    (pattern) => {
      expect(screenPattern(pattern)).toHaveProperty("pattern");
      const check = schemaCheck({ type: "string", pattern });
      const start = performance.now();
      for (const text of ["a", " ", "x", "@", "@.", "xa"]) {
        check(text.repeat(9_998 / text.length));
        expect(check(text.repeat(2_000_000))).toEqual([]);
      }
      expect(performance.now() - start).toBeLessThan(5_000);
    },
  );

  it.each([
    "^(a+)+$",
    "(a*)*b",
    "(a|a)*b",
    "(a|ab)*c",
    "([a-z]+)*$",
    "((a{1,50}){1,50})+$",
    "(.*)*x",
    "(\\w+\\s?)*$",
    "(?:(?:a+)?)+$",
    "^(?:a?){30}a{30}$",
    "(a".repeat(200),
    "(".repeat(500),
    "[".repeat(500),
    "a{1,".repeat(100),
    "(?:".repeat(100) + "a" + ")+".repeat(100),
    "\\".repeat(511),
    "x".repeat(100_000),
    "(aa?)+$",
    "(a{1,5})+$",
    "(?:a(?:a)?)+$",
    "(?:[a-z][a-z0-9]?)*$",
  ])("screening %j ends at once", (pattern) => {
    const start = performance.now();
    const screened = screenPattern(pattern);
    expect(performance.now() - start).toBeLessThan(200);
    if ("pattern" in screened) {
      const matching = performance.now();
      const expression = new RegExp(screened.pattern, "u");
      for (const text of ["a".repeat(60) + "!", "a ".repeat(30) + "!", "ab".repeat(30) + "!"]) expression.test(text);
      expect(performance.now() - matching, `${pattern} is matched`).toBeLessThan(1_000);
    }
  });
});
