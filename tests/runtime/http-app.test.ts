import { describe, expect, it } from "vitest";
import { createHttpApp, isLoopback } from "../../src/runtime/http-app.js";
import { sampleServer } from "./sample-server.js";

const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
const call = { jsonrpc: "2.0", id: 7, method: "tools/call", params: { name: "getPet", arguments: { petId: 1 } } };

function app(env: Readonly<Record<string, string>> = {}) {
  const { server } = sampleServer({ env });
  const { fetch } = createHttpApp(server, server.settings);
  return (path: string, init: RequestInit & { readonly headers?: Record<string, string> } = {}) =>
    fetch(new Request(`http://127.0.0.1:3000${path}`, init));
}

const post = (body: unknown, headers: Record<string, string> = {}) => ({
  method: "POST",
  headers: {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    host: "127.0.0.1:3000",
    ...headers,
  },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

/** The messages of a response, from JSON or an event stream. */
async function messages(response: Response): Promise<unknown[]> {
  const text = await response.text();
  const lines = text.split("\n").filter((line) => line.startsWith("data: "));
  const found: string[] = lines.length === 0 ? [text] : lines.map((line) => line.slice(6));
  return found.map((line): unknown => JSON.parse(line));
}

describe("createHttpApp", () => {
  it("answers without sessions, each request for itself", async () => {
    const send = app();
    const responses = await Promise.all([send("/mcp", post(call)), send("/mcp", post(call)), send("/mcp", post(ping))]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(responses[0].headers.get("mcp-session-id")).toBeNull();
    const [first, second] = await Promise.all(responses.map(messages));
    expect(first).toMatchObject([{ id: 7, result: { structuredContent: { path: "/pets/1" } } }]);
    expect(second).toEqual(first);
  });

  it("takes notifications", async () => {
    expect((await app()("/mcp", post({ jsonrpc: "2.0", method: "notifications/initialized" }))).status).toBe(202);
  });

  it("sends progress before the answer", async () => {
    const { server } = sampleServer({
      tools: [{ name: "slow", inputSchema: {}, call: (_args, { context }) => (context.progress(1), { content: [] }) }],
    });
    const params = { name: "slow", _meta: { progressToken: "p" } };
    const { fetch } = createHttpApp(server, server.settings);
    const response = await fetch(new Request("http://localhost/mcp", post({ ...call, params })));
    expect(await messages(response)).toMatchObject([{ method: "notifications/progress" }, { id: 7 }]);
  });

  it.each(["GET", "DELETE", "PUT", "HEAD"])("refuses %s", async (method) => {
    const response = await app()("/mcp", { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("is healthy, for whoever asks", async () => {
    const response = await app({ MCP_AUTH_TOKEN: "t" })("/health", { headers: { host: "10.0.0.1" } });
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
    expect((await app()("/other")).status).toBe(404);
  });

  it("serves another path", async () => {
    const send = app({ MCP_PATH: "/other" });
    expect([(await send("/other", post(ping))).status, (await send("/mcp", post(ping))).status]).toEqual([200, 404]);
  });

  it.each<[number, Record<string, string>, Record<string, string>?]>([
    [200, { host: "localhost" }],
    [200, { host: "[::1]:8080" }],
    [403, { host: "evil.example" }],
    [403, { host: "evil.example:3000" }],
    [403, { host: "127.0.0.1.evil.example" }],
    [403, { host: "localhost:3000@evil.example" }],
    [200, { host: "api.example:444" }, { MCP_ALLOWED_HOSTS: "API.example" }],
    [200, { host: "api.example:444" }, { MCP_ALLOWED_HOSTS: "api.example:444" }],
    [403, { host: "api.example:445" }, { MCP_ALLOWED_HOSTS: "api.example:444" }],
    [200, { host: "192.168.1.5:3000" }, { MCP_HOST: "192.168.1.5" }],
    [200, { origin: "http://localhost:5173" }],
    [403, { origin: "http://evil.example" }],
    [403, { origin: "null" }],
    [403, { origin: "http://localhost.evil.example" }],
    [200, { origin: "https://app.example" }, { MCP_ALLOWED_ORIGINS: "https://app.example" }],
    [403, { origin: "http://app.example" }, { MCP_ALLOWED_ORIGINS: "https://app.example" }],
  ])("gives %i for %j with %j", async (status, headers, env = {}) => {
    expect((await app(env)("/mcp", post(ping, headers))).status).toBe(status);
  });

  it("wants the token", async () => {
    const send = app({ MCP_AUTH_TOKEN: "s3cret" });
    const bare = await send("/mcp", post(ping));
    expect([bare.status, bare.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="mcp"']);
    const wrong = await send("/mcp", post(ping, { authorization: "Bearer s3cre" }));
    expect([wrong.status, wrong.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="mcp", error="invalid_token"',
    ]);
    expect((await send("/mcp", post(ping, { authorization: "Basic s3cret" }))).status).toBe(401);
    expect((await send("/mcp", post(ping, { authorization: "bearer s3cret" }))).status).toBe(200);
  });

  it("refuses long bodies, with and without their length", async () => {
    const long = post({ ...ping, params: { text: "x".repeat(4 * 1024 * 1024) } });
    expect((await app()("/mcp", long)).status).toBe(413);
    const chunked = { ...long, body: new Blob([long.body]).stream(), duplex: "half" as const };
    expect((await app()("/mcp", chunked)).status).toBe(413);
    expect((await app()("/mcp", post("{oops"))).status).toBe(400);
  });
});

describe("isLoopback", () => {
  it.each(["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"])("%s is", (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(["0.0.0.0", "::", "localhost.example", "1127.0.0.1", "example.com", ""])("%s is not", (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
