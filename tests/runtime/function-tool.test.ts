import { expect, test } from "vitest";
import { functionTool } from "../../src/runtime/function-tool.js";
import type { FunctionScope } from "../../src/runtime/call-function.js";
import { wrapResult } from "../../src/runtime/json-schema.js";

const scope = { context: { signal: new AbortController().signal } } as unknown as FunctionScope;

test("a result that may be missing is null", async () => {
  const outputSchema = wrapResult({ anyOf: [{ type: "object" }, { type: "null" }] }, { required: true });
  const tool = functionTool({ name: "find", inputSchema: { type: "object" }, outputSchema, call: () => undefined });
  expect(await tool.call({}, scope as never)).toMatchObject({
    content: [{ type: "text", text: "null" }],
    structuredContent: { result: null },
  });
});
