import fc from "fast-check";
import { expect, test } from "vitest";
import { unifiedDiff } from "../../src/writer/unified-diff.js";

test("equal texts have no difference", () => {
  expect(unifiedDiff("a", "x\n", "x\n")).toBe("");
});

test("a change is shown with three lines around it", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  expect(unifiedDiff("src/a.ts", before, before.replace("5\n", "five\nand more\n"))).toBe(
    [
      "--- a/src/a.ts",
      "+++ b/src/a.ts",
      "@@ -2,7 +2,8 @@",
      " 2",
      " 3",
      " 4",
      "-5",
      "+five",
      "+and more",
      " 6",
      " 7",
      " 8",
      "",
    ].join("\n"),
  );
});

test("changes far apart are shown apart", () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${String(index)}\n`);
  const after = lines.with(2, "new\n").with(30, "");
  expect(unifiedDiff("a", lines.join(""), after.join("")).match(/^@@.*@@$/gm)).toEqual([
    "@@ -1,6 +1,6 @@",
    "@@ -28,7 +28,6 @@",
  ]);
});

test("a new file and a removed one are named as diff names them", () => {
  expect(unifiedDiff("a", "", "x\n")).toBe("--- /dev/null\n+++ b/a\n@@ -0,0 +1,1 @@\n+x\n");
  expect(unifiedDiff("a", "x\n", "")).toBe("--- a/a\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n");
});

test("wholly different texts are one replaced block, in bounded time", () => {
  const lines = (word: string): string =>
    Array.from({ length: 5_000 }, (_, index) => `${word} ${String(index)}\n`).join("");
  const difference = unifiedDiff("a", lines("old"), lines("new"));
  expect(difference).toContain("@@ -1,5000 +1,5000 @@");
});

test("applying a difference to the old text gives the new one", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c"), { maxLength: 30 })
    .map((lines) => lines.map((line) => `${line}\n`).join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(apply(before, unifiedDiff("x", before, after))).toBe(after);
    }),
  );
});

/** A small `patch`. */
function apply(before: string, difference: string): string {
  const old = before.split("\n").slice(0, -1);
  const result: string[] = [];
  let at = 0;
  for (const line of difference.split("\n").slice(2, -1)) {
    const header = /^@@ -(\d+),(\d+)/.exec(line);
    if (header) {
      const start = header[2] === "0" ? Number(header[1]) : Number(header[1]) - 1;
      result.push(...old.slice(at, start));
      at = start;
    } else if (line.startsWith("+")) result.push(line.slice(1));
    else {
      expect(old[at]).toBe(line.slice(1));
      if (line.startsWith(" ")) result.push(line.slice(1));
      at += 1;
    }
  }
  return [...result, ...old.slice(at)].map((line) => `${line}\n`).join("");
}
