import fc from "fast-check";
import { util } from "prettier";
import ts from "typescript";
import { describe, expect, it, test } from "vitest";
import { identifier, safeIdentifier } from "../../src/emitter/print/identifier.js";
import { numberLiteral } from "../../src/emitter/print/number-literal.js";
import { propertyKey, propertyName } from "../../src/emitter/print/property-key.js";
import { isVisible, stringLiteral } from "../../src/emitter/print/string-literal.js";
import { stringWidth } from "../../src/emitter/print/string-width.js";
import { hostileText } from "./hostile-text.js";
import { asPrettierWrites } from "./prettier-agreement.js";

/** The value of an expression, as TypeScript's own parser reads it. */
function parsed(expression: string): unknown {
  const file = ts.createSourceFile("a.ts", `(${expression})`, ts.ScriptTarget.ES2023);
  const [statement] = file.statements;
  if (file.statements.length !== 1 || statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const inner = ts.isParenthesizedExpression(statement.expression) ? statement.expression.expression : undefined;
  return inner !== undefined && ts.isStringLiteral(inner) ? inner.text : undefined;
}

describe("stringLiteral", () => {
  test.each([
    ["plain text", { given: "a pet", want: '"a pet"' }],
    ["double quotes alone", { given: 'say "hi"', want: "'say \"hi\"'" }],
    ["as many single quotes", { given: `"it's"'`, want: `"\\"it's\\"'"` }],
    ["line breaks and tabs", { given: "a\r\n\tb", want: '"a\\r\\n\\tb"' }],
    ["a backslash", { given: "\\d+", want: '"\\\\d+"' }],
    ["line separators", { given: "a\u2028b\u2029", want: '"a\\u2028b\\u2029"' }],
    ["a closing script tag", { given: "</SCRIPT><!--", want: '"\\u003c/SCRIPT>\\u003c!--"' }],
    ["direction marks and joiners", { given: "\u202e\u200d\ufeff", want: '"\\u202e\\u200d\\ufeff"' }],
    ["half a surrogate pair", { given: "\ud800x", want: '"\\ud800x"' }],
    ["tag characters", { given: "\u{e0041}", want: '"\\udb40\\udc41"' }],
    ["what other scripts write", { given: "日本語 한국어 ça ⚠️", want: '"日本語 한국어 ça ⚠️"' }],
    ["template syntax", { given: "`${x}`", want: '"`${x}`"' }],
  ])("%s", (_what, { given, want }) => {
    expect(stringLiteral(given)).toBe(want);
  });

  it("means the text, whatever the text is", () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: "binary" })), (text) => {
        expect(parsed(stringLiteral(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it("is what prettier leaves as it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileText, { minLength: 20, maxLength: 20 }), async (texts) => {
        const printed = texts.map((text) => `f(${stringLiteral(text)});\n`).join("");
        expect(await asPrettierWrites(printed)).toBe(
          texts
            .map((text) =>
              stringWidth(stringLiteral(text)) > 116
                ? `f(\n  ${stringLiteral(text)},\n);\n`
                : `f(${stringLiteral(text)});\n`,
            )
            .join(""),
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe("stringWidth", () => {
  it("counts every character that a literal shows as prettier counts it", () => {
    const wrong: string[] = [];
    for (let code = 0x20; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if (!isVisible(character)) continue;
      for (const text of [character, `${character}\ufe0f`]) {
        if (stringWidth(text) !== util.getStringWidth(text)) wrong.push(`${code.toString(16)} ${text}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("numberLiteral", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [1.5, "1.5"],
    [1e21, "1e21"],
    [1e-7, "1e-7"],
    [-1.5e300, "-1.5e300"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
  ])("%d is %s", (given, want) => {
    expect(numberLiteral(given)).toBe(want);
  });

  test.each([NaN, Infinity, -Infinity])("%d is refused", (given) => {
    expect(() => numberLiteral(given)).toThrow("no number that JSON can carry");
  });

  it("reads back as the number", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (value) => Number(numberLiteral(value)) === value,
      ),
    );
  });
});

describe("property keys", () => {
  test.each([
    ["an identifier", { given: "petId", want: "petId" }],
    ["a reserved word", { given: "class", want: "class" }],
    ["a dash", { given: "X-Trace", want: '"X-Trace"' }],
    ["digits", { given: "200", want: '"200"' }],
    ["brackets", { given: "filter[name]", want: '"filter[name]"' }],
    ["nothing", { given: "", want: '""' }],
    ["the prototype", { given: "__proto__", want: '["__proto__"]' }],
    ["letters of old scripts", { given: "名前", want: "名前" }],
    ["letters that prettier may not know", { given: "ꟊ", want: '"\\ua7ca"' }],
  ])("%s", (_what, { given, want }) => {
    expect(propertyKey(given)).toBe(want);
  });

  it("of types need no computed prototype", () => {
    expect(propertyName("__proto__")).toBe("__proto__");
  });

  it("set exactly that property", () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const made: unknown = new Function(`return { ${propertyKey(name)}: 1 };`)();
        expect(Object.getOwnPropertyNames(made)).toEqual([name]);
      }),
    );
  });
});

describe("identifiers", () => {
  test.each(["a-b", "", "1a", "class", "a b", "a;b", "a\u2028", "await"])("%j is refused", (given) => {
    expect(() => identifier(given)).toThrow("is no identifier");
  });

  test.each([
    ["petstore", "petstore"],
    ["default", "default_"],
    ["3scale", "_3scale"],
  ])("%s is made safe as %s", (given, want) => {
    expect(safeIdentifier(given)).toBe(want);
    expect(identifier(safeIdentifier(given))).toBe(want);
  });
});
