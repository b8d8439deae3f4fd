import { describe, expect, test } from "vitest";
import { printDoc } from "../../src/emitter/print/print-doc.js";
import { argumentsOf, membersOf, typeOf } from "../../src/emitter/print/type.js";
import { typeDoc } from "../../src/emitter/print/type-doc.js";
import { reference as named } from "../../src/emitter/print/type-node.js";
import type { Schema } from "../../src/ir/schema.js";
import { anything, integer, nothing, property, reference, text } from "./sample-programs.js";

const open = { kind: "object", properties: [property("a", text, true)], additional: anything } as const;

describe("the type of a schema", () => {
  test.each<[string, { given: Schema; want: string }]>([
    ["a string", { given: text, want: "string" }],
    ["an integer", { given: integer, want: "number" }],
    ["an enumeration", { given: { kind: "enum", values: ["a", 1, null, true] }, want: '"a" | 1 | null | true' }],
    ["an enumeration of objects", { given: { kind: "enum", values: [{}] }, want: "unknown" }],
    [
      "a list of alternatives",
      {
        given: { kind: "array", items: { kind: "union", mode: "anyOf", members: [text, { kind: "null" }] } },
        want: "(string | null)[]",
      },
    ],
    [
      "alternatives that include any value",
      { given: { kind: "union", mode: "anyOf", members: [text, anything] }, want: "unknown" },
    ],
    [
      "a closed tuple",
      { given: { kind: "array", prefix: [text, integer], items: nothing, minItems: 1 }, want: "[string, number?]" },
    ],
    [
      "an open tuple",
      { given: { kind: "array", prefix: [text], items: integer, minItems: 1 }, want: "[string, ...number[]]" },
    ],
    ["an empty object", { given: { kind: "object", properties: [] }, want: "{ [key: string]: unknown }" }],
    [
      "a closed empty object",
      { given: { kind: "object", properties: [], additional: nothing }, want: "{ [key: string]: never }" },
    ],
    [
      "a map",
      { given: { kind: "object", properties: [], additional: reference("Pet") }, want: "{ [key: string]: Pet }" },
    ],
    ["an open object", { given: open, want: "{\n  a: string;\n  [key: string]: unknown;\n}" }],
    [
      "an object and a map",
      { given: { ...open, additional: integer }, want: "{\n  a: string;\n  [key: string]: unknown;\n}" },
    ],
    ["a name", { given: reference("Pet"), want: "Pet" }],
    [
      "several at once",
      { given: { kind: "intersection", members: [reference("Pet"), anything, reference("Tag")] }, want: "Pet & Tag" },
    ],
    ["what TypeScript cannot say", { given: { kind: "not", schema: text }, want: "unknown" }],
    [
      "an optional property",
      { given: { kind: "object", properties: [property("__proto__", text)] }, want: "{\n  __proto__?: string;\n}" },
    ],
  ])("%s", (_what, { given, want }) => {
    expect(printDoc(typeDoc(typeOf(given, named)))).toBe(want);
  });
});

test("comments of arguments are short: the schema of the arguments says all", () => {
  const long = `${"One sentence of forty characters it is. ".repeat(4)}End.`;
  const properties = [{ name: "a", required: true, schema: { kind: "string", description: long } as const }];
  const [member] = argumentsOf({ kind: "object", properties }, named);
  expect(member).toMatchObject({
    comment: "One sentence of forty characters it is. One sentence of forty characters it is.",
  });
  const [whole] = membersOf({ kind: "object", properties }, named);
  expect(whole).toMatchObject({ comment: long });
});
