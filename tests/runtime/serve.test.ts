import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/runtime/mcp-client.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
// Inside the project, so that the packages are found.
const folder = join(root, ".scratch", `serve-test-${String(process.pid)}`);
const main = join(folder, "main.js");

/** A package that cannot keep quiet. */
const chatty = `console.log("a dependency loads"); process.stdout.write("and says so"); module.exports = {};`;

const userCode = `
import "./chatty.cjs";
console.log("loading");
process.stdout.write("written while loading\\n");
export const tools = [
  { name: "noisy", inputSchema: { type: "object" }, call: (_args, { context }) => {
    console.log("log"); console.info("info"); console.debug("debug"); console.dir({ a: 1 }); console.table([1]);
    process.stdout.write("raw\\n");
    context.log.warning("from the tool");
    return { content: [{ type: "text", text: "done" }] };
  } },
  { name: "slow", inputSchema: { type: "object" }, call: async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { content: [{ type: "text", text: "late" }] };
  } },
  { name: "bomb", inputSchema: { type: "object" }, call: () => {
    setTimeout(() => { throw new Error("boom in a timer"); }, 5);
    return { content: [] };
  } },
  { name: "word", inputSchema: { type: "object" }, call: () => {
    setTimeout(() => { throw "no error at all"; }, 5);
    return { content: [] };
  } },
  { name: "unwaited", inputSchema: { type: "object" }, call: () => {
    console.log("before it goes wrong");
    void Promise.reject(new Error("nobody waited"));
    return { content: [] };
  } },
  { name: "forever", inputSchema: { type: "object" }, call: () => new Promise(() => {}) },
];
`;

const mainCode = `
import { z } from "zod";
import { serve } from "./runtime/serve.js";
import { tools } from "./user-code.js";
import { buildServer } from "./runtime/server.js";
import { parseEnvironment, serverEnvironment, serverSettings, variable } from "./runtime/settings.js";
const environment = z.object({ ...serverEnvironment, API_KEY: variable.text("Key of the API.").optional(), API_URL: variable.url("Base URL.") });
const readSettings = (env) => ({ server: serverSettings(parseEnvironment(environment, env)) });
serve({ environment, readSettings, createServer: (settings) =>
  buildServer({ name: "test", version: "1.0.0", providers: [] }, settings.server, { tools }) });
`;

beforeAll(() => {
  const runtime = join(root, "src", "runtime");
  for (const path of readdirSync(runtime, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  )) {
    const { outputText } = ts.transpileModule(readFileSync(join(runtime, path), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
    });
    const target = join(folder, "runtime", path.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "chatty.cjs"), chatty);
  writeFileSync(join(folder, "user-code.js"), userCode);
  writeFileSync(main, mainCode);
});

const children: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[] = [], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env["PATH"], API_URL: "https://example.com", ...env },
  });
  children.push(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const ended = new Promise<Outcome>((resolve) => {
    child.once("close", (code) => {
      resolve({ code, ...output });
    });
  });
  const said = async (stream: "stdout" | "stderr", pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(output[stream]);
      if (found !== null) return found;
      if (child.exitCode !== null) throw new Error(`ended without ${String(pattern)}: ${output.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const send = (...messages: object[]): void => {
    child.stdin.write(messages.map((message) => `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`).join(""));
  };
  return { child, ended, said, send };
}

const initialize = {
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
};
const call = (id: number, name: string) => ({ id, method: "tools/call", params: { name } });
const parsed = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { id?: number; method?: string });

describe("serve over stdio", () => {
  it("keeps stdout for the protocol, whatever user code prints, and finishes calls when its input ends", async () => {
    const { child, ended, send } = start();
    send(initialize, { method: "notifications/initialized" }, call(1, "noisy"), call(2, "slow"), {
      id: 3,
      method: "tools/list",
    });
    child.stdin.end();
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    const messages = parsed(stdout);
    expect(messages.flatMap(({ id }) => id ?? []).sort()).toEqual([0, 1, 2, 3]);
    expect(messages.flatMap(({ method }) => method ?? [])).toEqual(["notifications/message"]);
    for (const text of [
      "a dependency loads",
      "loading",
      "written while loading",
      "log",
      "info",
      "debug",
      "raw",
      "warning: from the tool",
    ])
      expect(stderr).toContain(text);
  });

  it.each([
    ["bomb", "boom in a timer"],
    ["word", "no error at all"],
    ["unwaited", "nobody waited"],
  ])("ends with a sentence when something fails behind its back: %s", async (tool, why) => {
    const { ended, send } = start();
    send(initialize, call(1, tool));
    const { code, stdout, stderr } = await ended;
    expect([code, stderr.trimEnd().split("\n").at(-1)]).toEqual([
      1,
      `The server stops because of an unexpected error: ${why}`,
    ]);
    expect(parsed(stdout)).toHaveLength(2);
  });

  it("lets calls finish on SIGTERM, and does not wait when asked twice", async () => {
    const patient = start();
    patient.send(initialize, call(1, "slow"));
    await patient.said("stdout", /"id":0/);
    await new Promise((resolve) => setTimeout(resolve, 50));
    patient.child.kill("SIGTERM");
    const { code, stdout } = await patient.ended;
    expect([code, stdout.includes("late")]).toEqual([0, true]);

    const hasty = start();
    hasty.send(initialize, call(1, "forever"), { id: 2, method: "ping" });
    await hasty.said("stdout", /"id":2/);
    hasty.child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 50));
    hasty.child.kill("SIGINT");
    expect((await hasty.ended).code).toBe(1);
  });

  it("ends when nobody reads what it writes", async () => {
    const { child, ended, send, said } = start();
    send(initialize);
    await said("stdout", /"id":0/);
    child.stdout.destroy();
    send({ id: 1, method: "tools/list" }, { id: 2, method: "tools/list" });
    expect((await ended).code).toBe(0);
  });

  it("says in one go what is wrong with the environment", async () => {
    const { code, stdout, stderr } = await start([], { API_URL: "", MCP_PORT: "x" }).ended;
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("API_URL is missing: Base URL.");
    expect(stderr).toContain("MCP_PORT must be a whole number");
    expect(stderr).not.toContain("    at ");
  });

  it("shows options and variables on --help", async () => {
    const { code, stdout } = await start(["--help"], { API_URL: "" }).ended;
    expect(code).toBe(0);
    for (const text of ["--insecure-no-auth", "MCP_PORT (default: 3000)", "API_URL (required)", "Key of the API."])
      expect(stdout).toContain(text);
  });

  it("refuses options that it does not know", async () => {
    const { code, stderr } = await start(["--htpp"]).ended;
    expect([code, stderr.includes("--htpp")]).toEqual([2, true]);
    expect(stderr).not.toMatch(/TypeError|ERR_/);
  });

  it("answers a client that starts it by command line", async () => {
    const connection = await connect(`"${process.execPath}" '${main}'`, {
      env: { API_URL: "https://example.com" },
      stderr: "ignore",
    });
    expect(await connection.callTool("noisy")).toBe("done");
    await connection.close();
  });
});

describe("serve over HTTP", () => {
  it("listens, answers, and ends on SIGTERM", async () => {
    const { child, ended, said } = start(["--http", "--port", "0"], { MCP_AUTH_TOKEN: "t0ken" });
    const [, url = ""] = await said("stderr", /listening on (http:\/\/127\.0\.0\.1:\d+\/mcp)/);
    const connection = await connect(url, { headers: { authorization: "Bearer t0ken" } });
    expect(await connection.callTool("noisy")).toBe("done");
    await connection.close();
    await expect(connect(url, { headers: { authorization: "Bearer wrong" } })).rejects.toThrow();
    expect((await fetch(new URL("/health", url))).status).toBe(200);
    child.kill("SIGTERM");
    const { code, stdout } = await ended;
    expect([code, stdout]).toEqual([0, ""]);
  });

  // Node closes connections that were idle for 5 s. What a client sent before that time was up counts, however late it is read.
  it.skipIf(process.platform === "win32")(
    "answers what came while the process was held up, and closes connections that are idle",
    async () => {
      const { child, said } = start(["--http", "--port", "0"]);
      const [, url = ""] = await said("stderr", /listening on (http:\/\/127\.0\.0\.1:\d+\/mcp)/);
      const open = () => connectSocket(Number(new URL(url).port), "127.0.0.1");
      const ask = (socket: Socket) => {
        const head = once(socket, "data").then(([chunk]) => String(chunk).slice(0, 15));
        socket.write("GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
        return head;
      };
      const [busy, idle] = [open(), open()];
      expect([await ask(busy), await ask(idle)]).toEqual(["HTTP/1.1 200 OK", "HTTP/1.1 200 OK"]);
      await wait(4500);
      child.kill("SIGSTOP");
      const answer = ask(busy);
      await wait(1500);
      const closed = once(idle, "close");
      child.kill("SIGCONT");
      expect(await answer).toBe("HTTP/1.1 200 OK");
      await closed;
      busy.destroy();
    },
    20_000,
  );

  it("takes the same from the environment", async () => {
    const { said } = start([], { MCP_TRANSPORT: "http", MCP_PORT: "0", MCP_PATH: "/other" });
    await said("stderr", /listening on http:\/\/127\.0\.0\.1:\d+\/other/);
  });

  it("refuses to be reached from elsewhere without a token, unless told so", async () => {
    const { code, stderr } = await start(["--http", "--port", "0", "--host", "0.0.0.0"]).ended;
    expect([code, stderr.includes("MCP_AUTH_TOKEN")]).toEqual([1, true]);
    const { said } = start(["--http", "--port", "0", "--host", "0.0.0.0", "--insecure-no-auth"]);
    await said("stderr", /MCP_ALLOWED_HOSTS[^]*listening on http:\/\/0\.0\.0\.0:\d+/);
  });

  it("says that a port is in use", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const address = taken.address();
    const port = String(typeof address === "object" ? address?.port : 0);
    const { code, stderr } = await start(["--http", "--port", port]).ended;
    taken.close();
    expect([code, stderr.trimEnd().split("\n").at(-1)]).toEqual([
      1,
      `Port ${port} is in use; choose another with --port or MCP_PORT.`,
    ]);
  });
});
