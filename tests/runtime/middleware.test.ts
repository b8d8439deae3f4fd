import { describe, expect, it, vi } from "vitest";
import { errorHandling } from "../../src/runtime/middleware/error-handling.js";
import { logging } from "../../src/runtime/middleware/logging.js";
import { withMiddleware, type Middleware } from "../../src/runtime/middleware/middleware.js";
import { ping } from "../../src/runtime/middleware/ping.js";
import { rateLimiting, slidingWindow } from "../../src/runtime/middleware/rate-limiting.js";
import { responseCaching } from "../../src/runtime/middleware/response-caching.js";
import { responseLimiting } from "../../src/runtime/middleware/response-limiting.js";
import { retry } from "../../src/runtime/middleware/retry.js";
import { timing } from "../../src/runtime/middleware/timing.js";
import { toolInjection } from "../../src/runtime/middleware/tool-injection.js";
import { ProtocolError, type McpServer } from "../../src/runtime/server.js";
import { ToolError } from "../../src/runtime/tool-error.js";
import type { Tool } from "../../src/runtime/tool.js";
import { connectedClient } from "./connected-client.js";
import { sampleServer } from "./sample-server.js";
import { callTool, recordingLog, request, response } from "./test-server.js";

const answer = async (server: McpServer, method: string, params = {}, more = {}) =>
  (await server.answer(method, params, () => request({ server, ...more }))) as Record<string, unknown>;

describe("middleware", () => {
  it("wraps requests: the first is outermost, the hook of a kind within that of any", async () => {
    const seen: string[] = [];
    const noting = (name: string): Middleware => ({
      onRequest: async (call, next) => {
        seen.push(`${name} in ${call.method}`);
        const got = await next();
        seen.push(`${name} out`);
        return got;
      },
      onCallTool: (call, next) => {
        seen.push(`${name} ${call.name}`);
        return next();
      },
    });
    const server = withMiddleware(sampleServer().server, noting("a"), noting("b"));
    await callTool(server, "admin", {}, request());
    expect(seen).toEqual(["a in tools/call", "a admin", "b in tools/call", "b admin", "b out", "a out"]);
  });

  it("may change what goes in and what comes out, of every kind", async () => {
    const server = withMiddleware(sampleServer().server, {
      onCallTool: async (call, next) => ({ ...(await next({ ...call, args: { petId: 9 } })), _meta: { seen: true } }),
      onReadResource: async (call, next) => next({ ...call, uri: "sample://pets/8" }),
      onListTools: async (_call, next) => (await next()).slice(0, 1),
      onListResources: async (_call, next) => (await next()).slice(1),
      onListResourceTemplates: () => Promise.resolve([]),
    });
    expect(await callTool(server, "getPet", { petId: 1 }, request())).toMatchObject({
      structuredContent: { args: { petId: 9 } },
      _meta: { seen: true },
    });
    expect(await answer(server, "resources/read", { uri: "sample://x" })).toMatchObject({
      contents: [{ uri: "sample://pets/8" }],
    });
    expect(await answer(server, "tools/list")).toMatchObject({ tools: [{ name: "getPet" }] });
    expect(await answer(server, "resources/list")).toMatchObject({ resources: [{ name: "special" }] });
    expect(await answer(server, "resources/templates/list")).toEqual({ resourceTemplates: [] });
  });
});

describe("logging", () => {
  it("says what was asked and how it went; payloads only where asked for", async () => {
    const { log, lines } = recordingLog();
    const server = withMiddleware(sampleServer().server, logging({ log, sizes: true, tokens: true }));
    await callTool(server, "getPet", { petId: "secret" }, request());
    await answer(server, "tools/call", { name: "nope" }).catch(() => undefined);
    expect(lines.map(({ level, message }) => [level, message.replace(/ms=\d+/, "ms=0")])).toEqual([
      ["info", "request method=tools/call name=getPet bytes=48 tokens=12"],
      [
        "info",
        expect.stringMatching(/^response method=tools\/call name=getPet ms=0 failed=true bytes=\d+ tokens=\d+$/),
      ],
      ["info", "request method=tools/call name=nope bytes=15 tokens=4"],
      ["error", "failure method=tools/call name=nope ms=0 error=Unknown tool: nope"],
    ]);
  });

  it("writes JSON, caps texts, and looks at some methods only", async () => {
    const { log, lines } = recordingLog();
    const text = logging({ log, payloads: true, maxLength: 10, methods: ["tools/call"], level: "debug" });
    const json = logging({ log, format: "json", payloads: true, methods: ["tools/call"] });
    const server = withMiddleware(sampleServer().server, text, json);
    await callTool(server, "admin", {}, request({ session: "s1" }));
    await answer(server, "tools/list");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatchObject({
      level: "debug",
      message: 'request method=tools/call name=admin session=s1 params={"name":"a…',
    });
    expect(JSON.parse(lines[1]?.message ?? "")).toEqual({
      event: "request",
      method: "tools/call",
      name: "admin",
      session: "s1",
      params: { name: "admin", arguments: {} },
    });
  });
});

describe("timing", () => {
  it("tells how long requests took, also those that failed", async () => {
    const { log, lines } = recordingLog();
    const server = withMiddleware(sampleServer().server, timing({ log }), timing({ log, detailed: false }));
    await callTool(server, "admin", {}, request());
    await answer(server, "tools/call", { name: "nope" }).catch(() => undefined);
    expect(lines.map(({ message }) => message.replace(/[\d.]+ ms/, "n ms"))).toEqual([
      "tools/call took n ms",
      "tools/call admin took n ms",
      "tools/call failed after n ms",
      "tools/call nope failed after n ms",
    ]);
  });
});

describe("error handling", () => {
  it("counts, tells, and changes what clients hear", async () => {
    const told: unknown[] = [];
    const errors = errorHandling({
      onError: (error) => told.push(error),
      transform: (error) => new ProtocolError(error.fault, "Sorry."),
    });
    const server = withMiddleware(sampleServer().server, errors);
    await expect(answer(server, "tools/call", { name: "nope" })).rejects.toThrow("Sorry.");
    await expect(answer(server, "nothing/there")).rejects.toThrow("Sorry.");
    await callTool(server, "getPet", {}, request());
    await callTool(server, "getPet", {}, request());
    expect(errors.statistics()).toEqual({
      "tools/call unknown-tool": 1,
      "nothing/there unknown-method": 1,
      "tools/call tool-error": 2,
    });
    expect(told).toHaveLength(4);
  });
});

describe("rate limiting", () => {
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "ok",
      (error: unknown) => (error instanceof ProtocolError ? error.fault : error),
    );

  it("lets a burst through, then refuses with the time to wait, each client by itself", async () => {
    const server = withMiddleware(sampleServer().server, rateLimiting({ perSecond: 2, burst: 3 }));
    const ask = (session: string) => answer(server, "tools/list", {}, { session });
    expect(await Promise.all([ask("a"), ask("a"), ask("a")])).toHaveLength(3);
    await expect(ask("a")).rejects.toMatchObject({ fault: "refused", message: "Too many requests; try again in 1 s." });
    expect(await codeOf(ask("b"))).toBe("ok");
  });

  it("is -32000 on the wire", async () => {
    const client = await connectedClient(
      withMiddleware(sampleServer().server, rateLimiting({ perSecond: 1, burst: 1 })),
    );
    await client.listTools();
    await expect(client.listTools()).rejects.toMatchObject({ code: -32000, data: { retryAfter: 1 } });
  });

  it("takes a limiter over another store, whose faults are no refusals", async () => {
    const broken = withMiddleware(
      sampleServer().server,
      rateLimiting({ limiter: { consume: () => Promise.reject(new Error("redis is down")) } }),
    );
    await expect(answer(broken, "tools/list")).rejects.toThrow("redis is down");
  });

  it("counts in a window that slides", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const server = withMiddleware(sampleServer().server, slidingWindow({ most: 2 }));
    const ask = () => codeOf(answer(server, "tools/list"));
    expect([await ask(), await ask(), await ask()]).toEqual(["ok", "ok", "refused"]);
    vi.setSystemTime(Date.now() + 61_000);
    expect(await ask()).toBe("ok");
    vi.useRealTimers();
  });
});

describe("response caching", () => {
  function counted() {
    let calls = 0;
    const { server } = sampleServer({ answer: () => response({ calls: ++calls }) });
    return { server: withMiddleware(server, responseCaching(server)), bare: server, calls: () => calls };
  }

  it("answers again what was asked before, of read-only tools and resources", async () => {
    const { server, calls } = counted();
    for (const args of [{ petId: 1 }, { petId: 1 }, { petId: 2 }]) await callTool(server, "getPet", args, request());
    expect(calls()).toBe(2);
    for (const uri of ["sample://status", "sample://status"]) await answer(server, "resources/read", { uri });
    expect(calls()).toBe(3);
    await callTool(server, "getPet", { petId: 1 }, request({ session: "another" }));
    expect(calls()).toBe(4);
  });

  it("never keeps what tools did, nor errors, nor what is too large", async () => {
    const { server, calls } = counted();
    await callTool(server, "admin", {}, request());
    await callTool(server, "admin", {}, request());
    expect(calls()).toBe(2);
    let fails = true;
    const failing = sampleServer({ answer: () => (fails ? Promise.reject(new ToolError("no")) : response({ id: 1 })) });
    const cached = withMiddleware(failing.server, responseCaching(failing.server));
    expect((await callTool(cached, "getPet", { petId: 1 }, request())).isError).toBe(true);
    fails = false;
    expect((await callTool(cached, "getPet", { petId: 1 }, request())).isError).toBeUndefined();
    const { bare, calls: more } = counted();
    const small = withMiddleware(bare, responseCaching(bare, { maxBytes: 10 }));
    await callTool(small, "getPet", { petId: 1 }, request());
    await callTool(small, "getPet", { petId: 1 }, request());
    expect(more()).toBe(2);
  });
});

describe("response limiting", () => {
  it("cuts what is too long, and lists limited tools without a schema", async () => {
    const { server: inner } = sampleServer({ answer: () => response("ü".repeat(5000), "text/plain") });
    const server = withMiddleware(inner, responseLimiting({ maxBytes: 500, suffix: "…", tools: ["getPet"] }));
    const cut = await callTool(server, "getPet", { petId: 1 }, request());
    expect(new TextEncoder().encode(JSON.stringify(cut)).length).toBeLessThanOrEqual(500);
    expect(cut.content[0]).toMatchObject({ text: expect.stringMatching(/^ü+…$/) as string });
    expect(cut).not.toHaveProperty("structuredContent");
    const whole = await callTool(server, "admin", {}, request());
    expect(JSON.stringify(whole).length).toBeGreaterThan(5000);
    const { tools } = await answer(server, "tools/list");
    expect((tools as { outputSchema?: object }[]).map(({ outputSchema }) => outputSchema !== undefined)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe("retry", () => {
  it("asks again what may be asked twice, and nothing else", async () => {
    let calls = 0;
    const { server: inner } = sampleServer({
      answer: () => (++calls < 3 ? Promise.reject(new Error("flaky")) : response({ id: 1 })),
    });
    const server = withMiddleware(inner, retry(inner, { baseMs: 1 }));
    expect((await callTool(server, "getPet", { petId: 1 }, request())).isError).toBeUndefined();
    expect(calls).toBe(3);
    calls = 0;
    expect((await callTool(server, "admin", {}, request())).isError).toBe(true);
    expect(calls).toBe(1);
    calls = 0;
    await answer(server, "resources/read", { uri: "sample://status" });
    expect(calls).toBe(3);
    calls = 0;
    expect((await callTool(server, "getPet", {}, request())).isError).toBe(true);
    await expect(answer(server, "resources/read", { uri: "sample://no" })).rejects.toThrow("not found");
    expect(calls).toBe(0);
  });

  it("gives up in the end", async () => {
    let calls = 0;
    const { server: inner } = sampleServer({ answer: () => (calls++, Promise.reject(new Error("down"))) });
    const server = withMiddleware(inner, retry(inner, { retries: 2, baseMs: 1 }));
    expect((await callTool(server, "getPet", { petId: 1 }, request())).isError).toBe(true);
    expect(calls).toBe(3);
  });
});

describe("tool injection", () => {
  it("adds tools after the server's own, whose names stay theirs", async () => {
    const tool = (name: string, call: Tool["call"]): Tool => ({ name, inputSchema: { type: "object" }, call });
    const { server: inner } = sampleServer();
    const server = withMiddleware(
      inner,
      toolInjection(inner, [
        tool("extra", () => ({ content: [{ type: "text", text: "extra" }] })),
        tool("admin", () => ({ content: [] })),
        tool("bad", () => {
          throw new ToolError("told");
        }),
        tool("worse", () => {
          throw new Error("hidden");
        }),
      ]),
    );
    const { tools } = await answer(server, "tools/list");
    expect((tools as { name: string }[]).map(({ name }) => name)).toEqual([
      "getPet",
      "listPets",
      "admin",
      "extra",
      "bad",
      "worse",
    ]);
    expect((await callTool(server, "extra", {}, request())).content).toEqual([{ type: "text", text: "extra" }]);
    expect((await callTool(server, "admin", {}, request())).content).not.toEqual([]);
    expect((await callTool(server, "bad", {}, request())).content).toEqual([{ type: "text", text: "told" }]);
    expect((await callTool(server, "worse", {}, request())).content).toEqual([
      { type: "text", text: "Internal error; see the server's log." },
    ]);
  });
});

describe("ping", () => {
  it("goes to clients that are connected, until they are gone", async () => {
    let pings = 0;
    const server = withMiddleware(sampleServer().server, ping({ everyMs: 5 }));
    const client = await connectedClient(server);
    const { transport } = client;
    const receive = transport?.onmessage;
    if (transport !== undefined) {
      transport.onmessage = (message: object, ...more) => {
        if ("method" in message && message.method === "ping") pings++;
        receive?.(message as never, ...more);
      };
    }
    await client.listTools();
    await vi.waitFor(() => {
      expect(pings).toBeGreaterThan(1);
    });
    await client.close();
  });
});
