import { describe, expect, test } from "vitest";
import { compareVersions } from "../../src/passes/compare-versions.js";

describe("versions", () => {
  test.each([
    ["1.9", "1.10"],
    ["1", "1.0.1"],
    ["1.0-beta", "1.0"],
    ["1.0-alpha", "1.0-beta"],
    ["1.0b2", "1.0rc1"],
    ["1.0-rc.1", "1.0-rc.2"],
    ["1.0-rc", "1.0-rc.1"],
    ["1.0.dev9", "1.0a1"],
    ["1.0-preview", "1.0"],
    ["1.0-beta", "1.0.1-alpha"],
    ["1.0", "1.0.post1"],
    ["1.0.post1", "1.0.1"],
    ["1.0", "1.0+local"],
    ["2024-11-05", "2025-06-18"],
    ["2025-06-18", "v2026-07-28"],
    ["beta", "1"],
    ["blue", "green"],
  ])("%s comes before %s", (lower, higher) => {
    expect(Math.sign(compareVersions(lower, higher))).toBe(-1);
    expect(Math.sign(compareVersions(higher, lower))).toBe(1);
  });

  test.each([
    ["1.0", "1"],
    ["v1.2", "1.2.0"],
    ["1.0a1", "1.0-alpha.1"],
    ["1.0c1", "1.0-pre1"],
    ["", "0"],
  ])("%s is the same as %s", (one, other) => {
    expect(compareVersions(one, other)).toBe(0);
  });
});
