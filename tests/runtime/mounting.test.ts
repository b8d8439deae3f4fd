import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createContext, Script } from "node:vm";
import { getRequestListener } from "@hono/node-server";
import { build } from "esbuild";
import express from "express";
import { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/cli/package-root.js";
import { allowOrigins } from "../../src/runtime/cors.js";
import { createHttpApp } from "../../src/runtime/http-app.js";
import { sampleServer } from "./sample-server.js";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function addressOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const list = {
  method: "POST",
  headers: { accept: "application/json, text/event-stream", "content-type": "application/json" },
  body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} }),
};

describe("the HTTP app", () => {
  const { server } = sampleServer();
  const app = createHttpApp(server, server.settings, {
    extend: (hono) => hono.get("/about", (context) => context.text("about")),
  });

  it("mounts in an Express app that is there already", async () => {
    const host = express();
    host.get("/own", (_request, response) => void response.send("own"));
    const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
    host.use((request, response) => void listener(request, response));
    const address = await addressOf(host);
    expect(await (await fetch(`${address}/own`)).text()).toBe("own");
    expect(await (await fetch(`${address}/about`)).text()).toBe("about");
    expect(await (await fetch(`${address}/mcp`, list)).text()).toContain("getPet");
  });

  it("mounts in a Hono app that is there already", async () => {
    const host = new Hono();
    host.get("/own", (context) => context.text("own"));
    host.all("*", (context) => app.fetch(context.req.raw));
    const ask = async (path: string, init?: RequestInit) =>
      (await host.fetch(new Request(`http://127.0.0.1${path}`, init))).text();
    expect(await ask("/own")).toBe("own");
    expect(await ask("/mcp", list)).toContain("getPet");
  });

  it("answers pages of the origins that are allowed", async () => {
    const origin = "https://app.example.com";
    const own = sampleServer({ env: { MCP_ALLOWED_ORIGINS: origin } }).server;
    const { fetch: answer } = createHttpApp(own, own.settings, { extend: allowOrigins([origin]) });
    const ask = (init: RequestInit, from: string) =>
      answer(new Request("http://127.0.0.1/mcp", { ...init, headers: { ...list.headers, origin: from } }));
    const preflight = await ask({ method: "OPTIONS" }, origin);
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
    const answered = await ask(list, origin);
    expect([answered.status, answered.headers.get("access-control-expose-headers")]).toEqual([
      200,
      "mcp-session-id,www-authenticate",
    ]);
    expect((await ask(list, "https://evil.example")).status).toBe(403);
  });

  it("runs where there is no process, no file system and no eval", async () => {
    const { outputFiles, metafile } = await build({
      stdin: {
        contents: `
          import { createHttpApp } from "./src/runtime/http-app.js";
          import { buildServer } from "./src/runtime/server.js";
          import { parseEnvironment, serverEnvironment, serverSettings } from "./src/runtime/settings.js";
          import { z } from "zod";
          z.config({ jitless: true });
          const settings = serverSettings(parseEnvironment(z.object(serverEnvironment), {}));
          const tool = {
            name: "hello",
            inputSchema: { type: "object", properties: { n: { type: "integer" } } },
            call: ({ n }) => ({ content: [{ type: "text", text: "hello " + n }] }),
          };
          const server = buildServer({ name: "edge", version: "1", providers: [] }, settings, { tools: [tool] });
          globalThis.answer = createHttpApp(server, settings).fetch;
        `,
        resolveDir: packageRoot,
      },
      bundle: true,
      write: false,
      metafile: true,
      format: "iife",
      platform: "browser",
      conditions: ["workerd", "worker", "browser"],
      logLevel: "silent",
    });
    expect(Object.keys(metafile.inputs).filter((path) => path.startsWith("node:"))).toEqual([]);
    const web = {
      AbortController,
      AbortSignal,
      crypto,
      Headers,
      ReadableStream,
      Request,
      Response,
      TextDecoder,
      TextEncoder,
    };
    const more = {
      TransformStream,
      URL,
      URLSearchParams,
      atob,
      btoa,
      console,
      queueMicrotask,
      setTimeout,
      clearTimeout,
    };
    const timers = {
      setInterval,
      clearInterval,
      structuredClone,
      performance,
      WritableStream,
      Blob,
      FormData,
      Uint8Array,
    };
    const world = createContext({ ...web, ...more, ...timers }, { codeGeneration: { strings: false, wasm: false } });
    new Script(outputFiles[0]?.text ?? "").runInContext(world);
    const { answer } = world as unknown as { answer: (request: Request) => Promise<Response> };
    const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "hello", arguments: { n: "7" } } };
    const response = await answer(new Request("http://127.0.0.1/mcp", { ...list, body: JSON.stringify(call) }));
    expect(await response.text()).toContain("hello 7");
    expect(() => new Script("eval('1')").runInContext(world) as unknown).toThrow();
  }, 30_000);
});
