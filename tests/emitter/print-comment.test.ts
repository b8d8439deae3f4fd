import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it, test } from "vitest";
import { docComment, lineComment } from "../../src/emitter/print/comment.js";
import { hostileText } from "./hostile-text.js";
import { asPrettierWrites } from "./prettier-agreement.js";

describe("docComment", () => {
  test.each([
    ["a line", { given: { text: "List pets." }, want: ["/** List pets. */"] }],
    ["nothing", { given: { text: " \n " }, want: [] }],
    ["several lines, joined", { given: { text: "One\n\n  two" }, want: ["/** One two */"] }],
    ["the end of a comment", { given: { text: "a */ alert(1) /* b" }, want: ["/** a *\\/ alert(1) /* b */"] }],
    [
      "tags and directives",
      { given: { text: "@ts-ignore a@b.c {@link x}" }, want: ["/** \\@ts-ignore a@b.c {\\@link x} */"] },
    ],
    ["what cannot be seen", { given: { text: "a\u202eb\u{e0041}c\u0000d" }, want: ["/** abc d */"] }],
    ["a mark alone", { given: { text: "", deprecated: true }, want: ["/** @deprecated */"] }],
    ["a mark", { given: { text: "Old.", deprecated: true }, want: ["/**", " * Old.", " * @deprecated", " */"] }],
  ])("%s", (_what, { given, want }) => {
    expect(docComment(given, 0)).toEqual(want);
  });

  it("wraps long texts, and cuts very long ones", () => {
    const lines = docComment({ text: "word ".repeat(400) }, 2);
    expect(lines).toHaveLength(7);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(118);
    expect(lines.at(-2)).toMatch(/ word …$/);
  });

  it("stays one comment, whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileText, { minLength: 10, maxLength: 10 }), async (texts) => {
        const printed = texts
          .map((text, index) =>
            [...docComment({ text }, 0), lineComment(`From ${text}`), `a(${String(index)});\n`].join("\n"),
          )
          .join("\n");
        const file = ts.createSourceFile("a.ts", printed, ts.ScriptTarget.ES2023);
        expect(file.statements).toHaveLength(texts.length);
        // Where TypeScript looks for directives such as `@ts-ignore`.
        expect(printed).not.toMatch(/^\s*[/*]*\s*@(?!deprecated)/m);
        expect(printed).toBe(await asPrettierWrites(printed));
      }),
      { numRuns: 30 },
    );
  });
});
