import { changedArguments } from "../../src/runtime/changed-arguments.js";
import { describe, expect, it } from "vitest";
import { createCallContext } from "../../src/runtime/call-context.js";
import type { ApiResponse } from "../../src/runtime/http/http-client.js";
import { httpTool, type HttpToolDefinition } from "../../src/runtime/http-tool.js";
import type { JsonObject } from "../../src/runtime/json.js";
import { wrapResult } from "../../src/runtime/json-schema.js";
import { staticProvider } from "../../src/runtime/provider.js";
import { buildServer } from "../../src/runtime/server.js";
import { callTool, recordingLog, request, response, settingsOf } from "./test-server.js";

type Definition = Omit<Partial<HttpToolDefinition<Record<string, unknown>, undefined>>, "call">;

async function call(answer: ApiResponse<unknown>, definition: Definition = {}, args: JsonObject = {}) {
  const { lines, log } = recordingLog();
  let given: Record<string, unknown> | undefined;
  const tool = httpTool<Record<string, unknown>, undefined>({
    name: "getIt",
    inputSchema: { type: "object" },
    ...definition,
    call: (all) => {
      given = all;
      return Promise.resolve(answer);
    },
  });
  const context = createCallContext(request(), log);
  const result = await tool.call(args, { context, request: request(), apis: () => undefined });
  return { result, lines, given };
}

const text = (value: string) => [{ type: "text", text: value }];
const object = {
  type: "object",
  properties: {
    id: { type: ["integer", "null"] },
    list: {
      type: ["array", "null"],
      items: { type: ["object", "null"], properties: { n: { type: ["integer", "null"] } } },
    },
  },
};

describe("results of httpTool", () => {
  it("an object is structured and compact text", async () => {
    const { result } = await call(response({ id: 1, name: "é", nested: { a: [1, 2] } }));
    expect(result).toEqual({
      content: text('{"id":1,"name":"é","nested":{"a":[1,2]}}'),
      structuredContent: { id: 1, name: "é", nested: { a: [1, 2] } },
    });
  });

  it.each([
    [[{ id: 1 }], '[{"id":1}]'],
    [42, "42"],
    [null, "null"],
    [false, "false"],
    ["a text", "a text"],
  ])("other JSON stands in result, the text is the value: %j", async (value, shown) => {
    for (const definition of [{}, { outputSchema: wrapResult({}) }]) {
      const { result } = await call(response(value), definition);
      expect(result).toEqual({
        content: text(shown),
        structuredContent: { result: value },
        _meta: { fastmcp: { wrap_result: true } },
      });
    }
  });

  it("an object is wrapped where the schema says so", async () => {
    const { result } = await call(response({ a: 1 }), { outputSchema: wrapResult({}) });
    expect(result.structuredContent).toEqual({ result: { a: 1 } });
  });

  it("text is text", async () => {
    expect((await call(response("<a>1</a>", "application/xml"))).result).toEqual({ content: text("<a>1</a>") });
  });

  it("nothing is an empty text", async () => {
    expect((await call(response(undefined, ""))).result).toEqual({ content: text("") });
  });

  it("bytes are what their type says", async () => {
    const bytes = new Uint8Array([137, 80, 78, 71]);
    expect((await call(response(bytes, "image/png; q=1"))).result.content).toEqual([
      { type: "image", data: "iVBORw==", mimeType: "image/png" },
    ]);
    expect((await call(response(bytes, "Audio/MPEG"))).result.content).toEqual([
      { type: "audio", data: "iVBORw==", mimeType: "audio/mpeg" },
    ]);
    expect((await call(response(bytes, ""))).result.content).toEqual([
      {
        type: "resource",
        resource: { uri: "response:///getIt", mimeType: "application/octet-stream", blob: "iVBORw==" },
      },
    ]);
  });

  it("many bytes too", async () => {
    const bytes = new Uint8Array(200_001).map((_, index) => index % 251);
    const [block] = (await call(response(bytes, "application/pdf"))).result.content;
    expect(block?.type === "resource" && block.resource.blob).toBe(Buffer.from(bytes).toString("base64"));
  });

  it("relaxed: what does not fit is left out, kept in the text, and logged", async () => {
    const value = { id: "x", list: [{ n: 1 }, 5, { n: "2", m: 3 }], more: true };
    const { result, lines } = await call(response(value), { outputSchema: object });
    expect(result.structuredContent).toEqual({ list: [{ n: 1 }, { m: 3 }], more: true });
    expect(result.content).toEqual(text(JSON.stringify(value)));
    expect(result.isError).toBeUndefined();
    expect(lines.map(({ level, message }) => [level, /`id` must be an integer or null/.test(message)])).toEqual([
      ["warning", true],
    ]);
  });

  it("relaxed: an answer of another kind gives an empty object", async () => {
    for (const [answer, shown] of [
      [response([1]), "[1]"],
      [response("hello", "text/plain"), "hello"],
      [response(undefined, ""), ""],
    ] as const) {
      expect((await call(answer, { outputSchema: object })).result).toEqual({
        content: text(shown),
        structuredContent: {},
      });
    }
    const { result } = await call(response(5), { outputSchema: wrapResult({ type: ["string", "null"] }) });
    expect(result.structuredContent).toEqual({});
  });

  it("relaxed: definitions of a wrapped schema are found", async () => {
    const outputSchema = wrapResult({
      type: "array",
      items: { $ref: "#/$defs/N" },
      $defs: { N: { type: "object", properties: { n: { type: "integer" } } } },
    });
    expect(outputSchema["$defs"]).toBeDefined();
    expect((await call(response([{ n: 1 }, { n: "x" }]), { outputSchema })).result.structuredContent).toEqual({
      result: [{ n: 1 }, {}],
    });
  });

  it("strict: what does not fit is an error that says where", async () => {
    const outputSchema = wrapResult({ type: "array", items: { type: "object", required: ["id"] } }, { required: true });
    const strict: Definition = { outputSchema, strictResult: true };
    expect((await call(response([{ id: 1 }]), strict)).result.isError).toBeUndefined();
    const { result } = await call(response([{}]), strict);
    expect(result).toEqual({
      content: text("The answer is not what was documented:\n- `result[0].id` is missing"),
      isError: true,
    });
    expect((await call(response("no", "text/plain"), strict)).result.isError).toBe(true);
  });

  it("the next page of a Link header is surfaced", async () => {
    const link =
      '<https://api.example.com/pets?page=1>; rel="prev", <https://api.example.com/pets?page=3>; rel="next last"; title="a"';
    const { result } = await call(response([], "application/json", { link }));
    expect(result._meta).toEqual({
      fastmcp: { wrap_result: true },
      "mcpgen/link": { next: "https://api.example.com/pets?page=3" },
    });
    expect((await call(response({}, "application/json", { link: '<x>; rel="nextish"' }))).result._meta).toBeUndefined();
  });
});

describe("the next page of a Link header", () => {
  it("shows no credential", async () => {
    const link = '<https://api.example.com/pets?api_key=s3cret&page=2>; rel="next"';
    const tool = httpTool<Record<string, unknown>, undefined>({
      name: "getIt",
      inputSchema: { type: "object" },
      call: () => Promise.resolve(response({}, "application/json", { link })),
    });
    const provider = staticProvider({
      name: "api",
      apis: () => undefined,
      redact: (whole) => whole.replace("s3cret", "[redacted]"),
      tools: [tool],
    });
    const server = buildServer({ name: "test", version: "1", providers: [provider] }, settingsOf());
    const { _meta } = await callTool(server, "getIt", {}, request());
    expect(_meta).toEqual({ "mcpgen/link": { next: "https://api.example.com/pets?api_key=[redacted]&page=2" } });
  });
});

describe("arguments of httpTool", () => {
  it("are renamed and completed, and absent ones are absent", async () => {
    const { given } = await call(
      response({}),
      { change: changedArguments({ renamed: { shown: "filter[name]" }, fixed: { limit: 10 } }) },
      { shown: "a", other: 1, limit: 99 },
    );
    expect(given).toEqual(Object.assign(Object.create(null), { "filter[name]": "a", other: 1, limit: 10 }));
    expect(given?.["constructor"]).toBeUndefined();
  });
});
