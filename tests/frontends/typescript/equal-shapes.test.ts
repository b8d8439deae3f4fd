import { beforeAll, expect, test } from "vitest";
import type { Schema } from "../../../src/ir/schema.js";
import { mapChildren } from "../../../src/ir/map-schema.js";
import { loadDocument, withBody } from "../openapi/load-document.js";
import { loadFunctions } from "./load-functions.js";

/** A type, and the schema of OpenAPI 3.1 that means the same; names of types are names of component schemas. */
type Row = readonly [type: string, schema: unknown];

const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: "object",
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
});
const string = { type: "string" };
const number = { type: "number" };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const declarations = `
interface Van { plate: string; seats?: number }
/** A folder. */
interface Folder { /** Its name. */ name: string; children?: Folder[] }
type Tide = "high" | "low";
interface Circle { kind: "circle"; r: number }
interface Square { kind: "square"; side: number }
interface Left { right: Right | null }
interface Right { left?: Left }
enum Colour { Red = "red", Blue = "blue" }
`;

const schemas = {
  Van: object({ plate: string, seats: number }, ["plate"]),
  Folder: {
    description: "A folder.",
    ...object(
      { name: { type: "string", description: "Its name." }, children: { type: "array", items: ref("Folder") } },
      ["name"],
    ),
  },
  Tide: { enum: ["high", "low"], type: "string" },
  Circle: object({ kind: { const: "circle" }, r: number }),
  Square: object({ kind: { const: "square" }, side: number }),
  Left: object({ right: { anyOf: [ref("Right"), { type: "null" }] } }),
  Right: object({ left: ref("Left") }, []),
  Colour: { enum: ["red", "blue"] },
};

const rows: readonly Row[] = [
  ["string", string],
  ["number", number],
  ["boolean", { type: "boolean" }],
  ["null", { type: "null" }],
  ["unknown", {}],
  ["object", { type: "object", additionalProperties: true }],
  ["string | null", { type: ["string", "null"] }],
  ["number | string", { anyOf: [number, string] }],
  ['"a" | "b"', { enum: ["a", "b"] }],
  ['"a" | "b" | null', { enum: ["a", "b", null] }],
  ["1 | 2 | 3", { enum: [1, 2, 3] }],
  ["true", { const: true }],
  ["string[]", { type: "array", items: string }],
  ["(number | null)[]", { type: "array", items: { type: ["number", "null"] } }],
  ["string[][]", { type: "array", items: { type: "array", items: string } }],
  ["[string, number]", { type: "array", prefixItems: [string, number], items: false, minItems: 2 }],
  ["[string, number?]", { type: "array", prefixItems: [string, number], items: false, minItems: 1 }],
  ["[string, ...number[]]", { type: "array", prefixItems: [string], items: number, minItems: 1 }],
  ["number[] | null", { type: ["array", "null"], items: number }],
  ["{ a: string; b?: number }", object({ a: string, b: number }, ["a"])],
  ["{ a: { b: { c: boolean } } }", object({ a: object({ b: object({ c: { type: "boolean" } }) }) })],
  ["{ a: string | null }", object({ a: { type: ["string", "null"] } })],
  ["Record<string, number>", { type: "object", additionalProperties: number }],
  ["{ [key: string]: unknown }", { type: "object", additionalProperties: true }],
  [
    "{ [key: string]: string; id: string }",
    { type: "object", properties: { id: string }, required: ["id"], additionalProperties: string },
  ],
  ['Record<"x" | "y", number>', object({ x: number, y: number })],
  ["Partial<Van>", object({ plate: string, seats: number }, [])],
  ['Omit<Van, "seats">', object({ plate: string })],
  ["Van", ref("Van")],
  ["Van[]", { type: "array", items: ref("Van") }],
  ["Van | null", { anyOf: [ref("Van"), { type: "null" }] }],
  ["Record<string, Van>", { type: "object", additionalProperties: ref("Van") }],
  ["Folder", ref("Folder")],
  ["Left", ref("Left")],
  ["Tide", ref("Tide")],
  ["Tide[]", { type: "array", items: ref("Tide") }],
  ["Colour", ref("Colour")],
  ["Circle | Square", { oneOf: [ref("Circle"), ref("Square")], discriminator: { propertyName: "kind" } }],
  ["{ left: Left; right: Right }", object({ left: ref("Left"), right: ref("Right") })],
  ["Date", { type: "string", format: "date-time" }],
  ["URL", { type: "string", format: "uri" }],
  ["Set<string>", { type: "array", items: string, uniqueItems: true }],
  ["Map<string, number>", { type: "object", additionalProperties: number }],
  ["Uint8Array", { type: "string", contentEncoding: "base64" }],
];

/** What the two frontends are to agree on: everything but what only a function's own values need. */
function shared(schema: Schema): Schema {
  const { native: _native, ...rest } = mapChildren(schema, shared);
  return rest;
}

const functions: Schema[] = [];
const documents: Schema[] = [];
const types = { function: new Map<string, Schema>(), document: new Map<string, Schema>() };

beforeAll(async () => {
  const loaded = await loadFunctions(
    `${declarations}\n/** Send. @tool */\nexport function send(args: { ${rows.map(([type], index) => `p${String(index)}: ${type}`).join("; ")} }): void { void args; }\n`,
  );
  expect(loaded.messages).toEqual([]);
  const document = await loadDocument(
    withBody(object(Object.fromEntries(rows.map(([, schema], index) => [`p${String(index)}`, schema]))), {
      components: { schemas },
    }),
  );
  expect(document.codes).toEqual([]);
  functions.push(...loaded.tool("send").input.properties.map(({ schema }) => shared(schema)));
  documents.push(...document.tool("send").input.properties.map(({ schema }) => shared(schema)));
  for (const { name, schema } of loaded.provider?.types ?? []) types.function.set(name, shared(schema));
  for (const { name, schema } of document.provider?.types ?? []) types.document.set(name, shared(schema));
}, 60_000);

test.each(rows.map(([type], index) => [type, index] as const))("%s lowers to the same from both sides", (_, index) => {
  expect(functions[index]).toEqual(documents[index]);
});

test("named types are the same", () => {
  expect([...types.function.keys()].sort()).toEqual(Object.keys(schemas).sort());
  for (const [name, schema] of types.function) expect([name, schema]).toEqual([name, types.document.get(name)]);
});
