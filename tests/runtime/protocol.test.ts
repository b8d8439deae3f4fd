import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { LoggingMessageNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, it } from "vitest";
import { createProtocolServer } from "../../src/runtime/protocol/server.js";
import { buildServer, type McpServer } from "../../src/runtime/server.js";
import type { Tool } from "../../src/runtime/tool.js";
import { sampleServer } from "./sample-server.js";
import { response, settingsOf } from "./test-server.js";

async function clientOf(server: McpServer): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createProtocolServer(server).connect(far);
  const client = new Client({ name: "tester", version: "9" });
  await client.connect(near);
  return client;
}

describe("the protocol adapter", () => {
  it("introduces the server", async () => {
    const client = await clientOf(sampleServer().server);
    expect(client.getServerVersion()).toEqual({ name: "sample", version: "1.2.3", title: "Sample" });
    expect(client.getInstructions()).toBe("Be kind.");
    expect(client.getServerCapabilities()).toEqual({ tools: {}, logging: {}, resources: {} });
  });

  it("declares only what there is", async () => {
    const server = buildServer({ name: "empty", version: "1", providers: [] }, settingsOf());
    const client = await clientOf(server);
    expect(client.getServerCapabilities()).toEqual({ tools: {}, logging: {} });
    expect(await client.listTools()).toEqual({ tools: [] });
    await expect(client.request({ method: "resources/list" }, LoggingMessageNotificationSchema)).rejects.toMatchObject({
      code: -32601,
    });
  });

  it("lists and calls tools; the SDK's client accepts what comes back", async () => {
    const client = await clientOf(
      sampleServer({ answer: (path) => response(path === "/pets" ? [1] : { id: 7 }) }).server,
    );
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["getPet", "listPets", "admin"]);
    expect(await client.callTool({ name: "getPet", arguments: { petId: "7" } })).toEqual({
      content: [{ type: "text", text: '{"id":7}' }],
      structuredContent: { id: 7 },
    });
    expect(await client.callTool({ name: "listPets" })).toMatchObject({ structuredContent: { result: [1] } });
  });

  it("answers wrong arguments as results, unknown names as errors", async () => {
    const client = await clientOf(sampleServer().server);
    expect(await client.callTool({ name: "getPet", arguments: {} })).toMatchObject({ isError: true });
    await expect(client.callTool({ name: "nope" })).rejects.toMatchObject({
      code: -32602,
      message: "MCP error -32602: Unknown tool: nope",
    });
    await expect(client.readResource({ uri: "sample://x" })).rejects.toMatchObject({
      code: -32002,
      data: { uri: "sample://x" },
    });
    await expect(client.readResource({ uri: "sample://pets/x" })).rejects.toMatchObject({ code: -32602 });
  });

  it("lists and reads resources", async () => {
    const client = await clientOf(sampleServer().server);
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual([
      "sample://status",
      "sample://pets/special",
    ]);
    expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(1);
    expect((await client.readResource({ uri: "sample://pets/7" })).contents).toMatchObject([
      { uri: "sample://pets/7" },
    ]);
  });

  it("sends progress where it was asked for, and log messages as severe as was asked for", async () => {
    const tool: Tool = {
      name: "own",
      inputSchema: { type: "object" },
      call: (_args, { context }) => {
        context.progress(1, 2, "half");
        context.log.info("quiet");
        context.log.error("loud", { a: 1 });
        expect(context.request.client).toEqual({ name: "tester", version: "9" });
        return { content: [] };
      },
    };
    const client = await clientOf(sampleServer({ tools: [tool] }).server);
    const logged: unknown[] = [];
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logged.push(params));
    const progress: unknown[] = [];
    await client.setLoggingLevel("warning");
    await client.callTool({ name: "own" });
    await client.callTool({ name: "own" }, undefined, { onprogress: (update) => progress.push(update) });
    expect(progress).toEqual([{ progress: 1, total: 2, message: "half" }]);
    expect(logged).toEqual([1, 2].map(() => ({ level: "error", data: { message: "loud", data: { a: 1 } } })));
  });

  it("passes cancellation on", async () => {
    let reason: unknown;
    const { server } = sampleServer({
      answer: (_path, _args, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reason = "aborted";
            reject(new Error("aborted"));
          });
        }),
    });
    const client = await clientOf(server);
    const controller = new AbortController();
    const call = client.callTool({ name: "admin" }, undefined, { signal: controller.signal });
    setTimeout(() => {
      controller.abort("enough");
    }, 5);
    await expect(call).rejects.toThrow("enough");
    await server.idle();
    expect(reason).toBe("aborted");
  });
});
