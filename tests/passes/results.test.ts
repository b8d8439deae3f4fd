import { describe, expect, it } from "vitest";
import { limitResults } from "../../src/passes/limit-results.js";
import { shapeResults } from "../../src/passes/shape-results.js";
import type { OutputMode, Program } from "../../src/ir/program.js";
import type { Schema } from "../../src/ir/schema.js";
import { api, loadDocument } from "../frontends/openapi/load-document.js";

async function program(
  schemas: Readonly<Record<string, unknown>>,
  outputMode: OutputMode = "relaxed",
): Promise<Program> {
  const answer = (name: string) => ({
    200: { description: "ok", content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } } },
  });
  const paths = Object.fromEntries(
    Object.keys(schemas).map((name) => [`/${name}`, { get: { operationId: `get${name}`, responses: answer(name) } }]),
  );
  const { provider } = await loadDocument(api(paths, { components: { schemas } }), { outputMode });
  if (provider === undefined) throw new Error("nothing was loaded");
  return { server: { name: "api", title: "Api", version: "1", instructions: "" }, providers: [provider] };
}

const result = (shaped: Program, name: string): Schema | undefined =>
  shaped.providers[0]?.results.find((type) => type.name === name)?.schema;

describe("shapeResults", () => {
  it("relaxes to types, properties and items: open, nothing required, every property nullable", async () => {
    const shaped = shapeResults(
      await program({
        Pet: {
          type: "object",
          description: "A pet.",
          required: ["id"],
          additionalProperties: false,
          properties: {
            id: { type: "integer", minimum: 1 },
            name: { type: "string", pattern: "^x", format: "email", enum: ["x"] },
            tags: { type: "array", items: { type: "string" }, minItems: 1 },
            either: { oneOf: [{ type: "string" }, { type: "object", properties: { a: {} } }] },
            free: {},
          },
        },
      }),
    );
    const nullable = (schema: Schema): Schema => ({
      kind: "union",
      mode: "anyOf",
      members: [schema, { kind: "null" }],
    });
    expect(result(shaped, "Pet")).toEqual({
      kind: "object",
      properties: [
        { name: "id", required: false, schema: nullable({ kind: "number", integer: true }) },
        { name: "name", required: false, schema: nullable({ kind: "string" }) },
        { name: "tags", required: false, schema: nullable({ kind: "array", items: { kind: "string" } }) },
        {
          name: "either",
          required: false,
          schema: {
            kind: "union",
            mode: "anyOf",
            members: [{ kind: "string" }, { kind: "object", properties: [] }, { kind: "null" }],
          },
        },
        { name: "free", required: false, schema: { kind: "any" } },
      ],
    });
  });

  it("keeps the document's shapes in strict mode and promises nothing in mode none", async () => {
    const schemas = { Pet: { type: "object", required: ["id"], properties: { id: { type: "integer" } } } };
    expect(result(shapeResults(await program(schemas, "strict")), "Pet")).toEqual({
      kind: "object",
      properties: [{ name: "id", required: true, schema: { kind: "number", integer: true } }],
    });
    const none = shapeResults(await program(schemas, "none")).providers[0];
    expect(none?.results).toEqual([]);
    expect(none?.components.every((component) => component.kind === "tool" && component.result === undefined)).toBe(
      true,
    );
  });
});

describe("results of several shapes", () => {
  async function resultOf(answers: Readonly<Record<string, unknown>>, outputMode: OutputMode) {
    const responses = Object.fromEntries(
      Object.entries(answers).map(([status, schema]) => [
        status,
        { description: "", ...(schema !== null && { content: { "application/json": { schema } } }) },
      ]),
    );
    const { provider } = await loadDocument(api({ "/x": { get: { operationId: "get", responses } } }), { outputMode });
    if (provider === undefined) throw new Error("nothing was loaded");
    const server = { name: "api", title: "Api", version: "1", instructions: "" };
    const [component] = shapeResults({ server, providers: [provider] }).providers[0]?.components ?? [];
    return component?.kind === "tool" ? component.result : undefined;
  }
  const object = (name: string, type: string) => ({ required: [name], properties: { [name]: { type } } });
  const either = (...members: Schema[]): Schema => ({ kind: "union", mode: "anyOf", members });

  it("relaxed objects are one object; where they differ, either shape may come", async () => {
    const answers = { 200: object("a", "string"), 201: object("b", "boolean"), 202: object("a", "integer") };
    expect(await resultOf(answers, "relaxed")).toEqual({
      kind: "object",
      properties: [
        {
          name: "a",
          required: false,
          schema: either({ kind: "string" }, { kind: "null" }, { kind: "number", integer: true }),
        },
        { name: "b", required: false, schema: either({ kind: "boolean" }, { kind: "null" }) },
      ],
    });
  });

  it("a relaxed list keeps its items beside an object", async () => {
    const answers = { 200: { type: "array", items: { type: "string" } }, 202: object("a", "string") };
    expect(await resultOf(answers, "relaxed")).toMatchObject({
      members: [{ kind: "object" }, { kind: "array", items: { kind: "string" } }],
    });
  });

  it("alternatives within an answer are alternatives like others", async () => {
    const answers = { 200: { oneOf: [object("a", "string"), object("b", "string")] }, 202: object("c", "string") };
    expect(await resultOf(answers, "relaxed")).toMatchObject({
      kind: "object",
      properties: [{ name: "a" }, { name: "b" }, { name: "c" }],
    });
  });

  it.each<OutputMode>(["relaxed", "strict"])("names that objects inherit promise nothing (%s)", async (mode) => {
    const result = await resultOf({ 200: { properties: { constructor: { type: "string" }, a: {} } } }, mode);
    expect(result).toMatchObject({ properties: [{ name: "constructor", schema: { kind: "any" } }, { name: "a" }] });
  });

  it("a strict object may be empty where an answer without JSON is documented", async () => {
    const strict = await resultOf({ 200: object("a", "string"), 204: null }, "strict");
    expect(strict).toMatchObject({
      kind: "union",
      members: [{ properties: [{ required: true }] }, { maxProperties: 0 }],
    });
    expect(await resultOf({ 200: object("a", "string") }, "strict")).toMatchObject({ kind: "object" });
  });
});

describe("limitResults", () => {
  const wide = (count: number, schema: unknown) => ({
    type: "object",
    properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`property${String(index)}`, schema])),
  });

  it("brings the largest parts down to their types, and only what is needed", async () => {
    const schemas = {
      Root: {
        type: "object",
        properties: { big: { $ref: "#/components/schemas/Big" }, small: { $ref: "#/components/schemas/Small" } },
      },
      Big: wide(45, { type: "string" }),
      Small: wide(2, { type: "string" }),
    };
    const limited = limitResults(shapeResults(await program(schemas)));
    expect(result(limited, "Root")).toMatchObject({
      properties: [
        { name: "big", schema: { members: [{ kind: "object", properties: [] }, { kind: "null" }] } },
        { name: "small", schema: { members: [{ kind: "reference", name: "Small" }, { kind: "null" }] } },
      ],
    });
    expect(result(limited, "Big")).toEqual(result(shapeResults(await program(schemas)), "Big"));
  });

  it("comes to an end in cycles", async () => {
    const node = (other: string) => ({
      type: "object",
      properties: { next: { $ref: `#/components/schemas/${other}` }, ...wide(10, { type: "string" }).properties },
    });
    const limited = limitResults(shapeResults(await program({ A: node("B"), B: node("C"), C: node("A") })));
    expect(limited.providers[0]?.results.map((type) => type.name)).toEqual(["A", "B", "C"]);
  });
});
