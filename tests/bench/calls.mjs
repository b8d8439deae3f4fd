// Calls a second, lists of 1,000 tools and memory of a generated server, against one written by hand on the SDK's low-level
// Server. `node tests/bench/calls.mjs`; ratios are what counts, the machine's own speed is not.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const project = join(root, ".scratch", "bench-calls");
const [toolCount, concurrency, seconds] = [1000, 16, Number(process.argv[2] ?? 4)];

const toolsSource = `
const text = { type: "object", properties: { text: { type: "string" } }, required: ["text"], additionalProperties: false };
export const definitions = Array.from({ length: ${toolCount} }, (_, index) => ({
  name: index === 0 ? "echo" : "tool" + index,
  title: "Tool " + index,
  description: "Gives back what it is given.",
  inputSchema: text,
}));
`;

const generatedMain = `
// @ts-nocheck
import { definitions } from "./definitions.js";
import { serve } from "./runtime/serve.js";
import { createServer } from "./server.js";
import { environment, readSettings } from "./settings.js";
const call = ({ text }) => ({ content: [{ type: "text", text }] });
const tools = definitions.map((definition) => ({ ...definition, call }));
serve({ environment, readSettings, createServer: (settings) => createServer({ settings, tools }) });
`;

const handWritten = `
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { definitions } from "./definitions.js";
function make() {
  const server = new Server({ name: "by-hand", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: definitions }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => ({
    content: [{ type: "text", text: params.arguments.text }],
  }));
  return server;
}
if (process.argv.includes("--http")) {
  const listener = getRequestListener(async (request) => {
    const transport = new WebStandardStreamableHTTPServerTransport({});
    await make().connect(transport);
    return transport.handleRequest(request);
  }, { overrideGlobalObjects: false });
  const http = createServer(listener).listen(0, "127.0.0.1", () => {
    console.error("listening on http://127.0.0.1:" + http.address().port + "/mcp");
  });
} else await make().connect(new StdioServerTransport());
`;

rmSync(project, { recursive: true, force: true });
mkdirSync(join(project, "src"), { recursive: true });
const mcpgen = [join(root, "dist/cli/main.js"), "openapi", join(root, "fixtures/petstore/input/petstore.yaml")];
execFileSync(process.execPath, [...mcpgen, "-o", project, "--quiet", "--force"]);
writeFileSync(join(project, "src/main.ts"), generatedMain);
writeFileSync(join(project, "src/definitions.ts"), `// @ts-nocheck\n${toolsSource}`);
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]);
writeFileSync(join(project, "dist/by-hand.js"), handWritten);

const rows = [];
for (const transport of ["stdio", "http"]) {
  const [byHand, generated] = [await measured("by-hand", transport), await measured("main", transport)];
  for (const key of Object.keys(byHand)) rows.push({ transport, key, byHand: byHand[key], generated: generated[key] });
}
console.log("                                 by hand   generated   ratio");
for (const { transport, key, byHand, generated } of rows) {
  const ratio = (generated / byHand).toFixed(2);
  console.log(
    `${`${transport}: ${key}`.padEnd(30)}${byHand.toFixed(0).padStart(10)}${generated.toFixed(0).padStart(12)}${ratio.padStart(8)}`,
  );
}

/** Figures of one server over one transport; each in a process of its own. */
async function measured(entry, transport) {
  const args = [join(project, "dist", `${entry}.js`), ...(transport === "http" ? ["--http", "--port", "0"] : [])];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
  try {
    const ask = transport === "http" ? await overHttp(child) : await overStdio(child);
    const call = () => ask("tools/call", { name: "echo", arguments: { text: "hello" } });
    const list = () => ask("tools/list", {});
    await rate(call, 1);
    const calls = await rate(call, seconds);
    await rate(list, 0.5);
    const lists = await rate(list, seconds);
    const [, kilobytes] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
    return { "calls a second": calls, "lists of 1,000 a second": lists, "resident MB": Number(kilobytes) / 1024 };
  } finally {
    child.kill("SIGKILL");
  }
}

async function rate(work, duration) {
  const until = performance.now() + duration * 1000;
  const start = performance.now();
  let count = 0;
  const lane = async () => {
    while (performance.now() < until) {
      await work();
      count++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return (count * 1000) / (performance.now() - start);
}

async function overStdio(child) {
  child.stderr.resume();
  const waiting = new Map();
  let next = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const message = JSON.parse(line);
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  const ask = (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++next;
      waiting.set(id, (message) => (message.error ? reject(new Error(message.error.message)) : resolve(message)));
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    });
  const clientInfo = { name: "bench", version: "1" };
  await ask("initialize", { protocolVersion: "2025-11-25", capabilities: {}, clientInfo });
  child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
  return ask;
}

async function overHttp(child) {
  const address = await new Promise((resolve) => {
    child.stderr.on("data", (chunk) => {
      const [url] = /http:\/\/\S+/.exec(String(chunk)) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  return async (method, params) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(address, { method: "POST", headers, body });
    const text = await response.text();
    if (!response.ok || text.includes('"error":')) throw new Error(text.slice(0, 500));
  };
}
