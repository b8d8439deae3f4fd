import { describe, expect, test } from "vitest";
import { createHttpApp } from "../../src/runtime/http-app.js";
import { bearer } from "../../src/runtime/http/bearer.js";
import { forwardedHeaders } from "../../src/runtime/http/forwarded-headers.js";
import { header } from "../../src/runtime/http/header.js";
import { HttpClient, type HttpApi, type HttpClientOptions } from "../../src/runtime/http/http-client.js";
import { httpTool } from "../../src/runtime/http-tool.js";
import { staticProvider } from "../../src/runtime/provider.js";
import { buildServer } from "../../src/runtime/server.js";
import { openApi, settingsOf, startUpstream, type Upstream } from "./http/recording-upstream.js";
import { settingsOf as serverSettings } from "./test-server.js";

const api: HttpApi = { ...openApi, security: [["token"]], schemes: { token: bearer({ env: "API_TOKEN" }) } };

/** Calls a tool over HTTP as a client that sends these headers; gives what the API saw. */
async function seenBy(upstream: Upstream, sent: Record<string, string>, options: HttpClientOptions) {
  const http = new HttpClient(api, settingsOf({ baseUrl: upstream.base, credentials: { API_TOKEN: "ours" } }), options);
  const tool = httpTool<object, { http: HttpClient }>({
    name: "look",
    inputSchema: { type: "object" },
    call: (_args, apis) =>
      apis.http.send({ method: "GET", path: "/", headers: [header("x-fixed", "of the operation")] }),
  });
  const provider = staticProvider({ name: "x", apis: (call) => ({ http: http.during(call) }), tools: [tool] });
  const server = buildServer({ name: "x", version: "1", providers: [provider] }, serverSettings({}));
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "look", arguments: {} } });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream", ...sent };
  const { fetch } = createHttpApp(server, server.settings);
  const response = await fetch(new Request("http://127.0.0.1:3000/mcp", { method: "POST", headers, body }));
  expect(await response.text()).not.toContain("isError");
  return upstream.seen.at(-1)?.headers ?? {};
}

const sent = {
  authorization: "Bearer the client's own",
  cookie: "session=secret",
  "x-tenant": "acme",
  "x-other": "not listed",
  "x-fixed": "of the client",
};

describe("headers of the client's request", () => {
  test("stay where they are unless they are listed", async () => {
    const headers = await seenBy(await startUpstream({}), sent, {});
    expect(headers).toMatchObject({ authorization: "Bearer ours", "x-fixed": "of the operation" });
    expect(JSON.stringify(headers)).not.toMatch(/acme|not listed|secret|own/);
  });

  test("go on to the API when they are, without the client's credentials", async () => {
    const headers = await seenBy(await startUpstream({}), sent, {
      headers: forwardedHeaders("X-Tenant", "x-fixed", "x-absent"),
    });
    expect(headers).toMatchObject({
      authorization: "Bearer ours",
      "x-tenant": "acme",
      // Parameters of the operation win.
      "x-fixed": "of the operation",
    });
    expect(headers).not.toHaveProperty("cookie");
    expect(JSON.stringify(headers)).not.toMatch(/not listed|secret|own/);
  });

  test("reach credentials, which may choose by them, but never Authorization and Cookie", async () => {
    const given: unknown[] = [];
    const headers = await seenBy(await startUpstream({}), sent, {
      credentials: (context) => {
        given.push(context?.request.headers);
        return { API_TOKEN: `of ${context?.request.headers["x-tenant"] ?? "nobody"}` };
      },
    });
    expect(headers.authorization).toBe("Bearer of acme");
    expect(JSON.stringify(given)).not.toMatch(/secret|own/);
  });

  test.each(["Authorization", "cookie", "Proxy-Authorization", "Host", "Content-Length", "Mcp-Session-Id"])(
    "are refused when the list has %s",
    (name) => {
      expect(() => forwardedHeaders("x-tenant", name)).toThrow(`never passed on: ${name.toLowerCase()}`);
    },
  );
});
