import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/emitter/evaluate.js";
import { literal, name, object, property as member } from "../../src/emitter/print/expression.js";
import { SchemaPrinter } from "../../src/emitter/print/json-schema.js";
import type { Schema } from "../../src/ir/schema.js";
import { anything, input, integer, nothing, property, reference, text } from "./sample-programs.js";

const printer = new SchemaPrinter((type) =>
  type === "Node" ? object([member("$ref", literal("#/$defs/Node"))]) : name("schemas", type),
);

function json(schema: Schema): string {
  const value = evaluate(printer.print(schema), (constant) => ({ type: "object", title: constant }));
  return JSON.stringify(value);
}

const nullable = (schema: Schema): Schema => ({ kind: "union", mode: "anyOf", members: [schema, { kind: "null" }] });

describe("a schema's JSON", () => {
  test.each<[string, { given: Schema; want: string }]>([
    ["any value", { given: anything, want: "{}" }],
    ["any value, with a text", { given: { kind: "any", description: "d" }, want: '{"description":"d"}' }],
    ["no value", { given: nothing, want: "false" }],
    ["no value, with a text", { given: { kind: "never", title: "t" }, want: '{"title":"t","not":{}}' }],
    [
      "facts before texts",
      {
        given: {
          kind: "number",
          integer: true,
          description: "d",
          default: 5,
          maximum: 9,
          minimum: 1,
          format: "int32",
          examples: [1],
          deprecated: true,
          title: "t",
        },
        want: '{"type":"integer","format":"int32","minimum":1,"maximum":9,"default":5,"title":"t","description":"d","examples":[1],"deprecated":true}',
      },
    ],
    ["a default of null", { given: { ...text, default: null }, want: '{"type":"string","default":null}' }],
    ["an enumeration", { given: { kind: "enum", values: ["a", "b"] }, want: '{"type":"string","enum":["a","b"]}' }],
    ["a constant", { given: { kind: "enum", values: [5] }, want: '{"type":"integer","enum":[5]}' }],
    [
      "mixed constants",
      {
        given: { kind: "enum", values: [1, 1.5, "a", null, [1], {}] },
        want: '{"type":["number","string","null","array","object"],"enum":[1,1.5,"a",null,[1],{}]}',
      },
    ],
    [
      "a tuple",
      {
        given: { kind: "array", prefix: [text, integer], items: nothing },
        want: '{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"items":false}',
      },
    ],
    [
      "an object, its texts before its properties",
      {
        given: { ...input(property("a", text, true), property("__proto__", integer)), description: "d" },
        want: '{"type":"object","description":"d","properties":{"a":{"type":"string"},"__proto__":{"type":"integer"}},"required":["a"],"additionalProperties":false}',
      },
    ],
    [
      "an open object",
      {
        given: { kind: "object", properties: [], additional: anything },
        want: '{"type":"object","additionalProperties":true}',
      },
    ],
    [
      "null beside a string",
      { given: nullable({ kind: "string", minLength: 1 }), want: '{"type":["string","null"],"minLength":1}' },
    ],
    [
      "null beside an enumeration",
      { given: nullable({ kind: "enum", values: ["a"] }), want: '{"type":["string","null"],"enum":["a",null]}' },
    ],
    [
      "null beside a described string",
      { given: nullable({ ...text, description: "d" }), want: '{"type":["string","null"],"description":"d"}' },
    ],
    [
      "null beside a named type",
      {
        given: nullable(reference("Pet")),
        want: '{"anyOf":[{"type":"object","title":"schemas.Pet"},{"type":"null"}]}',
      },
    ],
    [
      "types that share a keyword",
      {
        given: {
          kind: "union",
          mode: "oneOf",
          members: [
            { kind: "string", format: "a" },
            { kind: "number", format: "b" },
          ],
        },
        want: '{"oneOf":[{"type":"string","format":"a"},{"type":"number","format":"b"}]}',
      },
    ],
    [
      "two kinds of number",
      {
        given: { kind: "union", mode: "anyOf", members: [integer, { kind: "number" }] },
        want: '{"anyOf":[{"type":"integer"},{"type":"number"}]}',
      },
    ],
    [
      "alternatives with texts of their own",
      {
        given: { kind: "union", mode: "anyOf", members: [{ ...text, title: "A" }, integer] },
        want: '{"anyOf":[{"type":"string","title":"A"},{"type":"integer"}]}',
      },
    ],
    [
      "members that say different things",
      {
        given: {
          kind: "intersection",
          members: [
            { kind: "object", properties: [property("a", text)] },
            { kind: "not", schema: { kind: "null" } },
          ],
        },
        want: '{"type":"object","properties":{"a":{"type":"string"}},"not":{"type":"null"}}',
      },
    ],
    [
      "members whose keywords mean something only together",
      {
        given: {
          kind: "intersection",
          members: [
            { kind: "object", properties: [property("a", text)] },
            { kind: "object", properties: [], additional: nothing },
          ],
        },
        want: '{"allOf":[{"type":"object","properties":{"a":{"type":"string"}}},{"type":"object","additionalProperties":false}]}',
      },
    ],
    [
      "members with one keyword",
      {
        given: {
          kind: "intersection",
          members: [
            { kind: "string", pattern: "a" },
            { kind: "string", pattern: "b" },
          ],
        },
        want: '{"allOf":[{"type":"string","pattern":"a"},{"type":"string","pattern":"b"}]}',
      },
    ],
    [
      "conditions",
      {
        given: { kind: "conditional", if: text, then: { kind: "string", minLength: 1 }, else: nothing },
        want: '{"if":{"type":"string"},"then":{"type":"string","minLength":1},"else":false}',
      },
    ],
    [
      "a text over a named type's",
      {
        given: { ...reference("Pet"), description: "d" },
        want: '{"type":"object","title":"schemas.Pet","description":"d"}',
      },
    ],
    [
      "a text beside a $ref",
      { given: { ...reference("Node"), description: "d" }, want: '{"$ref":"#/$defs/Node","description":"d"}' },
    ],
  ])("%s", (_what, { given, want }) => {
    expect(json(given)).toBe(want);
  });
});
