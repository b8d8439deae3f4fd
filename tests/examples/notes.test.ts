import { beforeAll, describe, expect, test } from "vitest";
import { exampleCopy, type Npm } from "./example-copy.js";

describe("the example of notes", () => {
  let npm: Npm;

  beforeAll(() => {
    npm = exampleCopy("notes");
  });

  test("is built by a prebuild step, and its tests pass against the running server", async () => {
    const { stdout } = await npm("test");
    expect(stdout).toContain("# pass 4\n# fail 0\n");
  }, 180_000);

  test("is not written again by a second build", async () => {
    const { stderr } = await npm("run", "prebuild");
    expect(stderr).toContain("notes-example: nothing has changed");
  }, 60_000);
});
