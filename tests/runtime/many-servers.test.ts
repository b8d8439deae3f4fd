import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getPrompt } from "../../src/runtime/get-prompt.js";
import { connectServers, ServerDownError, type DownServer } from "../../src/runtime/many-servers.js";
import { readResource } from "../../src/runtime/read-resource.js";
import { startUpstream, upstreamScript, type RunningUpstream } from "../contract/upstream.js";

let upstream: RunningUpstream;
let gone: RunningUpstream;
let folder: string;
let file: string;

beforeAll(async () => {
  [upstream, gone] = await Promise.all([startUpstream(), startUpstream()]);
  await gone.stop();
  folder = mkdtempSync(join(tmpdir(), "mcpgen-many-"));
  file = join(folder, ".mcp.json");
  const mcpServers = {
    near: { command: process.execPath, args: ["${SCRIPT}"], env: { UPSTREAM_KEY: "${KEY:-none}" } },
    far: { type: "http", url: upstream.url, headers: { Authorization: "Bearer ${TOKEN}" } },
    dead: { url: gone.url },
    missing: { command: "no-such-program-of-mcpgen" },
    unset: { url: "${NOWHERE_TO_BE_SET}" },
  };
  writeFileSync(file, JSON.stringify({ mcpServers }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await upstream.stop();
});

const variables = { SCRIPT: upstreamScript, TOKEN: "t-many" };

describe("several servers as one", () => {
  test("are those that answer, under their names; the others are told", async () => {
    const told: DownServer[] = [];
    const servers = await connectServers(file, { variables, onDown: (server) => told.push(server), stderr: "ignore" });
    expect(servers.up).toEqual(["near", "far"]);
    expect(Object.fromEntries(servers.down.map(({ name, reason }) => [name, reason]))).toEqual({
      dead: "the connection was refused",
      missing: "there is no such program",
      unset: "the variable NOWHERE_TO_BE_SET is not set",
    });
    expect(told.map(({ name }) => name).sort()).toEqual(["dead", "missing", "unset"]);
    const tools = (await servers.list("tools")).map(({ name }) => name);
    expect(tools).toHaveLength(20);
    expect(tools).toEqual(expect.arrayContaining(["near_echo", "far_echo", "far_admin.reset"]));
    expect((await servers.list("resources")).map(({ uri }) => uri)).toContain("notes://far/today");
    expect(await servers.callTool("near_echo", { text: "a" })).toEqual({ text: "a", count: 0 });
    expect(await servers.callTool("far_echo", { text: "b" })).toEqual({ text: "b", count: 0 });
    expect((await upstream.recorded()).at(-1)).toMatchObject({ name: "echo", token: "Bearer t-many" });
    await expect(servers.callTool("dead_echo", {})).rejects.toThrow(
      new ServerDownError({ name: "dead", reason: "the connection was refused" }),
    );
    await expect(servers.callTool("nobody_echo", {})).rejects.toThrow('No server offers "nobody_echo".');
    expect(told).toHaveLength(3);
    await servers.close();
  });

  test("have resources and prompts, too, and each can be had by itself", async () => {
    const servers = await connectServers(file, { variables, servers: ["near", "far"], stderr: "ignore" });
    expect(servers.down).toEqual([]);
    expect(await readResource(servers, "notes://far/today")).toMatchObject({
      uri: "notes://far/today",
      text: "read notes://today",
    });
    expect((await getPrompt(servers, "near_greet", { who: "Ada" })).messages).toMatchObject([
      { content: { text: "Hello Ada" } },
    ]);
    const far = await servers.server("far");
    expect(await far.callTool("echo", { text: "c" })).toEqual({ text: "c", count: 0 });
    const ref = { type: "ref/prompt", name: "far_greet" };
    expect(await servers.request("completion/complete", { ref, argument: { name: "who", value: "B" } })).toMatchObject({
      completion: { values: ["B!"] },
    });
    await expect(servers.request("ping", {})).rejects.toThrow("ping does not say which server it is for");
    await servers.close();
    await expect(connectServers(file, { variables, servers: ["other"] })).rejects.toThrow('There is no server "other"');
  });

  test("are filtered by tag", async () => {
    const of = { mcpServers: { far: { url: upstream.url } } };
    const publicOnes = await connectServers(of, { includeTags: ["public"] });
    expect((await publicOnes.list("tools")).map(({ name }) => name)).toEqual(["far_echo"]);
    await publicOnes.close();
    const harmless = await connectServers(of, { excludeTags: ["admin"] });
    expect((await harmless.list("tools")).map(({ name }) => name)).not.toContain("far_admin.reset");
    await harmless.close();
  });

  test("go on when one goes down, and take it back when it is there again", async () => {
    const own = await startUpstream();
    const of = { mcpServers: { own: { url: own.url }, far: { url: upstream.url } } };
    const told: string[] = [];
    const servers = await connectServers(of, { onDown: ({ name }) => told.push(name) });
    await own.tell("forget");
    expect(await servers.callTool("own_echo", { text: "d" })).toEqual({ text: "d", count: 0 });
    await own.stop();
    await expect(servers.callTool("own_echo", { text: "e" })).rejects.toBeInstanceOf(ServerDownError);
    expect(servers.down).toMatchObject([{ name: "own" }]);
    expect(await servers.list("tools")).toHaveLength(10);
    expect(await servers.callTool("far_echo", { text: "f" })).toEqual({ text: "f", count: 0 });
    const back = await startUpstream(Number(new URL(own.url).port));
    expect(await servers.list("tools")).toHaveLength(20);
    expect(servers.down).toEqual([]);
    expect(told).toEqual(["own"]);
    await servers.close();
    await back.stop();
  });
});
