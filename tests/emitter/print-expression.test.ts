import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printConst } from "../../src/emitter/print/declaration.js";
import {
  array,
  call,
  json,
  literal,
  member,
  object,
  property,
  spread,
  tall,
  type Expression,
} from "../../src/emitter/print/expression.js";
import { asPrettierWrites } from "./prettier-agreement.js";
import { anyJson, hostileText } from "./hostile-text.js";

const key = fc.oneof(
  fc.constantFrom("a", "type", "items", "description", "__proto__", "a-b", "1", "名前"),
  hostileText,
);

const text = fc.oneof(
  hostileText,
  fc.string({ maxLength: 140 }),
  fc.string({ minLength: 90, maxLength: 125, unit: fc.constantFrom("a", "b", " ") }),
);

const scalar = fc.oneof(
  text.map(literal),
  fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()).map(literal),
  fc.constantFrom<null | boolean>(null, true, false).map(literal),
  key.map((name): Expression => member("args", name)),
  fc
    .constantFrom("schemas", "local")
    .map((name): Expression => ({ kind: "name", text: name === "local" ? name : `${name}.Category` })),
);

const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const inner = tie("expression");
  const members = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(key, inner).map(([name, value]) => property(name, value)) },
      { weight: 1, arbitrary: fc.constant(spread({ kind: "name", text: "schemas.Category" })) },
    ),
    { maxLength: 5 },
  );
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      scalar,
      fc.array(inner, { maxLength: 6 }).map(array),
      fc.array(fc.integer({ min: -9999, max: 99999 }), { maxLength: 60 }).map((items) => array(items.map(literal))),
      members.map(object),
      members.map(tall),
      fc.array(inner, { minLength: 1, maxLength: 4 }).map((args) => call("query", ...args)),
      fc.array(inner, { maxLength: 3 }).map((args) => call("this.http.send", ...args)),
      fc.array(scalar, { minLength: 0, maxLength: 2 }).map((args): Expression => ({
        kind: "chain",
        base: "variable",
        calls: [
          { name: "url", arguments: args },
          { name: "optional", arguments: [] },
        ],
      })),
      fc
        .oneof(
          fc.array(scalar, { maxLength: 2 }).map((args): Expression => call("petstore.pet.listPets", ...args)),
          members.map(object),
        )
        .map((body): Expression =>
          object([property("call", { kind: "arrow", parameters: "(args, { petstore })", body })]),
        ),
    ),
  };
});

describe("expressions", () => {
  it("are laid out as prettier lays them out", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(expression, { minLength: 10, maxLength: 30 }), async (expressions) => {
        const printed = expressions
          .map((value, index) => `${printConst(`value${String(index)}`, "Tool", value)}\n`)
          .join("\n");
        expect(printed).toBe(await asPrettierWrites(printed));
      }),
      { numRuns: Number(process.env["RUNS"] ?? 25) },
    );
  });

  it("of JSON mean the same", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const printed = printConst("value", "unknown", json(value));
        const body = printed.replace(/^export const value: unknown =/, "return (").replace(/;$/, ");");
        const evaluated: unknown = new Function(body)();
        expect(JSON.stringify(evaluated)).toBe(JSON.stringify(value));
      }),
    );
  });
});
