import fc from "fast-check";
import { expect, test } from "vitest";
import { Secrets, redactor } from "../../../src/runtime/http/redact.js";

const secret = 'p@ss/w+rd "é&=\\';

test.each([
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(secret).replace(/%../g, (triplet) => triplet.toLowerCase()),
  new URLSearchParams({ a: secret }).toString().slice(2),
  Buffer.from(secret).toString("base64"),
  Buffer.from(secret).toString("base64url"),
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(secret).slice(1, -1).replace("é", "\\u00e9"),
  JSON.stringify(secret).slice(1, -1).replace("/", "\\/"),
])("%s", (form) => {
  const text = redactor([secret])(`before ${form} after`);
  expect(text).toMatch(/^before \[redacted\]=* after$/);
});

test("all of several, longest first, short ones never", () => {
  const redact = redactor(["abcd", "abcdefgh", "xyz", "", "redacted"]);
  expect(redact("abcdefgh abcd xyz redacted abcdefgh")).toBe("[redacted] [redacted] xyz [redacted] [redacted]");
  expect(redactor([])("abc")).toBe("abc");
  expect(redactor(["key-1234\n"])("key-1234")).toBe("[redacted]");
});

test("no secret survives, whatever it is made of", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, unit: "binary" }), fc.string(), fc.string(), (value, before, after) => {
      fc.pre(value.trim().length >= 4);
      const redact = redactor([value]);
      for (const form of [value, JSON.stringify(value), Buffer.from(value).toString("base64")]) {
        expect(redact(before + form + after)).toContain("[redacted]");
      }
    }),
    { numRuns: 100 },
  );
});

test("secrets that turn up later", () => {
  const secrets = new Secrets(["configured"]);
  expect(secrets.redact("configured token-1")).toBe("[redacted] token-1");
  secrets.add("token-1");
  expect(secrets.redact("configured token-1")).toBe("[redacted] [redacted]");
  for (let count = 0; count < 1500; count++) secrets.add(`other-${count}`);
  expect(secrets.redact("configured other-1499")).toBe("[redacted] [redacted]");
});
