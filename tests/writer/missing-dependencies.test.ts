import { expect, test } from "vitest";
import { missingDependencies } from "../../src/writer/missing-dependencies.js";

const wanted = JSON.stringify({
  dependencies: { zod: "^4.1.0", hono: "^4.0.0" },
  devDependencies: { typescript: "~6.0.0" },
});

test.each<[string, object, readonly string[]]>([
  ["all there", { dependencies: { zod: "^4.0.0", hono: "4.9.1", typescript: "^6.1" } }, []],
  ["one missing", { dependencies: { zod: "^4.0.0", hono: "*" } }, ["typescript@~6.0.0"]],
  [
    "another major version",
    { dependencies: { zod: "^3.22.0", hono: ">=4" }, devDependencies: { typescript: "6" } },
    ["zod@^4.1.0"],
  ],
  [
    "ranges taken on trust",
    { dependencies: { zod: "workspace:*", hono: "latest", typescript: "github:microsoft/TypeScript" } },
    [],
  ],
  ["nothing", {}, ["typescript@~6.0.0", "zod@^4.1.0", "hono@^4.0.0"]],
])("%s", (_, present, missing) => {
  expect(missingDependencies(wanted, JSON.stringify(present))).toEqual(missing);
});

test("below 1.0 the minor version decides", () => {
  const range = (version: string): string => JSON.stringify({ dependencies: { a: version } });
  expect(missingDependencies(range("^0.4.0"), range("^0.3.9"))).toEqual(["a@^0.4.0"]);
  expect(missingDependencies(range("^0.4.0"), range("0.4.2"))).toEqual([]);
});

test("a package.json that is none has nothing", () => {
  expect(missingDependencies(wanted, "{")).toHaveLength(3);
  expect(missingDependencies("[]", "null")).toEqual([]);
});
