import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createContext } from "../../src/runtime/context.js";
import { createHttpApp, type HttpAppOptions } from "../../src/runtime/http-app.js";
import { legacySse } from "../../src/runtime/protocol/legacy-sse.js";
import type { Tool } from "../../src/runtime/tool.js";
import { sampleServer } from "./sample-server.js";

const servers: Server[] = [];
const ask: Tool = {
  name: "ask",
  inputSchema: { type: "object" },
  call: async (_args, scope) => ({
    content: [{ type: "text", text: JSON.stringify(await createContext(scope).elicit("Who?", { properties: {} })) }],
  }),
};

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(options: HttpAppOptions = {}): Promise<URL> {
  const { server } = sampleServer({ tools: [ask] });
  const { fetch: answer } = createHttpApp(server, server.settings, { answer: legacySse(), ...options });
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  const http = createServer((request, response) => void listener(request, response));
  servers.push(http);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return new URL(`http://127.0.0.1:${String((http.address() as AddressInfo).port)}/mcp`);
}

describe("the transport of 2024-11-05", () => {
  it("serves old clients, which can be asked, too", async () => {
    const client = new Client({ name: "old", version: "1" }, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: "decline" }));
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is what these clients use
    await client.connect(new SSEClientTransport(await listening()));
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain("getPet");
    expect((await client.callTool({ name: "ask" })).content).toEqual([{ type: "text", text: '{"action":"decline"}' }]);
    await client.close();
  });

  it("leaves the others what they had", async () => {
    const client = new Client({ name: "new", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(await listening()));
    expect((await client.listTools()).tools).not.toEqual([]);
    await client.close();
  });

  it("forgets who has gone, and takes messages for nobody else", async () => {
    const authorize = ({ headers }: Request) => Promise.resolve({ subject: headers.get("x-user") ?? "" });
    const address = await listening({ authorize });
    const leaving = new AbortController();
    const stream = await fetch(address, { headers: { "x-user": "ann" }, signal: leaving.signal });
    const reader = (stream.body as ReadableStream<Uint8Array> | null)?.getReader();
    const [, path = ""] = /data: (\S+)/.exec(new TextDecoder().decode((await reader?.read())?.value)) ?? [];
    const post = async (user: string, body: string) =>
      (await fetch(new URL(path, address), { method: "POST", headers: { "x-user": user }, body })).status;
    const ping = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
    expect([await post("ann", ping), await post("bob", ping), await post("ann", "{}")]).toEqual([202, 404, 400]);
    leaving.abort();
    await vi.waitFor(async () => {
      expect(await post("ann", ping)).toBe(404);
    });
  });
});
