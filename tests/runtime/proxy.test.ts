import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type McpConnection } from "../../src/runtime/mcp-client.js";
import { proxyProvider, type ProxyOptions } from "../../src/runtime/proxy/proxy-provider.js";
import { proxyTool } from "../../src/runtime/proxy/proxy-tool.js";
import type { RemoteDefinition } from "../../src/runtime/proxy/remote-server.js";
import type { RemoteSettings } from "../../src/runtime/proxy/remote-settings.js";
import { buildServer } from "../../src/runtime/server.js";
import { startUpstream, upstreamScript, type RunningUpstream } from "../contract/upstream.js";
import { recordingLog, settingsOf } from "./test-server.js";

let upstream: RunningUpstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.stop());

const inputSchema = { type: "object", properties: {} };
const tools = ["echo", "work", "fail", "refuse", "wait", "die"].map((name) => proxyTool({ name, inputSchema }));

async function proxied(
  server: RemoteDefinition,
  settings: Partial<RemoteSettings> = {},
  options: ProxyOptions = {},
): Promise<McpConnection> {
  const given = { url: upstream.url, timeoutMs: 10_000, retries: 0, variables: {}, ...settings };
  const providers = [proxyProvider({ name: "docs", server, tools }, given, options)];
  return connect(
    buildServer({ name: "proxy", version: "1.0.0", providers }, settingsOf(), { log: recordingLog().log }),
  );
}

const overHttp: RemoteDefinition = { kind: "http", headers: { Authorization: "Bearer ${TOKEN}" } };
const overStdio: RemoteDefinition = { kind: "stdio", command: [process.execPath, "${SCRIPT}"] };

describe("a proxied tool", () => {
  test("is called with the token of its request", async () => {
    let token = "r-1";
    const client = await proxied(overHttp, {}, { credentials: () => ({ TOKEN: token }) });
    expect(await client.callTool("echo", { text: "a" })).toEqual({ text: "a", count: 0 });
    token = "r-2";
    await client.callTool("echo", { text: "b" });
    const asked = (await upstream.recorded()).filter(({ token: sent }) => sent?.startsWith("Bearer r-") === true);
    expect(asked.map(({ token: sent }) => sent)).toEqual(["Bearer r-1", "Bearer r-2"]);
    expect(new Set(asked.map(({ session }) => session)).size).toBe(1);
    await client.close();
  });

  test("tells of progress, errors without secrets, and time that is up", async () => {
    const client = await proxied(overHttp, { variables: { TOKEN: "secret-one" }, timeoutMs: 300 });
    const steps: number[] = [];
    await client.callTool("work", { steps: 3 }, { onProgress: ({ progress }) => steps.push(progress) });
    expect(steps).toEqual([1, 2, 3]);
    await expect(client.callTool("fail")).rejects.toThrow("failed with [redacted]");
    await expect(client.callTool("refuse")).rejects.toThrow('The server "docs" says: Not today');
    await expect(client.callTool("wait")).rejects.toThrow("it gave no sign for 0.3 s");
    await expect.poll(async () => (await upstream.recorded()).at(-1)?.method).toBe("cancelled");
    await client.close();
  });

  test("says that its server is down, and is back with it", async () => {
    const own = await startUpstream();
    const client = await proxied({ kind: "http" }, { url: own.url });
    await client.callTool("echo", { text: "a" });
    await own.tell("forget");
    await client.callTool("echo", { text: "a" });
    await own.stop();
    await expect(client.callTool("echo", { text: "a" })).rejects.toThrow(/^The server "docs" cannot be reached: /);
    const back = await startUpstream(Number(new URL(own.url).port));
    const again = () => client.callTool("echo", { text: "a" }).catch(String);
    await expect.poll(again, { timeout: 10_000 }).toEqual({ text: "a", count: 0 });
    await client.close();
    await back.stop();
  });

  test("reaches a server that is a process, which is started again when it has died", async () => {
    const client = await proxied(overStdio, { variables: { SCRIPT: upstreamScript } });
    await expect(client.callTool("die")).rejects.toThrow('The server "docs" cannot be reached');
    expect(await client.callTool("echo", { text: "b" })).toEqual({ text: "b", count: 0 });
    await client.close();
    const unset = await proxied(overStdio);
    await expect(unset.callTool("echo")).rejects.toThrow('The server "docs" cannot be started: set SCRIPT.');
    const none = await proxied({ kind: "stdio", command: ["no-such-program-of-mcpgen"] });
    await expect(none.callTool("echo")).rejects.toThrow("there is no such program");
    await Promise.all([unset.close(), none.close()]);
  });
});
