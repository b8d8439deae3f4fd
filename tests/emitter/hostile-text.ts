import fc from "fast-check";

/** Pieces that have broken generators before, or that could. */
export const hostilePieces = [
  '"', "'", "`", "\\", "${globalThis.PWN=1}", "*/", "/*", "//", "</script>", "<!--", "-->", "\n", "\r\n", "\t", "\0", "\u2028", "\u2029", "\u0085",
  "\ud800", "\udc00", "\u202e", "\u200b", "\ufeff", "\u{e0041}", "__proto__", "constructor", "toString", "@ts-nocheck", "@ts-expect-error", "@deprecated",
  "{@link x}", "{{this}}", "{{{x}}}", "prettier-ignore", "日本語", "한국어", "⚠️", "👨‍👩‍👧", "🇫🇷", "1️⃣", "é", "e\u0301", "ß", "filter[name]", "a.b", "$ref", "default",
  "\\u0041", "\\n", "$&", "#{x}", "%s", "=1", "{", "}", "[", "]", "(", ")", "<b>", "&amp;", "|", "_a_", "**b**", " ", "\u00a0", "-", "x".repeat(70), "word ".repeat(20),
] as const;

/** Text as a hostile, or only careless, document may hold it. */
export const hostileText = fc.oneof(
  fc.array(fc.oneof(fc.constantFrom(...hostilePieces), fc.string({ maxLength: 6 })), { maxLength: 6 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
);
