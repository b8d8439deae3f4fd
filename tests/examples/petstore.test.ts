import { beforeAll, describe, expect, test } from "vitest";
import { exampleCopy, type Npm } from "./example-copy.js";

describe("the example of overrides", () => {
  let npm: Npm;

  beforeAll(() => {
    npm = exampleCopy("petstore");
  });

  test("is built by a prebuild step, and its overrides and tools do what they say", async () => {
    const { stdout } = await npm("test");
    expect(stdout).toContain("# pass 5\n# fail 0\n");
  }, 180_000);

  test("is not written again by a second build", async () => {
    const { stderr } = await npm("run", "prebuild");
    expect(stderr).toContain("./server is up to date");
  }, 60_000);
});
