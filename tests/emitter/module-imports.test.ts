import { expect, test } from "vitest";
import { packageImports, relativeImports } from "../../src/emitter/module-imports.js";

const declarations = `import { z } from "zod";
import "side-effect/module.js";
import {
  one,
  two,
} from "@scope/name/deep.js";
export { three } from "./three.js";
export * from '../four.js';
const lazy = () => import("hono");
`;

test("imports are found over as many lines as they take", () => {
  const module = { path: "src/a/b.ts", text: declarations };
  expect(packageImports(module)).toEqual(["zod", "side-effect", "@scope/name", "hono"]);
  expect(relativeImports(module)).toEqual(["src/a/three.ts", "src/four.ts"]);
});

test("text of a document's in a generated module is no import", () => {
  const text = `import { z } from "zod";

/** Move it from "Issues", or import "evil"; import("evil") too. */
export const move: Tool = tool({
  description: 'Copied from "Issues" with import("evil") and import "evil"',
  examples: ["export * from \\"evil\\"", 'from "../runtime/evil.js"'],
});
`;
  const module = { path: "src/api/tools/move.ts", text, isGenerated: true };
  expect(packageImports(module)).toEqual(["zod"]);
  expect(relativeImports(module)).toEqual([]);
});
