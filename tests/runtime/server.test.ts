import { describe, expect, it } from "vitest";
import type { Provider } from "../../src/runtime/provider.js";
import type { ResourceContents } from "../../src/runtime/content.js";
import { ProtocolError, type McpServer } from "../../src/runtime/server.js";
import { ToolError } from "../../src/runtime/tool-error.js";
import type { Tool } from "../../src/runtime/tool.js";
import { sampleServer } from "./sample-server.js";
import { callTool, request, response } from "./test-server.js";

const ownTool = (name: string, call: Tool["call"]): Tool => ({ name, inputSchema: { type: "object" }, call });
const readResource = async (server: McpServer, uri: string): Promise<readonly ResourceContents[]> => {
  const answer = (await server.answer("resources/read", { uri }, request)) as { contents: ResourceContents[] };
  return answer.contents;
};
const fault = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof ProtocolError ? error.fault : error),
  );

describe("lists", () => {
  it("show what clients need, in this order of keys", async () => {
    const { server } = sampleServer();
    const tools = await server.list("tools");
    expect(tools.map(({ name }) => name)).toEqual(["getPet", "listPets", "admin"]);
    expect(Object.keys(JSON.parse(JSON.stringify(tools[0])) as object)).toEqual([
      "name",
      "title",
      "description",
      "inputSchema",
      "outputSchema",
      "annotations",
      "_meta",
    ]);
    expect(tools[0]?._meta).toEqual({ fastmcp: { tags: ["pets"] } });
    expect(tools[1]?._meta).toEqual({ more: 1, "mcpgen/deprecated": true, fastmcp: { tags: ["pets", "lists"] } });
    expect(await server.list("resources")).toEqual([
      { name: "status", uri: "sample://status", mimeType: "application/json", _meta: { fastmcp: { tags: ["pets"] } } },
      { name: "special", uri: "sample://pets/special" },
    ]);
    expect(await server.list("resourceTemplates")).toEqual([
      { name: "pet", uriTemplate: "sample://pets/{petId}{?limit}", mimeType: "application/json" },
    ]);
  });

  it("are built once", async () => {
    const { server } = sampleServer();
    expect(await server.list("tools")).toBe(await server.list("tools"));
  });

  it("lose only the components of a provider that fails, and only for this time", async () => {
    let fails = true;
    const flaky: Provider = {
      name: "flaky",
      tools: {
        list: () => {
          if (fails) throw new Error("down");
          return [ownTool("late", () => ({ content: [] }))];
        },
      },
    };
    const { server, lines } = sampleServer({ providers: [flaky] });
    expect(await server.list("tools")).toHaveLength(3);
    expect(lines.map(({ level }) => level)).toEqual(["warning"]);
    fails = false;
    expect(await server.list("tools")).toHaveLength(4);
  });

  it("ask live providers each time", async () => {
    let count = 0;
    const live: Provider = {
      name: "live",
      live: true,
      tools: { list: () => [ownTool(`tool${String(count++)}`, () => ({ content: [] }))] },
    };
    const { server } = sampleServer({ providers: [live] });
    await server.list("tools");
    expect((await server.list("tools")).at(-1)?.name).toBe("tool1");
  });
});

describe("tags", () => {
  it.each([
    [{ MCP_INCLUDE_TAGS: "lists,admin" }, ["listPets", "admin"]],
    [{ MCP_EXCLUDE_TAGS: "admin" }, ["getPet", "listPets"]],
    [{ MCP_INCLUDE_TAGS: "pets", MCP_EXCLUDE_TAGS: "lists" }, ["getPet"]],
  ])("%j", async (env, shown) => {
    const { server } = sampleServer({ env });
    expect((await server.list("tools")).map(({ name }) => name)).toEqual(shown);
    for (const name of ["listPets", "admin"].filter((hidden) => !shown.includes(hidden))) {
      expect(await fault(callTool(server, name, {}, request()))).toBe("unknown-tool");
    }
  });

  it("hide resources too", async () => {
    const { server } = sampleServer({ env: { MCP_INCLUDE_TAGS: "pets" } });
    expect((await server.list("resources")).map(({ name }) => name)).toEqual(["status"]);
    expect(await fault(readResource(server, "sample://pets/7"))).toBe("unknown-resource");
  });
});

describe("calls", () => {
  it("coerce, validate and answer", async () => {
    const { server } = sampleServer();
    const { content, structuredContent } = await callTool(server, "getPet", { petId: "7" }, request());
    expect(structuredContent).toEqual({ path: "/pets/7", args: { petId: 7 } });
    expect(content).toEqual([{ type: "text", text: '{"path":"/pets/7","args":{"petId":7}}' }]);
  });

  it("list what is wrong with the arguments, and do nothing", async () => {
    let calls = 0;
    const { server } = sampleServer({ answer: () => (calls++, response({})) });
    const result = await callTool(server, "getPet", { petId: "x", colour: 1 }, request());
    expect(result).toEqual({
      isError: true,
      content: [
        {
          type: "text",
          text: "Invalid arguments:\n- `petId` must be an integer\n- `colour` is not an argument",
        },
      ],
    });
    expect((await callTool(server, "getPet", [1], request())).isError).toBe(true);
    expect((await callTool(server, "getPet", undefined, request())).content).toEqual([
      { type: "text", text: "Invalid arguments: `petId` is missing" },
    ]);
    expect(calls).toBe(0);
  });

  it("do not coerce where that is off", async () => {
    const strict: Tool = {
      ...ownTool("strict", () => ({ content: [] })),
      coerce: false,
      inputSchema: { properties: { n: { type: "integer" } } },
    };
    const { server } = sampleServer({ tools: [strict] });
    expect((await callTool(server, "strict", { n: "1" }, request())).isError).toBe(true);
    expect((await callTool(server, "strict", { n: 1 }, request())).isError).toBeUndefined();
  });

  it("reach the author's own tool, also in place of a generated one", async () => {
    const own = ownTool("admin", ({ a = null }) => ({ content: [], structuredContent: { a } }));
    const { server } = sampleServer({ tools: [own] });
    expect((await callTool(server, "admin", { a: 1 }, request())).structuredContent).toEqual({ a: 1 });
    expect(await server.list("tools")).toHaveLength(3);
  });

  it("of unknown tools are errors of the protocol", async () => {
    expect(await fault(callTool(sampleServer().server, "toString", {}, request()))).toBe("unknown-tool");
  });

  it("show the text of a ToolError, of any copy of it, without control characters", async () => {
    const foreign = Object.assign(new Error("so red"), { [Symbol.for("mcpgen.ToolError")]: true });
    for (const error of [new ToolError("so \u001b[31mred\u001b[0m\u0007"), foreign]) {
      const { server, lines } = sampleServer({ answer: () => Promise.reject(error) });
      expect(await callTool(server, "admin", {}, request())).toEqual({
        isError: true,
        content: [{ type: "text", text: "so red" }],
      });
      expect(lines).toEqual([]);
    }
  });

  it("mask any other error and log it", async () => {
    const answer = () => Promise.reject(new TypeError("secret detail"));
    const masked = sampleServer({ answer });
    const result = await callTool(masked.server, "admin", {}, request());
    expect(result).toEqual({
      isError: true,
      content: [{ type: "text", text: "Internal error; see the server's log." }],
    });
    expect(masked.lines).toEqual([{ level: "error", message: "admin failed.", data: new TypeError("secret detail") }]);
    const open = sampleServer({ answer, env: { MCP_MASK_ERRORS: "false" } });
    expect((await callTool(open.server, "admin", {}, request())).content).toEqual([
      { type: "text", text: "secret detail" },
    ]);
  });

  it("mask what fails where API clients are made, which is done for tools that use them", async () => {
    const tool = ownTool("own", (_args, { apis }) => {
      apis();
      return { content: [] };
    });
    const idle = ownTool("idle", () => ({ content: [] }));
    const broken: Provider = {
      name: "broken",
      tools: { get: (name) => [tool, idle].find((one) => one.name === name) },
      apis: () => {
        throw new Error("secret detail");
      },
    };
    const { server } = sampleServer({ providers: [broken] });
    expect(await callTool(server, "own", {}, request())).toEqual({
      isError: true,
      content: [{ type: "text", text: "Internal error; see the server's log." }],
    });
    expect(await callTool(server, "idle", {}, request())).toEqual({ content: [] });
  });

  it("end with their request", async () => {
    const controller = new AbortController();
    const { server, lines } = sampleServer({
      answer: (_path, _args, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reject(new Error("aborted"));
          });
        }),
    });
    const call = callTool(server, "admin", {}, request({ signal: controller.signal }));
    setTimeout(() => {
      controller.abort();
    }, 5);
    expect(await call).toEqual({ isError: true, content: [{ type: "text", text: "The call was cancelled." }] });
    expect(lines).toEqual([]);
  });

  it("see a context", async () => {
    const logged: unknown[] = [];
    const tool = ownTool("own", (_args, { context }) => {
      context.log.warning("careful", { a: 1n });
      context.log.info("fine");
      expect(context.request).toMatchObject({ id: 1, headers: { "x-a": "b" }, client: { name: "c", version: "1" } });
      return context.fail("no more");
    });
    const { server, lines } = sampleServer({ tools: [tool] });
    const more = {
      headers: { "x-a": "b" },
      client: { name: "c", version: "1" },
      sendLog: (...entry: unknown[]) => logged.push(entry),
    };
    const result = await callTool(server, "own", {}, request(more));
    expect(result).toEqual({ isError: true, content: [{ type: "text", text: "no more" }] });
    expect(lines.map(({ message }) => message)).toEqual(["careful", "fine"]);
    expect(logged).toEqual([
      ["warning", { message: "careful", data: "[object Object]" }],
      ["info", "fine"],
    ]);
  });

  it("are waited for", async () => {
    let done = false;
    const { server } = sampleServer({
      answer: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        done = true;
        return response({});
      },
    });
    void callTool(server, "admin", {}, request());
    await server.idle();
    expect(done).toBe(true);
  });
});

describe("resources", () => {
  it("are read by address", async () => {
    const { server } = sampleServer();
    expect(await readResource(server, "sample://status")).toEqual([
      { uri: "sample://status", mimeType: "application/json", text: '{"path":"/status","args":{}}' },
    ]);
  });

  it("of templates get typed variables; a fixed address wins", async () => {
    const { server } = sampleServer();
    const [contents] = await readResource(server, "sample://pets/7?limit=3");
    expect(contents?.text).toBe('{"path":"/pets/id","args":{"petId":7,"limit":3}}');
    const [special] = await readResource(server, "sample://pets/special");
    expect(special?.text).toBe('{"path":"/special","args":{}}');
  });

  it("are text or bytes, by the response", async () => {
    const read = async (answer: ReturnType<typeof response>) =>
      (await readResource(sampleServer({ answer: () => answer }).server, "sample://status"))[0];
    expect(await read(response("Read me", "text/plain; charset=utf-8"))).toEqual({
      uri: "sample://status",
      mimeType: "text/plain",
      text: "Read me",
    });
    expect(await read(response(new Uint8Array([1, 2]), "application/pdf"))).toEqual({
      uri: "sample://status",
      mimeType: "application/pdf",
      blob: "AQI=",
    });
    expect(await read(response(undefined, ""))).toEqual({
      uri: "sample://status",
      mimeType: "application/json",
      text: "",
    });
    expect(await read(response("a text"))).toMatchObject({ text: '"a text"' });
  });

  it("that are not there, or not readable, are errors of the protocol", async () => {
    const { server } = sampleServer();
    expect(await fault(readResource(server, "sample://nothing/here"))).toBe("unknown-resource");
    await expect(readResource(server, "sample://pets/abc?limit=11")).rejects.toMatchObject({
      fault: "invalid-params",
      message: "Invalid arguments:\n- `petId` must be an integer\n- `limit` must be at most 10",
      data: { uri: "sample://pets/abc?limit=11" },
    });
    const failing = sampleServer({ answer: () => Promise.reject(new ToolError("502 Bad Gateway")) });
    await expect(readResource(failing.server, "sample://status")).rejects.toMatchObject({
      fault: "failed",
      message: "502 Bad Gateway",
    });
  });
});
