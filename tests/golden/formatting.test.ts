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
      // Within a package that is there already, the package's own settings say that a line of JSON may be a component.
      const isLines = fixture.asked.options.layout === "embedded" && path === "surface.json";
      if (ignored || inferredParser === null || isLines) continue;
      if (!(await check(text, { ...config, filepath }))) changed.push(path);
    }
    expect(changed).toEqual([]);
  });
});
