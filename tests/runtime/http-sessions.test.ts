import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema, ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createContext } from "../../src/runtime/context.js";
import { memoryEvents } from "../../src/runtime/event-store.js";
import { createHttpApp, type HttpAppOptions } from "../../src/runtime/http-app.js";
import { withNotifications } from "../../src/runtime/notifications.js";
import { httpSessions, type HttpSessionOptions } from "../../src/runtime/protocol/http-sessions.js";
import type { Tool } from "../../src/runtime/tool.js";
import { sampleServer } from "./sample-server.js";

const address = "http://127.0.0.1:3000/mcp";
const form = { properties: { name: { type: "string" } } };
const tools: readonly Tool[] = [
  {
    name: "ask",
    inputSchema: { type: "object" },
    call: async (_args, scope) => ({
      content: [{ type: "text", text: JSON.stringify(await createContext(scope).elicit("Who?", form)) }],
    }),
  },
  {
    name: "leave",
    inputSchema: { type: "object" },
    call: async (_args, scope) => {
      createContext(scope).closeStream();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { content: [{ type: "text", text: "back" }] };
    },
  },
];

function appWith(options: HttpSessionOptions = {}, more: Partial<HttpAppOptions> = {}) {
  const server = withNotifications(sampleServer({ tools }).server);
  const { fetch } = createHttpApp(server, server.settings, { answer: httpSessions(options), ...more });
  const post = (message: object, headers: Record<string, string> = {}) =>
    fetch(
      new Request(address, {
        method: "POST",
        headers: { accept: "application/json, text/event-stream", "content-type": "application/json", ...headers },
        body: JSON.stringify({ jsonrpc: "2.0", ...message }),
      }),
    );
  const initialize = (headers: Record<string, string> = {}) =>
    post(
      {
        id: 0,
        method: "initialize",
        params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
      },
      headers,
    );
  const begin = async (headers: Record<string, string> = {}) => {
    const response = await initialize(headers);
    await response.text();
    return { "mcp-session-id": response.headers.get("mcp-session-id") ?? "", ...headers };
  };
  return { server, fetch, post, initialize, begin };
}

async function clientOf({ fetch }: ReturnType<typeof appWith>, prepare: (client: Client) => void = () => undefined) {
  const client = new Client({ name: "tester", version: "9" }, { capabilities: { elicitation: {} } });
  prepare(client);
  const transport = new StreamableHTTPClientTransport(new URL(address), {
    fetch: (url, init) => fetch(new Request(url, init)),
  });
  await client.connect(transport);
  return { client, transport };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("HTTP sessions", () => {
  it("let the server ask its client in the middle of a call", async () => {
    const { client } = await clientOf(appWith(), (one) => {
      one.setRequestHandler(ElicitRequestSchema, () => ({ action: "accept", content: { name: "Ann" } }));
    });
    const { content } = await client.callTool({ name: "ask" });
    expect(content).toEqual([{ type: "text", text: '{"action":"accept","content":{"name":"Ann"}}' }]);
    await client.close();
  });

  it("bring notifications over the client's stream", async () => {
    const app = appWith();
    let changes = 0;
    const { client } = await clientOf(app);
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      changes++;
    });
    await client.listTools();
    await vi.waitFor(() => {
      app.server.changed("tools");
      expect(changes).toBeGreaterThan(0);
    });
    await client.close();
  });

  it("end when the client says so, and are not known any more", async () => {
    const { fetch, post, begin } = appWith();
    const headers = await begin();
    expect((await post({ id: 1, method: "ping" }, headers)).status).toBe(200);
    expect((await fetch(new Request(address, { method: "DELETE", headers }))).status).toBe(200);
    expect((await post({ id: 2, method: "ping" }, headers)).status).toBe(404);
    expect((await post({ id: 2, method: "ping" }, { "mcp-session-id": "made-up" })).status).toBe(404);
  });

  it("are asked for: what comes without one is refused, except the beginning", async () => {
    const { post, fetch } = appWith();
    expect((await post({ id: 1, method: "tools/list" })).status).toBe(400);
    expect((await fetch(new Request(address, { headers: { accept: "text/event-stream" } }))).status).toBe(400);
  });

  it("have ids that nobody guesses", async () => {
    const { begin } = appWith();
    const ids = await Promise.all([begin(), begin()]);
    for (const { "mcp-session-id": id } of ids) expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(ids[0]).not.toEqual(ids[1]);
  });

  it("belong to whoever began them", async () => {
    const authorize = ({ headers }: Request) => Promise.resolve({ subject: headers.get("x-user") ?? "" });
    const { post, begin } = appWith({}, { authorize });
    const headers = await begin({ "x-user": "ann" });
    expect((await post({ id: 1, method: "ping" }, headers)).status).toBe(200);
    expect((await post({ id: 1, method: "ping" }, { ...headers, "x-user": "bob" })).status).toBe(404);
  });

  it("end after a time without requests, but not while one is answered", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { post, begin, fetch } = appWith({ idleMinutes: 10 });
    const [quiet, listening] = [await begin(), await begin()];
    await fetch(new Request(address, { headers: { accept: "text/event-stream", ...listening } }));
    vi.setSystemTime(Date.now() + 11 * 60_000);
    expect((await post({ id: 1, method: "ping" }, quiet)).status).toBe(404);
    expect((await post({ id: 1, method: "ping" }, listening)).status).toBe(200);
  });

  it("are limited in number", async () => {
    const { initialize, begin } = appWith({ limit: 1 });
    await begin();
    expect((await initialize()).status).toBe(503);
  });

  it("answer in JSON where that is wanted", async () => {
    const { post, begin } = appWith({ responses: "json" });
    const response = await post({ id: 1, method: "tools/list" }, await begin());
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toMatchObject({ id: 1, result: { tools: expect.any(Array) as unknown[] } });
  });

  it("give a client that comes back what it missed", async () => {
    const { fetch, post, begin } = appWith({ retryMs: 20 });
    const headers = { ...(await begin()), "mcp-protocol-version": "2025-11-25" };
    const first = await (await post({ id: 7, method: "tools/call", params: { name: "leave" } }, headers)).text();
    expect(first).toMatch(/^id: \d+\nretry: 20\ndata: \n\n$/);
    const [, last = ""] = /id: (\d+)/.exec(first) ?? [];
    const again = await fetch(
      new Request(address, { headers: { accept: "text/event-stream", "last-event-id": last, ...headers } }),
    );
    const text = await again.text();
    expect(text).toContain('"text":"back"');
    expect(text).toContain('"id":7');
  });
});

describe("events in memory", () => {
  it("are replayed by stream, kept for a while, and not too many of them", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const store = memoryEvents({ perStream: 2, seconds: 60 });
    const first = await store.storeEvent("a", {});
    await store.storeEvent("b", { n: 0 });
    const second = await store.storeEvent("a", { n: 1 });
    await store.storeEvent("a", { n: 2 });
    const sent: unknown[] = [];
    const send = (_id: string, message: object) => {
      sent.push(message);
      return Promise.resolve();
    };
    expect(await store.getStreamIdForEventId(first)).toBeUndefined();
    await expect(store.replayEventsAfter(first, { send })).rejects.toThrow("no such event");
    expect(await store.replayEventsAfter(second, { send })).toBe("a");
    expect(sent).toEqual([{ n: 2 }]);
    vi.setSystemTime(Date.now() + 61_000);
    expect(await store.getStreamIdForEventId(second)).toBeUndefined();
  });

  it("do not grow with the number of requests, each of which is a stream of its own", async () => {
    const store = memoryEvents({ perSession: 3 });
    const ids: string[] = [];
    for (let stream = 0; stream < 5; stream++) ids.push(await store.storeEvent(`s${String(stream)}`, { n: stream }));
    const kept = await Promise.all(ids.map((id) => store.getStreamIdForEventId(id)));
    expect(kept).toEqual([undefined, undefined, "s2", "s3", "s4"]);
  });
});
