import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { markdownCode, markdownProse, markdownText } from "../../src/emitter/print/markdown.js";
import { hostileText } from "./hostile-text.js";
import { asPrettierWrites } from "./prettier-agreement.js";

describe("markdown", () => {
  test.each([
    ["HTML", { given: "<img src=x onerror=alert(1)>", want: "&lt;img src=x onerror=alert(1)&gt;" }],
    ["links", { given: "[a](javascript:b)", want: "\\[a\\](javascript:b)" }],
    ["emphasis and code", { given: "*a* _b_ `c` ~~d~~", want: "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~" }],
    ["a list", { given: "1. a", want: "1\\. a" }],
    ["another list", { given: "- a", want: "\\- a" }],
    ["lines", { given: "a\n# b", want: "a \\# b" }],
    ["prose", { given: "It's 5.5% (of all): done.", want: "It's 5.5% (of all): done." }],
  ])("text: %s", (_what, { given, want }) => {
    expect(markdownText(given)).toBe(want);
  });

  test.each([
    ["plain", { given: "GET /pets", want: "`GET /pets`" }],
    ["back-ticks", { given: "a``b`", want: "``` a``b` ```" }],
    ["nothing", { given: "", want: "` `" }],
    ["lines", { given: "a\nb", want: "`a b`" }],
  ])("code: %s", (_what, { given, want }) => {
    expect(markdownCode(given)).toBe(want);
  });

  it("prose is what prettier leaves as it is, and holds no markup", async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const prose = markdownProse(text);
        expect(prose).not.toMatch(/[<>`*_[\]#|~\\&!{}]/);
        expect(await asPrettierWrites(`# A ${prose}\n`, "README.md")).toBe(`# A${prose === "" ? "" : " "}${prose}\n`);
      }),
      { numRuns: 200 },
    );
  });
});
