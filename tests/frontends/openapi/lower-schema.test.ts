import { describe, expect, it } from "vitest";
import type { Schema } from "../../../src/ir/schema.js";
import { loadDocument, withBody } from "./load-document.js";

/** The lowered schema of the property `p` of a body. */
async function lower(schema: unknown, version = "3.1.0", rest: Readonly<Record<string, unknown>> = {}) {
  const document = { ...withBody({ type: "object", properties: { p: schema } }, rest), openapi: version };
  const loaded = await loadDocument(document);
  const property: Schema | undefined = loaded.tools[0]?.input.properties.find((one) => one.name === "p")?.schema;
  return { ...loaded, schema: property };
}

describe("lowerSchema", () => {
  it.each<[string, unknown, Schema]>([
    ["true is anything", true, { kind: "any" }],
    [
      "type arrays are unions",
      { type: ["string", "null"] },
      { kind: "union", mode: "anyOf", members: [{ kind: "string" }, { kind: "null" }] },
    ],
    ["const is a list of one", { const: "v1" }, { kind: "enum", values: ["v1"] }],
    ["an enum keeps to its type", { type: "string", enum: ["a", "b", "a"] }, { kind: "enum", values: ["a", "b"] }],
    [
      "numbers in a list of texts are texts",
      { type: "string", enum: [1, 2.5] },
      { kind: "enum", values: ["1", "2.5"] },
    ],
    [
      "constants of a oneOf become one list",
      { oneOf: [{ const: 1, title: "one" }, { const: 2 }] },
      { kind: "enum", values: [1, 2] },
    ],
    [
      "alternatives of shapes are anyOf",
      { oneOf: [{ type: "integer" }, { type: "string" }] },
      { kind: "union", mode: "anyOf", members: [{ kind: "number", integer: true }, { kind: "string" }] },
    ],
    [
      "alternatives that only bound a value exclude each other",
      { type: "integer", oneOf: [{ multipleOf: 3 }, { multipleOf: 5 }] },
      {
        kind: "intersection",
        members: [
          { kind: "number", integer: true },
          {
            kind: "union",
            mode: "oneOf",
            members: [
              { kind: "number", multipleOf: 3 },
              { kind: "number", multipleOf: 5 },
            ],
          },
        ],
      },
    ],
    ["number covers integer", { type: ["integer", "number"] }, { kind: "number" }],
    [
      "a tuple",
      { type: "array", prefixItems: [{ type: "number" }], items: false, minItems: 1 },
      { kind: "array", prefix: [{ kind: "number" }], items: { kind: "never" }, minItems: 1 },
    ],
    [
      "an object without a type",
      { properties: { a: { type: "boolean" } } },
      { kind: "object", properties: [{ name: "a", schema: { kind: "boolean" }, required: false }] },
    ],
    [
      "a required name without a declaration",
      { type: "object", required: ["a"] },
      { kind: "object", properties: [{ name: "a", schema: { kind: "any" }, required: true }] },
    ],
    [
      "bytes",
      { type: "string", format: "binary" },
      { kind: "string", format: "binary", contentEncoding: "base64", description: "Bytes in base64." },
    ],
    ["base64 text", { type: "string", format: "byte" }, { kind: "string", contentEncoding: "base64" }],
    ["bounds", { type: "number", exclusiveMinimum: 5 }, { kind: "number", exclusiveMinimum: 5 }],
    [
      "a needless escape in a pattern",
      { type: "string", pattern: "^\\@[a-z\\-]+$" },
      { kind: "string", pattern: "^@[a-z\\-]+$" },
    ],
  ])("%s", async (_what, given, want) => {
    const { schema, codes } = await lower(given);
    expect(schema).toEqual(want);
    expect(codes).toEqual([]);
  });

  it.each<[string, unknown, Schema]>([
    [
      "nullable",
      { type: "string", nullable: true },
      { kind: "union", mode: "anyOf", members: [{ kind: "string" }, { kind: "null" }] },
    ],
    [
      "nullable with a list",
      { type: "string", nullable: true, enum: ["a", null] },
      { kind: "enum", values: ["a", null] },
    ],
    [
      "flags beside bounds",
      { type: "number", minimum: 0, exclusiveMinimum: true, maximum: 1 },
      { kind: "number", exclusiveMinimum: 0, maximum: 1 },
    ],
  ])("3.0: %s", async (_what, given, want) => {
    expect((await lower(given, "3.0.3")).schema).toEqual(want);
  });

  it("merges allOf into one object, through references", async () => {
    const base = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
    const { schema } = await lower(
      {
        allOf: [
          { $ref: "#/components/schemas/Base" },
          { properties: { size: { type: "integer" } }, required: ["size"] },
        ],
      },
      "3.0.3",
      {
        components: { schemas: { Base: base } },
      },
    );
    expect(schema).toEqual({
      kind: "object",
      properties: [
        { name: "id", schema: { kind: "string" }, required: true },
        { name: "size", schema: { kind: "number", integer: true }, required: true },
      ],
    });
  });

  it("keeps a lone reference in allOf a reference, with the description beside it", async () => {
    const { schema, type } = await lower(
      { allOf: [{ $ref: "#/components/schemas/Base" }], description: "The base." },
      "3.0.3",
      {
        components: { schemas: { Base: { type: "object", properties: {} } } },
      },
    );
    expect(schema).toEqual({ kind: "reference", name: "Base", description: "The base." });
    expect(type("Base")).toEqual({ kind: "object", properties: [] });
  });

  it("lets recursion refer to itself", async () => {
    const node = {
      type: "object",
      properties: { children: { type: "array", items: { $ref: "#/components/schemas/Node" } } },
    };
    const { type } = await lower({ $ref: "#/components/schemas/Node" }, "3.1.0", {
      components: { schemas: { Node: node } },
    });
    expect(type("Node")).toEqual({
      kind: "object",
      properties: [
        { name: "children", required: false, schema: { kind: "array", items: { kind: "reference", name: "Node" } } },
      ],
    });
  });

  it("names the shapes of requests and responses apart only where readOnly or writeOnly makes them differ", async () => {
    const user = {
      type: "object",
      properties: {
        id: { type: "integer", readOnly: true },
        name: { type: "string" },
        plain: { $ref: "#/components/schemas/Plain" },
      },
      required: ["id", "name"],
    };
    const document = withBody(
      { type: "array", items: { $ref: "#/components/schemas/User" } },
      { components: { schemas: { User: user, Plain: { type: "object", properties: {} } } } },
    );
    const answer = {
      200: { description: "ok", content: { "application/json": { schema: { $ref: "#/components/schemas/User" } } } },
    };
    Object.assign(document.paths["/x"] ?? {}, { get: { operationId: "read", responses: answer } });
    const { provider, type, operation } = await loadDocument(document);
    expect(provider?.types.map((one) => one.name)).toEqual(["UserInput", "Plain", "User"]);
    expect(type("UserInput")).toMatchObject({ properties: [{ name: "name", required: true }, { name: "plain" }] });
    expect(operation("read").response).toEqual({ kind: "reference", name: "User" });
  });

  it("leaves dangerous and foreign patterns out and says so", async () => {
    for (const pattern of ["^(a+)+$", "(?i)x", "a".repeat(600), "^(a|a)*$", "([a-z]*)*x", "(.*a){20}"]) {
      const { schema, codes } = await lower({ type: "string", pattern });
      expect(schema, pattern).toEqual({ kind: "string" });
      expect(codes, pattern).toEqual(["openapi/unsafe-pattern"]);
    }
  });

  it("takes invisible characters out of texts and says so", async () => {
    const { schema, codes } = await lower({
      type: "string",
      description: "vis\u200bible \u202etext\u{e0041} <!-- hidden -->",
    });
    expect(schema?.description).toBe("visible text");
    expect(codes).toEqual(["openapi/invisible-characters"]);
  });

  it("treats prototype names as names", async () => {
    const { schema } = await lower(
      JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}}'),
    );
    expect(schema).toEqual({
      kind: "object",
      properties: [
        { name: "__proto__", schema: { kind: "string" }, required: false },
        { name: "constructor", schema: { kind: "number", integer: true }, required: false },
      ],
    });
  });

  it("ignores an enum without values, and says so", async () => {
    const { schema, codes } = await lower({ type: "string", enum: [], allOf: [{ enum: ["a", "b"] }] });
    expect(schema).toEqual({ kind: "enum", values: ["a", "b"] });
    expect(codes).toEqual(["openapi/invalid-schema"]);
  });

  it("a closed object beside alternatives leaves their properties in", async () => {
    const { schema } = await lower({
      type: "object",
      additionalProperties: false,
      oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }],
    });
    expect(JSON.stringify(schema)).not.toContain("never");
    const bounded = await lower({
      type: "object",
      properties: { a: {}, b: {} },
      additionalProperties: false,
      oneOf: [{ required: ["a"] }, { required: ["b"] }],
    });
    expect(JSON.stringify(bounded.schema)).toContain('"mode":"oneOf"');
    expect(JSON.stringify(bounded.schema)).toContain("never");
  });
});
