import { spawn } from "node:child_process";
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { main, mcpgen, root } from "./mcpgen-process.js";

let folder = "";
let baseUrl = "";
const upstream = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  if (request.url === "/pets/404") {
    response.statusCode = 404;
    response.end(JSON.stringify({ message: "no such pet" }));
  } else response.end(JSON.stringify({ id: 7, name: "Rex\u001b[31m", asked: request.url }));
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mcpgen-test-"));
  await new Promise<void>((listening) => upstream.listen(0, "127.0.0.1", listening));
  const address = upstream.address();
  baseUrl = `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
  cpSync(join(root, "fixtures/petstore/input/petstore.yaml"), join(folder, "petstore.yaml"));
  expect(mcpgen(folder, "openapi", "petstore.yaml", "-o", "server", "--quiet").status).toBe(0);
  expect(mcpgen(folder, "bundle", "server", "-o", "server.mjs").status).toBe(0);
  const pets = {
    command: process.execPath,
    args: ["server.mjs"],
    env: { PETSTORE_BASE_URL: baseUrl, PETSTORE_API_KEY: "k" },
  };
  writeFileSync(join(folder, "mcp.json"), JSON.stringify({ mcpServers: { pets } }));
}, 60_000);

afterAll(() => {
  upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The same while this process goes on: it is the server's upstream. */
function running(...argv: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [main, ...argv], { cwd: folder, timeout: 25_000 });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => (stdout += String(data)));
  child.stderr.on("data", (data) => (stderr += String(data)));
  return new Promise((end) =>
    child.on("close", (status) => {
      end({ status, stdout, stderr });
    }),
  );
}

test("what is started here finds credentials and base URLs in the environment", async () => {
  vi.stubEnv("PETSTORE_BASE_URL", baseUrl);
  try {
    for (const target of ["server", "petstore.yaml", "node server.mjs"]) {
      const { stdout, stderr } = await running("call", target, "getPet", "petId=7");
      expect(stdout, `${target}: ${stderr}`).toContain('"asked":"/pets/7"');
    }
  } finally {
    vi.unstubAllEnvs();
  }
}, 60_000);

describe("list and inspect", () => {
  test("give the same for a folder, a document, a command, and a server of an mcp.json", () => {
    const listed = mcpgen(folder, "list", "server");
    expect(listed.stdout).toMatch(/^Tools\n {2}listPets {6}List the pets in the store, optionally filtered by tag\.\n/);
    for (const target of [
      "petstore.yaml",
      "server/surface.json",
      `"${process.execPath}" server.mjs`,
      "pets",
      "mcp.json:pets",
    ]) {
      expect(mcpgen(folder, "list", target), target).toEqual({ status: 0, stdout: listed.stdout, stderr: "" });
    }
  }, 60_000);

  test("print JSON", () => {
    const ofFolder = JSON.parse(mcpgen(folder, "list", "server", "--json").stdout) as unknown[];
    const ofServer = JSON.parse(mcpgen(folder, "inspect", "pets", "--json").stdout) as {
      server: unknown;
      components: unknown[];
    };
    expect(ofServer.components).toEqual(ofFolder);
    expect(ofServer.server).toMatchObject({ name: "petstore", capabilities: { tools: {} } });
  }, 30_000);

  test("say where there is no server", () => {
    for (const target of ["gone", "mcp.json:other", "http://127.0.0.1:1/mcp"]) {
      const { status, stderr, stdout } = mcpgen(folder, "list", target);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toContain("output/cannot-connect");
    }
  }, 30_000);
});

describe("call", () => {
  test("calls a tool with arguments of its types; nothing of the answer obeys the terminal", async () => {
    const { status, stdout } = await running("call", "pets", "getPet", "petId=7");
    expect(stdout).toBe(`{"id":7,"name":"Rex\\u001b[31m","asked":"/pets/7"}\n`);
    expect(status).toBe(0);
    const json = await running("call", "pets", "listPets", "limit=3", 'tags=["a"]', "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ content: [{ type: "text" }] });
  }, 30_000);

  test("fails as the tool fails, and says why", async () => {
    const failed = await running("call", "pets", "getPet", "petId=404");
    expect(failed).toMatchObject({ status: 1, stdout: "" });
    expect(failed.stderr).toContain("no such pet");
    expect((await running("call", "pets", "nope")).stderr).toContain("nope");
    expect(await running("call", "pets", "getPet", "petId")).toMatchObject({ status: 2 });
  }, 30_000);
});

test("run serves a document, and ends with the signal that it is sent", async () => {
  const child = spawn(process.execPath, [main, "run", "petstore.yaml", "--", "--http", "--port", "0"], { cwd: folder });
  try {
    let said = "";
    child.stderr.on("data", (data) => (said += String(data)));
    await expect.poll(() => /listening on (\S+)/.exec(said)?.[1], { timeout: 20_000 }).toBeDefined();
    const url = /listening on (\S+)/.exec(said)?.[1] ?? "";
    const { stdout } = await running("list", url, "--header", "x-a: b");
    expect(stdout).toContain("listPets");
    child.kill("SIGTERM");
    await new Promise((end) => child.on("exit", end));
  } finally {
    child.kill("SIGKILL");
  }
}, 60_000);

test("bundle and run say what they cannot use", () => {
  for (const argv of [
    ["bundle", "."],
    ["run", "gone"],
    ["run", "mcp.json"],
  ]) {
    const { status, stderr } = mcpgen(folder, ...argv);
    expect(status, argv.join(" ")).toBe(1);
    expect(stderr).toMatch(/output\/cannot-bundle|openapi\/not-openapi/);
  }
  expect(existsSync(join(folder, "gone"))).toBe(false);
});
