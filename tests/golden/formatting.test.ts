import { check, getFileInfo, resolveConfig } from "prettier";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileFixture, fixtures } from "./fixture.js";

/** Prettier has the last word on every file of the project, the runtime's copies included. */
describe.each(fixtures)("prettier has nothing to change in $name", (fixture) => {
  test("under the generated .prettierrc", async () => {
    const { files } = await compileFixture(fixture);
    const ignorePath = join(fixture.expected, ".prettierignore");
    const config = await resolveConfig(join(fixture.expected, "package.json"), {
      editorconfig: false,
      useCache: false,
    });
    const changed: string[] = [];
    for (const { path, text } of files) {
      const filepath = join(fixture.expected, path);
      const { ignored, inferredParser } = await getFileInfo(filepath, { ignorePath });
      if (ignored || inferredParser === null) continue;
      if (!(await check(text, { ...config, filepath }))) changed.push(path);
    }
    expect(changed).toEqual([]);
  });
});
