import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { coerce } from "../../src/runtime/arguments.js";
import type { JsonValue } from "../../src/runtime/json.js";
import type { JsonSchema } from "../../src/runtime/json-schema.js";
import { schemaCheck } from "../../src/runtime/validate.js";

const integer = { type: "integer" };
const node: JsonSchema = {
  type: "object",
  properties: { node: { $ref: "#/$defs/Node" } },
  $defs: {
    Node: {
      type: "object",
      properties: { value: integer, children: { type: "array", items: { $ref: "#/$defs/Node" } } },
    },
  },
};

describe("coerce", () => {
  it.each<[string, JsonSchema, JsonValue, JsonValue]>([
    ["a whole number", integer, "10", 10],
    ["white space around it", integer, " 10 ", 10],
    ["a negative one", integer, "-3", -3],
    ["a whole number written as a decimal", integer, "1.0", 1],
    ["no fraction for an integer", integer, "1.5", "1.5"],
    ["no loss of digits", integer, "9007199254740993", "9007199254740993"],
    ["no words", integer, "ten", "ten"],
    ["no hexadecimal", integer, "0x10", "0x10"],
    ["no empty text", integer, "", ""],
    ["a decimal", { type: "number" }, "2.5", 2.5],
    ["an exponent", { type: "number" }, "1e3", 1000],
    ["no infinity", { type: "number" }, "1e999", "1e999"],
    ["true", { type: "boolean" }, "true", true],
    ["False", { type: "boolean" }, "False", false],
    ["no 1 for true", { type: "boolean" }, "1", "1"],
    ["null", { type: ["integer", "null"] }, "null", null],
    ["a string stays", { type: "string" }, "10", "10"],
    ["a string stays where one is accepted", { type: ["integer", "string"] }, "10", "10"],
    ["a number is no string", { type: "string" }, 10, 10],
    ["an object", { type: "object", properties: { a: integer } }, '{"a":"1"}', { a: 1 }],
    ["no half an object", { type: "object" }, "{oops", "{oops"],
    ["an array", { type: "array", items: integer }, '["1",2]', [1, 2]],
    ["no object for an array", { type: "array" }, '{"a":1}', '{"a":1}'],
    ["inside properties", { properties: { a: { properties: { b: integer } } } }, { a: { b: "7" } }, { a: { b: 7 } }],
    ["inside additional properties", { additionalProperties: integer }, { a: "7" }, { a: 7 }],
    ["inside tuples", { prefixItems: [integer], items: { type: "boolean" } }, ["1", "true"], [1, true]],
    ["by enum", { enum: [1, 2] }, "2", 2],
    ["by const", { const: true }, "true", true],
    [
      "by reference, recursively",
      node,
      { node: '{"value":"1","children":[{"value":"2"}]}' },
      { node: { value: 1, children: [{ value: 2 }] } },
    ],
    [
      "all parts of allOf",
      { allOf: [{ properties: { a: integer } }, { properties: { b: integer } }] },
      { a: "1", b: "2" },
      { a: 1, b: 2 },
    ],
    ["a union's value stays when a member takes it", { anyOf: [integer, { type: "string" }] }, "10", "10"],
    ["a union's value for the first member that takes it", { oneOf: [{ type: "boolean" }, integer] }, "10", 10],
    [
      "a union of objects",
      { anyOf: [{ type: "object", properties: { kind: { const: "a" }, n: integer }, required: ["kind"] }] },
      { kind: "a", n: "1" },
      { kind: "a", n: 1 },
    ],
    ["no union member", { anyOf: [integer, { type: "boolean" }] }, "ten", "ten"],
    ["a union by reference", { anyOf: [{ $ref: "#/$defs/N" }, { type: "null" }], $defs: { N: integer } }, "10", 10],
    ["nothing without a schema", {}, "10", "10"],
    [
      "a hostile name",
      { properties: { a: integer } },
      JSON.parse('{"__proto__":"1","constructor":"2"}'),
      JSON.parse('{"__proto__":"1","constructor":"2"}'),
    ],
  ])("%s", (_what, schema, given, want) => {
    expect(coerce(given, schema)).toEqual(want);
  });

  it("leaves what it is given alone", () => {
    const given = { a: "1", list: ["2"] };
    coerce(given, { properties: { a: integer, list: { items: integer } } });
    expect(given).toEqual({ a: "1", list: ["2"] });
  });

  it("never touches a value that is valid", () => {
    const schemas: JsonSchema[] = [
      integer,
      { type: ["boolean", "string"] },
      { type: "object", additionalProperties: { anyOf: [integer, { type: "string" }] } },
      { type: "array", items: { enum: [1, "1", null, true] } },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...schemas), fc.jsonValue(), (schema, value) => {
        const given = value as JsonValue;
        if (schemaCheck(schema)(given).length === 0) expect(coerce(given, schema)).toEqual(given);
      }),
    );
  });
});
