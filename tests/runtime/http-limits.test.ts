import { createAdaptorServer } from "@hono/node-server";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { createHttpApp, type HttpAppOptions } from "../../src/runtime/http-app.js";
import { httpLimits, type HttpLimitsOptions } from "../../src/runtime/middleware/http-limits.js";
import { answerHttp } from "../../src/runtime/protocol/http.js";
import { answerHttp as answerSecondLine } from "../../src/runtime/protocol-v2/http.js";
import { sampleServer } from "./sample-server.js";

const list = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };

function request(who?: string, body: object = list): Request {
  return new Request("http://127.0.0.1:3000/mcp", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...(who !== undefined && { "x-who": who }),
    },
    body: JSON.stringify(body),
  });
}

function app(options: HttpLimitsOptions, more: HttpAppOptions = {}, tools: Parameters<typeof sampleServer>[0] = {}) {
  const { server } = sampleServer(tools);
  return createHttpApp(server, server.settings, { ...more, ...httpLimits(options) });
}

const authorize: HttpAppOptions["authorize"] = ({ headers }) =>
  Promise.resolve({ subject: headers.get("x-who") ?? "nobody" });

describe.each([
  ["first", answerHttp],
  ["second", answerSecondLine],
] as const)("limits over HTTP, the SDK's %s line", (_line, answer) => {
  test("too many requests are answered 429 with the time to wait; others are served", async () => {
    const { fetch } = app({ perSecond: 3, burst: 3, answer }, { authorize });
    const responses = await Promise.all(Array.from({ length: 12 }, () => fetch(request("mallory"))));
    const refused = responses.filter(({ status }) => status === 429);
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(refused).toHaveLength(9);
    for (const response of refused) {
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(response.headers.get("content-type")).toMatch(/^application\/json/);
      const retryAfter = Number(response.headers.get("retry-after"));
      expect(await response.json()).toEqual({
        jsonrpc: "2.0",
        error: {
          code: -32000,
          message: `Too many requests; try again in ${String(retryAfter)} s.`,
          data: { retryAfter },
        },
        id: null,
      });
    }
    expect((await fetch(request("alice"))).status).toBe(200);
  });

  test("so are too many at a time, until answers have been read or given up", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = {
      name: "slow",
      inputSchema: { type: "object" },
      call: async () => {
        await held;
        return { content: [] };
      },
    };
    const { fetch } = app({ perSecond: 100, concurrent: 2, answer }, { authorize }, { tools: [slow] });
    const call = { ...list, method: "tools/call", params: { name: "slow", arguments: {} } };
    const pending = [fetch(request("mallory", call)), fetch(request("mallory", call))];
    await new Promise((resolve) => setTimeout(resolve, 50));
    const third = await fetch(request("mallory", call));
    expect(third.status).toBe(429);
    expect(third.headers.get("retry-after")).toBe("1");
    expect((await fetch(request("alice"))).status).toBe(200);
    release();
    const [first, second] = await Promise.all(pending);
    await first?.text();
    await second?.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await fetch(request("mallory", call))).status).toBe(200);
  });

  test("who has no token counts by address", async () => {
    const { fetch } = app({ perSecond: 2, burst: 2, answer, client: (_request, address) => String(address) });
    const http = createAdaptorServer({ fetch, overrideGlobalObjects: false });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}/mcp`;
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++) {
      const { headers } = request();
      const response = await globalThis.fetch(url, { method: "POST", headers, body: JSON.stringify(list) });
      await response.text();
      statuses.push(response.status);
    }
    http.close();
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect(await app({ answer, client: (_request, address) => address ?? "unknown" }).fetch(request())).toMatchObject({
      status: 200,
    });
  });

  test("a limiter whose store is down lets nobody believe that they asked too often", async () => {
    const limiter = { consume: () => Promise.reject(new Error("store is down")) };
    expect((await app({ limiter, answer }).fetch(request())).status).toBe(500);
  });
});
