import { describe, expect, test } from "vitest";
import { codeFrame } from "../../src/diagnostics/code-frame.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { renderDiagnostic, renderDiagnostics } from "../../src/diagnostics/render-diagnostics.js";
import { visibleJson, visibleText } from "../../src/diagnostics/visible-text.js";

const dangling: Diagnostic = {
  code: "openapi/dangling-ref",
  severity: "warning",
  message: "`#/components/schemas/Pett` does not exist; the operation `createPet` is left out.",
  help: "Did you mean `#/components/schemas/Pet`?",
  origin: {
    kind: "pointer",
    file: "petstore.yaml",
    pointer: "/paths/~1pets/post/requestBody/content/application~1json/schema/$ref",
  },
  place: { line: 12, column: 19, length: 27, text: '            $ref: "#/components/schemas/Pett"' },
};

const plain = { format: "text", colour: false } as const;

describe("text", () => {
  test("has the place, the frame, the pointer and the help", () => {
    expect(renderDiagnostic(dangling, plain)).toBe(
      `petstore.yaml:12:19 - warning openapi/dangling-ref: \`#/components/schemas/Pett\` does not exist; the operation \`createPet\` is left out.

 12 |             $ref: "#/components/schemas/Pett"
    |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^

  at:   #/paths/~1pets/post/requestBody/content/application~1json/schema/$ref
  help: Did you mean \`#/components/schemas/Pet\`?
`,
    );
  });

  test("does without what is not known", () => {
    const { place: _, ...withoutPlace } = dangling;
    expect(renderDiagnostic({ ...withoutPlace, message: "It is so." }, plain)).toBe(
      `petstore.yaml - warning openapi/dangling-ref: It is so.

  at:   #/paths/~1pets/post/requestBody/content/application~1json/schema/$ref
  help: Did you mean \`#/components/schemas/Pet\`?
`,
    );
    const diagnostics = new Diagnostics();
    diagnostics.report("output/edited-file", undefined, { files: [], directory: "server" });
    expect(renderDiagnostics(diagnostics.list, plain)).toBe(
      `error output/edited-file: \`server\` is not empty and holds no mcpgen.lock.json: what is in it was not generated.

  help: Choose another folder, or write into this one with \`--force\`.
`,
    );
  });

  test("of a place in a source file has no pointer", () => {
    const text = renderDiagnostic({ ...dangling, origin: { kind: "span", file: "a.ts", start: 1, end: 2 } }, plain);
    expect(text).toContain("a.ts:12:19 - warning");
    expect(text).not.toContain("at:");
  });

  test("is coloured only when asked", () => {
    expect(renderDiagnostic(dangling, { colour: true })).toContain("\u001B[33mwarning\u001B[39m");
    expect(renderDiagnostic(dangling, plain)).not.toContain("\u001B");
  });

  test("cannot be used to fool the reader of a terminal", () => {
    const hostile = "\u001B]0;pwned\u0007\r\n\u202Eevil\u2066\u200B\u0000\u{E0041}\uD800";
    const text = renderDiagnostic(
      {
        ...dangling,
        message: hostile,
        help: hostile,
        origin: { kind: "pointer", file: `${hostile}.yaml`, pointer: `/${hostile}` },
        place: { line: 1, column: 1, length: 4, text: `${hostile} text` },
      },
      plain,
    );
    expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
    expect(text).toContain(String.raw`\u001b]0;pwned\u0007\u000d\n\u202eevil`);
    expect(text.split("\n")).toHaveLength(8);
  });

  test("of enormous names is cut", () => {
    expect(renderDiagnostic({ ...dangling, message: "x".repeat(1_000_000) }, plain).length).toBeLessThan(12_000);
  });
});

describe("the code frame", () => {
  const frame = (text: string, column: number, length: number) => codeFrame({ line: 7, column, length, text });

  test("underlines below escaped text", () => {
    expect(frame("a\u0007b: c", 2, 2)).toEqual({ source: String.raw` 7 | a\u0007b: c`, marker: "   |  ^^^^^^^" });
  });

  test("counts tabs and wide marks as one column each", () => {
    expect(frame("\t\t🐕 bad", 6, 3)).toEqual({ source: " 7 |   🐕 bad", marker: "   |     ^^^" });
  });

  test("always has a caret, inside the line", () => {
    expect(frame("", 1, 1)).toEqual({ source: " 7 |", marker: "   | ^" });
    expect(frame("abc", 4, 1)).toEqual({ source: " 7 | abc", marker: "   |    ^" });
    expect(frame("abc", 99, 99)).toEqual({ source: " 7 | abc", marker: "   |    ^" });
    expect(frame("abc", 0, 0)).toEqual({ source: " 7 | abc", marker: "   | ^" });
  });

  test("shows a window of a very long line", () => {
    const text = `${'{"a":1},'.repeat(1_000_000)}"bad"${',{"a":1}'.repeat(1_000_000)}`;
    const { source, marker } = frame(text, 8_000_001, 5);
    expect(source.length).toBeLessThan(120);
    expect(source.slice(marker.indexOf("^"), marker.lastIndexOf("^") + 1)).toBe('"bad"');
    expect(source).toMatch(/^ 7 \| ….*…$/);
    expect(frame("x".repeat(300), 1, 300).marker).toBe(`   | ${"^".repeat(100)}`);
  });
});

describe("many", () => {
  const many = (count: number): readonly Diagnostic[] =>
    Array.from({ length: count }, (_, index) => ({
      code: "openapi/unsupported",
      severity: "warning",
      message: `Number ${String(index)}.`,
      help: "None.",
    }));

  test("of one code are cut to ten in text", () => {
    const text = renderDiagnostics([...many(25), dangling], plain);
    expect(text.match(/openapi\/unsupported: Number/g)).toHaveLength(10);
    expect(text).toContain("… and 15 more of `openapi/unsupported` (use --format json for all)\n\npetstore.yaml:12:19");
    expect(renderDiagnostics(many(20), plain).match(/Number/g)).toHaveLength(20);
  });

  test("are all there in JSON, one a line", () => {
    const lines = renderDiagnostics([...many(25), dangling], { format: "json", colour: false })
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(26);
    expect(JSON.parse(lines.at(-1) ?? "")).toEqual({
      code: "openapi/dangling-ref",
      severity: "warning",
      message: dangling.message,
      help: dangling.help,
      file: "petstore.yaml",
      line: 12,
      column: 19,
      length: 27,
      pointer: "/paths/~1pets/post/requestBody/content/application~1json/schema/$ref",
    });
  });
});

test("visible text keeps what can be seen, JSON keeps its value", () => {
  expect(visibleText("Grüße, 世界 🐕 — `a`")).toBe("Grüße, 世界 🐕 — `a`");
  const value = { text: "\u202E\u{E0041}\u009B\uD800" };
  expect(visibleJson(value)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  expect(JSON.parse(visibleJson(value))).toEqual(value);
});
