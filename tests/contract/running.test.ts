import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { getDefaultEnvironment } from "@modelcontextprotocol/sdk/client/stdio.js";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { documentFixtures } from "../golden/fixture.js";
import { buildProjects, type BuiltProjects } from "./built-projects.js";
import { httpServer } from "./connected-client.js";
import { RecordingUpstream } from "./recording-upstream.js";

describe.each(["v1", "v2"] as const)("a generated server, --sdk %s", (sdk) => {
  let projects: BuiltProjects;
  let upstream: RecordingUpstream;

  const run = (fixture: string, ...more: [Readonly<Record<string, string>>?, (readonly string[])?]) =>
    runServer(projects.folderOf(fixture), ...more);

  beforeAll(async () => {
    projects = await buildProjects(
      documentFixtures.filter(({ name }) => name === "petstore" || name === "unhappy-document"),
      `contract-running-${sdk}`,
      sdk,
    );
    upstream = await RecordingUpstream.start();
  }, 120_000);

  afterAll(() => upstream.close());

  test("a server whose document names no usable server does not start without a base URL, and says so", async () => {
    const { code, stdout, stderr } = await run("unhappy-document");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("FAULTS_BASE_URL is missing");
  });

  test("one message names every variable that is wrong, without its value", async () => {
    const { code, stderr } = await run("petstore", { PETSTORE_BASE_URL: "not-a-url", PETSTORE_TIMEOUT_MS: "soon" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/PETSTORE_BASE_URL.*\n.*PETSTORE_TIMEOUT_MS/);
    expect(stderr).not.toMatch(/not-a-url|soon/);
  });

  test("an address that others reach is not served without a token", async () => {
    const { code, stderr } = await run("petstore", {}, ["--http", "--host", "0.0.0.0", "--port", "0"]);
    expect(code).toBe(1);
    expect(stderr).toContain("MCP_AUTH_TOKEN");
  });

  test.each(["petstore", "unhappy-document"])("the first test that a new project has passes: %s", async (name) => {
    const child = spawn(process.execPath, ["--test", join(projects.folderOf(name), "server.test.js")], {
      env: getDefaultEnvironment(),
    });
    let said = "";
    child.stdout.on("data", (chunk) => (said += String(chunk)));
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/# pass 2\n# fail 0/) as string });
  });

  test("over HTTP there is /health, and nobody gets in without the token", async () => {
    const server = await httpServer(projects.folderOf("petstore"), { MCP_AUTH_TOKEN: "token-4711" });
    try {
      expect((await fetch(new URL("/health", server.url))).status).toBe(200);
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });
      const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
      expect((await fetch(server.url, { method: "POST", headers, body })).status).toBe(401);
      const authorization = "Bearer token-4711";
      const answer = await fetch(server.url, { method: "POST", headers: { ...headers, authorization }, body });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("listPets");
    } finally {
      await server.stop();
    }
  });

  test("many requests at once are all answered, and nothing is said on stderr", async () => {
    const child = spawn(process.execPath, [join(projects.folderOf("petstore"), "main.js")], {
      env: { ...getDefaultEnvironment(), PETSTORE_BASE_URL: upstream.url },
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    const message = (rest: object) => `${JSON.stringify({ jsonrpc: "2.0", ...rest })}\n`;
    const clientInfo = { name: "many", version: "1" };
    const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
    const lists = Array.from({ length: 200 }, (_, at) => message({ id: at + 1, method: "tools/list", params: {} }));
    const hello = message({ id: 0, method: "initialize", params });
    child.stdin.end([hello, message({ method: "notifications/initialized" }), ...lists].join(""));
    let stdout = "";
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    const code = await new Promise((resolve) => child.once("close", resolve));
    const lines = stdout.trim().split("\n");
    expect({ code, answers: lines.length, stderr }).toEqual({ code: 0, answers: 201, stderr: "" });
  });

  test("the generated client calls the server with typed arguments and gives back values", async () => {
    const folder = projects.folderOf("petstore");
    const module: unknown = await import(pathToFileURL(join(folder, "mcp-client.js")).href);
    const { createClient } = clientModule.parse(module);
    upstream.willAnswer({ body: [{ id: 1, name: "Hazel" }] });
    const client = await createClient(`"${process.execPath}" "${join(folder, "main.js")}"`, {
      env: { PETSTORE_BASE_URL: upstream.url },
    });
    try {
      expect(await client.listPets({ tags: ["small"] })).toEqual([{ id: 1, name: "Hazel" }]);
      expect(upstream.requests.map(({ url }) => url)).toEqual(["/pets?tags=small"]);
      upstream.willAnswer({ status: 404 });
      await expect(client.getPet({ petId: 7 })).rejects.toThrow("404");
    } finally {
      await client.close();
    }
  });

  test.skipIf(sdk === "v1")("answers clients of the newest revision over stdio and over HTTP", async () => {
    const folder = projects.folderOf("petstore");
    const env = { PETSTORE_BASE_URL: upstream.url };
    const server = await httpServer(folder, env);
    const command = {
      command: process.execPath,
      args: [join(folder, "main.js")],
      env: { ...getDefaultEnvironment(), ...env },
    };
    try {
      for (const transport of [new StdioClientTransport(command), new StreamableHTTPClientTransport(server.url)]) {
        const versionNegotiation = { mode: { pin: "2026-07-28" } };
        const client = new Client({ name: "newest", version: "1" }, { versionNegotiation });
        await client.connect(transport);
        expect((await client.listTools()).tools).toHaveLength(6);
        upstream.willAnswer({ body: { id: 7, name: "Rex" } });
        const answer = await client.callTool({ name: "getPet", arguments: { petId: 7 } });
        expect(answer.structuredContent).toEqual({ id: 7, name: "Rex" });
        await client.close();
      }
    } finally {
      await server.stop();
    }
  });
});

interface PetstoreStub {
  listPets(args: object): Promise<unknown>;
  getPet(args: object): Promise<unknown>;
  close(): Promise<void>;
}

type CreateClient = (
  target: string,
  options: { readonly env: Readonly<Record<string, string>> },
) => Promise<PetstoreStub>;

const clientModule = z.object({ createClient: z.custom<CreateClient>((value) => typeof value === "function") });

/** Runs a server that is expected to end by itself. */
async function runServer(
  folder: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [join(folder, "main.js"), ...args], {
    env: { ...getDefaultEnvironment(), ...env },
    timeout: 20_000,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Uint8Array) => (stdout += Buffer.from(chunk).toString("utf8")));
  child.stderr.on("data", (chunk: Uint8Array) => (stderr += Buffer.from(chunk).toString("utf8")));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}
