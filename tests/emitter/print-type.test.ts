import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printInterface } from "../../src/emitter/print/lay-out-type.js";
import { printDoc } from "../../src/emitter/print/print-doc.js";
import { stringLiteral } from "../../src/emitter/print/string-literal.js";
import { typeAliasDoc } from "../../src/emitter/print/type-doc.js";
import { intersection, reference, union, type TypeMember, type TypeNode } from "../../src/emitter/print/type-node.js";
import { hostileText } from "./hostile-text.js";
import { asPrettierWrites } from "./prettier-agreement.js";

const simple = fc.oneof(
  fc
    .constantFrom("string", "number", "boolean", "null", "1", "-1", "true")
    .map((text): TypeNode => ({ kind: "simple", text })),
  hostileText.map((text): TypeNode => ({ kind: "simple", text: stringLiteral(text) })),
);
const named = fc
  .constantFrom("Pet", "Category", "VeryLongTypeNameThatTakesALotOfTheLine")
  .map((name) => reference(name));

const { type, member } = fc.letrec<{ type: TypeNode; member: TypeMember }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    simple,
    named,
    tie("type").map((items): TypeNode => ({ kind: "array", items })),
    fc.array(tie("type"), { maxLength: 2, minLength: 1 }).map((args) => reference("Promise", ...args)),
    fc.array(tie("type"), { minLength: 1, maxLength: 8 }).map(union),
    fc.array(simple, { minLength: 1, maxLength: 20 }).map(union),
    fc.array(named, { minLength: 1, maxLength: 5 }).map(intersection),
    fc
      .tuple(
        fc.array(fc.record({ type: tie("type"), optional: fc.boolean() }), { maxLength: 4 }),
        fc.option(tie("type"), { nil: undefined }),
      )
      .map(([items, rest]): TypeNode => ({ kind: "tuple", items, ...(rest === undefined ? {} : { rest }) })),
    fc.array(tie("member"), { maxLength: 3 }).map((members): TypeNode => ({ kind: "object", members })),
  ),
  member: fc.oneof(
    fc.record({
      kind: fc.constant("property" as const),
      name: fc.oneof(fc.constantFrom("a", "status", "__proto__", "a-b", "1"), hostileText),
      optional: fc.boolean(),
      type: tie("type"),
      comment: fc.oneof(fc.constant(""), hostileText, fc.lorem({ maxCount: 60 })),
      deprecated: fc.boolean(),
    }),
    tie("type").map((value): TypeMember => ({ kind: "index", type: value })),
  ),
}));

describe("types", () => {
  it("are laid out as prettier lays them out", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(type, fc.array(member, { maxLength: 4 })), { minLength: 5, maxLength: 15 }),
        async (types) => {
          const printed = types
            .flatMap(([alias, members], index) => [
              `${printDoc(typeAliasDoc(`Alias${String(index)}`, alias))}\n`,
              `${printInterface(`Interface${String(index)}`, members)}\n`,
            ])
            .join("\n");
          expect(printed).toBe(await asPrettierWrites(printed));
        },
      ),
      { numRuns: Number(process.env["RUNS"] ?? 25) },
    );
  });
});
