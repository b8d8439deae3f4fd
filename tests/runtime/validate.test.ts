import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/runtime/json.js";
import type { JsonValue } from "../../src/runtime/json.js";
import type { JsonSchema } from "../../src/runtime/json-schema.js";
import { schemaCheck } from "../../src/runtime/validate.js";

const line = {
  type: "object",
  properties: { sku: { type: "string" } },
  required: ["sku"],
  additionalProperties: false,
};
const shape: JsonSchema = {
  oneOf: [
    {
      type: "object",
      properties: { kind: { const: "circle" }, radius: { type: "number", minimum: 0 } },
      required: ["kind", "radius"],
    },
    { type: "object", properties: { kind: { const: "square" }, side: { type: "number" } }, required: ["kind", "side"] },
  ],
};

const reasons = (value: JsonValue, schema: JsonSchema) => schemaCheck(schema)(value).map(({ text }) => text);
const about = (schema: JsonSchema) => ({ type: "object", properties: { x: schema } });

describe("schemaCheck", () => {
  it.each<[string, JsonSchema, JsonValue, readonly string[]]>([
    ["valid", about({ type: "integer" }), { x: 1 }, []],
    ["type", about({ type: "integer" }), { x: "abc" }, ["`x` must be an integer"]],
    ["types", about({ type: ["integer", "null"] }), { x: [] }, ["`x` must be an integer or null"]],
    ["null is not absent", about({ type: "integer" }), { x: null }, ["`x` must be an integer"]],
    ["enum", about({ enum: ["fast", "slow"] }), { x: "medium" }, ['`x` must be "fast" or "slow"']],
    ["const", about({ const: 1 }), { x: 2 }, ["`x` must be 1"]],
    ["minimum", about({ minimum: 0 }), { x: -1 }, ["`x` must be at least 0"]],
    ["exclusiveMaximum", about({ exclusiveMaximum: 5 }), { x: 5 }, ["`x` must be less than 5"]],
    ["multipleOf", about({ multipleOf: 0.1 }), { x: 0.25 }, ["`x` must be a multiple of 0.1"]],
    ["pattern", about({ pattern: "^[A-Z]{3}$" }), { x: "euro" }, ['`x` must match the pattern "^[A-Z]{3}$"']],
    ["minLength", about({ minLength: 1 }), { x: "" }, ["`x` must have at least 1 character(s)"]],
    ["maxItems", about({ maxItems: 2 }), { x: [1, 2, 3] }, ["`x` must have at most 2 item(s)"]],
    ["uniqueItems", about({ uniqueItems: true }), { x: [1, 1] }, ["`x` must not hold the same item twice"]],
    [
      "missing, several",
      { type: "object", required: ["id", "amount"] },
      {},
      ["`id` is missing", "`amount` is missing"],
    ],
    ["inside lists", about({ type: "array", items: line }), { x: [{ sku: "a" }, {}] }, ["`x[1].sku` is missing"]],
    ["unknown", about(line), { x: { sku: "a", b: 1 } }, ["`x.b` is not known here"]],
    [
      "names that need quoting",
      { additionalProperties: { type: "string" } },
      { "a b/~%é": 1 },
      ['`["a b/~%é"]` must be a string'],
    ],
    ["a backtick in a name", { additionalProperties: false }, { "`": 1 }, ['`["\'"]` is not known here']],
    ["format asserts nothing", about({ type: "string", format: "uuid" }), { x: "no" }, []],
    [
      "a property named format",
      about({ properties: { format: { type: "string" } } }),
      { x: { format: 1 } },
      ["`x.format` must be a string"],
    ],
    ["a pattern that is none asserts nothing", about({ pattern: "(" }), { x: "a" }, []],
    ["extensions are no schemas", { "x-example": { $ref: "#/nowhere" }, type: "object" }, {}, []],
    [
      "names of the prototype are absent",
      { type: "object", required: ["constructor", "toString"] },
      {},
      ["`constructor` is missing", "`toString` is missing"],
    ],
    [
      "names of the prototype are unknown",
      { type: "object", properties: {}, additionalProperties: false },
      { constructor: 1 },
      ["`constructor` is not known here"],
    ],
    [
      "names of the prototype are checked",
      { properties: { constructor: { type: "string" } } },
      { constructor: 1 },
      ["`constructor` must be a string"],
    ],
    [
      "__proto__ is a name as any other",
      { additionalProperties: false },
      JSON.parse('{"__proto__":1}'),
      ["`__proto__` is not known here"],
    ],
    [
      "a union of types",
      about({ anyOf: [{ type: "string" }, { type: "integer" }] }),
      { x: true },
      ["`x` must be a string or an integer"],
    ],
    [
      "a union where one member was meant",
      about({ anyOf: [line, { type: "null" }] }),
      { x: {} },
      ["`x.sku` is missing"],
    ],
    [
      "a union with an unknown property",
      about({ anyOf: [line, { type: "null" }] }),
      { x: { sku: "a", b: 1 } },
      ["`x.b` is not known here"],
    ],
    [
      "a union with a nearest member",
      about(shape),
      { x: { kind: "circle", radius: -1 } },
      ["`x` fits none of its forms; nearest: `x.radius` must be at least 0"],
    ],
    [
      "a union that is ambiguous",
      about({ oneOf: [{ type: "number" }, { type: "integer" }] }),
      { x: 1 },
      ["`x` fits more than one of its forms"],
    ],
    [
      "a union in a list, each item",
      { type: "array", items: { anyOf: [{ type: "string" }] } },
      [1, 2],
      ["`[0]` must be a string", "`[1]` must be a string"],
    ],
    ["the value itself", { type: "object" }, 5, ["the value must be an object"]],
    [
      "by reference",
      { $ref: "#/$defs/A~1b", $defs: { "A/b": { type: "object", properties: { n: { minimum: 1 } } } } },
      { n: 0 },
      ["`n` must be at least 1"],
    ],
    [
      "recursive",
      {
        $ref: "#/$defs/N",
        $defs: { N: { type: "object", properties: { n: { $ref: "#/$defs/N" }, v: { type: "integer" } } } },
      },
      { n: { n: { v: "x" } } },
      ["`n.n.v` must be an integer"],
    ],
    ["propertyNames", { propertyNames: { pattern: "^a" } }, { b: 1 }, ["`b` is no name that may stand there"]],
    ["false properties", { properties: { a: false } }, { a: 1 }, ["`a` is not known here"]],
  ])("%s", (_what, schema, value, want) => {
    expect(reasons(value, schema)).toEqual(want);
  });

  it("does not change the schema", () => {
    const schema = Object.freeze({
      type: "object",
      properties: Object.freeze({ a: Object.freeze({ $ref: "#/$defs/A" }) }),
      $defs: Object.freeze({ A: Object.freeze({ type: "string" }) }),
    });
    expect(reasons({ a: 1 }, schema)).toHaveLength(1);
    expect(Reflect.ownKeys(schema)).toEqual(["type", "properties", "$defs"]);
  });

  it("refuses what is too deep or malformed instead of running out of stack", () => {
    const deep = parseJson("[".repeat(20_000) + "]".repeat(20_000)) ?? null;
    expect(reasons(deep, {})).toEqual(["the value cannot be checked: it is too deep or malformed"]);
    expect(reasons({ "\ud800": 1 }, { additionalProperties: { type: "string" } })).toHaveLength(1);
    const wide = Array.from({ length: 200_000 }, () => "x");
    expect(reasons({ wide }, { properties: { wide: { items: { type: "integer" } } } }).length).toBeGreaterThan(0);
  });
});
