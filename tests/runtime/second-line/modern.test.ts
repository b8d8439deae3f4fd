import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { withCacheHints } from "../../../src/runtime/cache-hints.js";
import type { JsonObject } from "../../../src/runtime/json.js";
import { rateLimiting } from "../../../src/runtime/middleware/rate-limiting.js";
import { withMiddleware } from "../../../src/runtime/middleware/middleware.js";
import { withNotifications } from "../../../src/runtime/notifications.js";
import * as clientModule from "../../../src/runtime/protocol-v2/client.js";
import * as stdio from "../../../src/runtime/protocol-v2/stdio.js";
import { connect } from "../../../src/runtime/mcp-client.js";
import type { Tool } from "../../../src/runtime/tool.js";
import { address, contextTool, messagesIn, modernClient, modernHttp, revision } from "./modern-client.js";
import { sampleServer } from "../sample-server.js";

const region: Tool = {
  name: "region",
  inputSchema: {
    type: "object",
    properties: {
      where: { type: "string", "x-mcp-header": "Where" },
      deep: { type: "object", properties: { count: { type: "integer", "x-mcp-header": "Count" } } },
    },
  },
  call: () => ({ content: [] }),
};

const noisy = contextTool("noisy", (context) => {
  context.progress(1, 2);
  context.log.info("working");
  context.log.debug("details");
});

describe("discovery", () => {
  it("tells what there is, without a handshake", async () => {
    const { ask } = modernHttp(withNotifications(sampleServer().server));
    const { result } = await ask("server/discover");
    expect(result).toMatchObject({
      supportedVersions: [revision],
      instructions: "Be kind.",
      capabilities: { tools: { listChanged: true }, resources: { subscribe: true } },
      _meta: { "io.modelcontextprotocol/serverInfo": { name: "sample", title: "Sample", version: "1.2.3" } },
    });
  });

  it("is what the client of a generated server uses", async () => {
    const { server } = sampleServer();
    const given = clientModule.connectClient(server, { name: "t" });
    const connection = await given;
    expect(connection.serverInfo?.name).toBe("sample");
    expect(await connection.request("resources/list", {})).toMatchObject({ ttlMs: 0, cacheScope: "private" });
    await connection.close();
    expect((await connect(server)).instructions).toBe("Be kind.");
  });
});

describe("what clients may keep", () => {
  it("is nothing, unless the server says how long and for whom", async () => {
    const { server } = sampleServer();
    expect((await modernHttp(server).ask("tools/list")).result).toMatchObject({ ttlMs: 0, cacheScope: "private" });
    const { ask } = modernHttp(
      withCacheHints(server, { lists: { seconds: 1.5, shared: true }, reads: { seconds: 1 } }),
    );
    for (const list of ["tools/list", "resources/list", "resources/templates/list"]) {
      expect((await ask(list)).result, list).toMatchObject({ ttlMs: 1500, cacheScope: "public" });
    }
    const read = await ask("resources/read", { uri: "sample://status" });
    expect(read.result).toMatchObject({ ttlMs: 1000, cacheScope: "private" });
    const call = await ask("tools/call", { name: "getPet", arguments: { petId: 1 } });
    expect(call.result).not.toHaveProperty("ttlMs");
  });
});

describe("errors", () => {
  const { ask } = modernHttp(sampleServer({ tools: [region] }).server);

  it.each([
    ["a method that nobody has", "unknown/method", {}, 404, -32601],
    ["a method of earlier revisions", "resources/subscribe", { uri: "sample://status" }, 404, -32601],
    ["a resource that does not exist", "resources/read", { uri: "sample://nothing" }, 200, -32602],
    ["a tool that does not exist", "tools/call", { name: "nothing" }, 200, -32602],
  ])("%s", async (_, method, params, status, code) => {
    const answer = await ask(method, params);
    expect(answer).toMatchObject({ status, error: { code } });
    if ("uri" in params && status === 200) expect(answer.error?.data).toEqual(params);
  });

  it("a request without the client's capabilities", async () => {
    const meta = { "io.modelcontextprotocol/clientCapabilities": null };
    expect(await ask("tools/list", {}, { meta })).toMatchObject({ status: 400, error: { code: -32602 } });
  });

  it("headers that do not say what the body says", async () => {
    const headers = { "mcp-name": "other" };
    const params = { name: "region", arguments: {} };
    expect(await ask("tools/call", params, { headers })).toMatchObject({ status: 400, error: { code: -32020 } });
  });

  it("too many requests: a code of its own, and when to come back", async () => {
    const limited = modernHttp(withMiddleware(sampleServer().server, rateLimiting({ perSecond: 1, burst: 1 })));
    await limited.ask("tools/list");
    const { error } = await limited.ask("tools/list");
    expect(error).toMatchObject({ code: 429, data: { retryAfter: expect.any(Number) as number } });
  });
});

describe("headers that repeat arguments", () => {
  const { ask } = modernHttp(sampleServer({ tools: [region] }).server);
  const call = (args: JsonObject, headers: Record<string, string> = {}) =>
    ask("tools/call", { name: "region", arguments: args }, { headers });

  it.each([
    [
      "say the same",
      { where: "Köln", deep: { count: 7 } },
      { "Mcp-Param-Where": "=?base64?S8O2bG4=?=", "Mcp-Param-Count": "7.0" },
    ],
    ["are not expected of what is not there", { deep: {} }, { "Mcp-Param-Where": "anywhere" }],
  ])("%s", async (_, args, headers) => {
    expect((await call(args as JsonObject, headers)).result).toMatchObject({
      content: [],
    });
  });

  it.each([
    ["are missing", { where: "a" }, {}],
    ["say something else", { where: "a" }, { "Mcp-Param-Where": "b" }],
    ["say another number", { deep: { count: 7 } }, { "Mcp-Param-Count": "8" }],
    ["are badly encoded", { where: "a" }, { "Mcp-Param-Where": "=?base64?!!?=" }],
    ["are encoded without saying so", { where: "a" }, { "Mcp-Param-Where": "YQ==" }],
  ])("%s", async (_, args, headers) => {
    const answer = await call(args, headers);
    expect(answer).toMatchObject({ status: 400, error: { code: -32020 } });
  });
});

describe("what is sent while a call runs", () => {
  const { ask } = modernHttp(sampleServer({ tools: [noisy] }).server);

  it("is what the request asks for", async () => {
    const quiet = await ask("tools/call", { name: "noisy" });
    expect(quiet.notifications).toEqual([]);
    const meta = { progressToken: 5, "io.modelcontextprotocol/logLevel": "info" };
    const { notifications } = await ask("tools/call", { name: "noisy" }, { meta });
    expect(notifications).toMatchObject([
      { method: "notifications/progress", params: { progressToken: 5, progress: 1, total: 2 } },
      { method: "notifications/message", params: { level: "info", data: "working" } },
    ]);
  });

  it("knows whose request it is", async () => {
    const seen = contextTool("seen", ({ request }) => [request.client, request.capabilities, request.session ?? null]);
    const { result } = await modernHttp(sampleServer({ tools: [seen] }).server).ask(
      "tools/call",
      { name: "seen" },
      { capabilities: { roots: {} }, headers: { "mcp-session-id": "somebody-elses" } },
    );
    expect(result).toMatchObject({ content: [{ text: '[{"name":"raw","version":"1"},{"roots":{}},null]' }] });
  });
});

describe("clients that listen", () => {
  const open: ReadableStreamDefaultReader<Uint8Array>[] = [];
  afterEach(async () => {
    for (const reader of open.splice(0)) await reader.cancel();
  });

  async function listening({ send }: ReturnType<typeof modernHttp>, notifications: JsonObject) {
    const { body } = await send("subscriptions/listen", { notifications });
    if (body === null) throw new Error("There is no stream.");
    const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
    open.push(reader);
    return async () => messagesIn(new TextDecoder().decode((await reader.read()).value));
  }

  it("over HTTP hear of what they asked for, whoever changes it", async () => {
    const change = contextTool("change", (context) => {
      context.notify("notifications/tools/list_changed");
      context.notify("notifications/prompts/list_changed");
    });
    const server = withNotifications(sampleServer({ tools: [change] }).server);
    const app = modernHttp(server);
    const next = await listening(app, { toolsListChanged: true, resourceSubscriptions: ["sample://status"] });
    expect(await next()).toMatchObject([{ method: "notifications/subscriptions/acknowledged" }]);
    const { notifications } = await app.ask("tools/call", { name: "change" });
    expect(notifications).toEqual([]);
    const id = { _meta: { "io.modelcontextprotocol/subscriptionId": 7 } };
    expect(await next()).toMatchObject([{ method: "notifications/tools/list_changed", params: id }]);
    server.updated("sample://other");
    server.updated("sample://status");
    expect(await next()).toMatchObject([
      { method: "notifications/resources/updated", params: { ...id, uri: "sample://status" } },
    ]);
  });

  it("over one connection hear of it before they have asked anything else", async () => {
    const server = withNotifications(sampleServer().server);
    const heard: string[] = [];
    const client = await modernClient(server, {}, (one) => {
      one.setNotificationHandler("notifications/resources/updated", ({ params }) => void heard.push(params.uri));
    });
    const subscription = await client.listen({ resourceSubscriptions: ["sample://status"] });
    server.updated("sample://other");
    server.updated("sample://status");
    await expect.poll(() => heard).toEqual(["sample://status"]);
    await subscription.close();
    await client.close();
  });
});

describe("clients of earlier revisions", () => {
  it("are served at the same address, without sessions", async () => {
    const { fetch } = modernHttp(sampleServer().server);
    const post = (message: object) =>
      fetch(
        new Request(address, {
          method: "POST",
          headers: { accept: "application/json, text/event-stream", "content-type": "application/json" },
          body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...message }),
        }),
      );
    const clientInfo = { name: "t", version: "1" };
    const begun = await post({
      method: "initialize",
      params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo },
    });
    expect(messagesIn(await begun.text())).toMatchObject([{ result: { protocolVersion: "2025-06-18" } }]);
    const missing = await post({ method: "resources/read", params: { uri: "sample://nothing" } });
    expect(messagesIn(await missing.text())).toMatchObject([
      { error: { code: -32002, data: { uri: "sample://nothing" } } },
    ]);
    expect((await fetch(new Request(address, { method: "GET" }))).status).toBe(405);
  });
});

describe("over stdio", () => {
  it("answers what was asked before the input ended, whatever the revision", async () => {
    const slow = contextTool("slow", () => new Promise((resolve) => setTimeout(resolve, 30, "done")));
    const { server } = sampleServer({ tools: [slow] });
    const [input, output] = [new PassThrough(), new PassThrough()];
    const { closed } = await stdio.serveStdio(server, input, output);
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": revision,
      "io.modelcontextprotocol/clientCapabilities": {},
    };
    input.end(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "slow", _meta } })}\n`);
    await closed;
    await expect.poll(() => String(output.read() ?? "")).toContain('"done\\"');
  });

  it("tells a client of a revision that nobody knows which it knows", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    await stdio.serveStdio(sampleServer().server, input, output);
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": "2099-01-01",
      "io.modelcontextprotocol/clientCapabilities": {},
    };
    input.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: { _meta } })}\n`);
    await expect.poll(() => String(output.read() ?? "")).toMatch(/-32022.*2026-07-28/);
    input.end();
  });
});
