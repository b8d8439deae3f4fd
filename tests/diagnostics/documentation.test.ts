import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogue } from "../../src/diagnostics/catalogue.js";

const page = readFileSync(new URL("../../docs/diagnostics.md", import.meta.url), "utf8");
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => [/^`([^`]+)`$/m.exec(section)?.[1] ?? section.slice(0, 40), section]),
);

test("every code is documented, and every documented code exists", () => {
  expect([...sections.keys()].sort()).toEqual(Object.keys(catalogue).sort());
});

test.each(Object.entries(catalogue))("%s: severity, why, example and what to do", (code, { severity }) => {
  const section = sections.get(code) ?? "";
  expect(section).toMatch(new RegExp(`^_${severity}_: .{20,}`, "m"));
  for (const part of ["Why", "Example", "What to do"]) expect(section).toContain(`**${part}.** `);
});
