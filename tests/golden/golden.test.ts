import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileFixture, expectedFiles, fixtures, listFiles } from "./fixture.js";

describe.each(fixtures)("$name", (fixture) => {
  test("the project is the expected one", async () => {
    const files = expectedFiles(fixture, await compileFixture(fixture));
    const present = listFiles(fixture.expected);
    const stale = present.filter((path) => !files.has(path));
    if (isUpdating()) {
      for (const path of stale) rmSync(join(fixture.expected, path));
    } else {
      expect(stale, "expected files that nothing writes any more (npm run test:update removes them)").toEqual([]);
      // Asked before the comparison, which would quietly write what is missing.
      const missing = [...files.keys()].filter((path) => !present.includes(path));
      expect(missing, "files without an expectation (npm run test:update writes it)").toEqual([]);
    }
    for (const [path, text] of files) await expect(text, path).toMatchFileSnapshot(join(fixture.expected, path));
  });
});

/** Whether vitest was called with `-u`. */
function isUpdating(): boolean {
  return expect.getState().snapshotState.snapshotUpdateState === "all";
}
