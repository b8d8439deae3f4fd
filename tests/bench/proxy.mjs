// A call through a proxy against the same call made directly: `node tests/bench/proxy.mjs [rounds]`. Both take turns against one
// server over HTTP; the hop is a call of a tool of the proxy's own over the link that the proxy adds. Exits with 1 when a proxied
// call takes more than 1.5 times a direct one and the hop. Figures are medians of single calls, in microseconds: whatever else the
// machine does disturbs some of all three.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { listeningAddress } from "../../scripts/listening-address.mjs";
import { median } from "../../scripts/median.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const project = join(root, ".scratch", "bench-proxy");
const rounds = Number(process.argv[2] ?? 60);
const calls = 40;

const main = `
// @ts-nocheck
import { httpSessions } from "./runtime/protocol/http-sessions.js";
import { serve } from "./runtime/serve.js";
import { createServer } from "./server.js";
import { environment, readSettings } from "./settings.js";
const inputSchema = { type: "object", properties: { text: { type: "string" } }, required: ["text"] };
// Whoever waits for another answers in a later turn, after the head of the response: the hop has that, too.
const call = async ({ text }) => {
  await new Promise((resolve) => setImmediate(resolve));
  return { content: [{ type: "text", text }], structuredContent: { text, count: 0 } };
};
const tools = [{ name: "near", inputSchema, call }];
serve({
  environment,
  readSettings,
  createServer: (settings) => createServer({ settings, tools }),
  http: { answer: httpSessions() },
});
`;

const upstream = spawn(process.execPath, [join(root, "tests/contract/upstream-server.mjs"), "--http"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const origin = await new Promise((resolve) => {
  upstream.stdout.once("data", (chunk) => resolve(String(chunk).trim()));
});
const children = [upstream];
try {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(join(project, "server", "src"), { recursive: true });
  const source = { kind: "mcp", url: `${origin}/mcp`, name: "docs" };
  writeFileSync(join(project, "mcpgen.config.json"), JSON.stringify({ output: "./server", sources: [source] }));
  writeFileSync(join(project, "server/src/main.ts"), main);
  execFileSync(process.execPath, [join(root, "dist/cli/main.js"), "--quiet", "--force"], { cwd: project });
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", join(project, "server")]);
  const entry = join(project, "server/dist/main.js");

  let missed = 0;
  for (const link of ["stdio", "http"]) {
    const direct = await connected(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`)));
    const proxied = await connected(link === "stdio" ? overStdio(entry) : await overHttp(entry));
    const figures = { direct: [], proxied: [], hop: [] };
    for (let round = -10; round < rounds; round++) {
      for (const [name, client, tool] of [
        ["direct", direct, "echo"],
        ["proxied", proxied, "echo"],
        ["hop", proxied, "near"],
      ]) {
        const took = await each(client, tool);
        if (round >= 0) figures[name].push(...took);
      }
    }
    const [d, p, h] = [figures.direct, figures.proxied, figures.hop].map(median);
    const allowed = 1.5 * d + h;
    if (p > allowed) missed++;
    console.log(
      `over ${link}: direct ${d.toFixed(0)} µs, hop ${h.toFixed(0)} µs, proxied ${p.toFixed(0)} µs; ` +
        `allowed 1.5 × direct + hop = ${allowed.toFixed(0)} µs: ${p > allowed ? "missed" : "kept"} ` +
        `(beyond the hop ${((p - h) / d).toFixed(2)} × direct)`,
    );
    await direct.close();
    await proxied.close();
  }
  process.exitCode = missed > 0 ? 1 : 0;
} finally {
  for (const child of children) child.kill("SIGKILL");
}

/** Microseconds of calls, one after the other. */
async function each(client, name) {
  const took = [];
  for (let call = 0; call < calls; call++) {
    const start = process.hrtime.bigint();
    const { isError } = await client.callTool({ name, arguments: { text: "hello" } });
    took.push(Number(process.hrtime.bigint() - start) / 1000);
    if (isError) throw new Error(`${name} fails`);
  }
  return took;
}

async function connected(transport) {
  const client = new Client({ name: "bench", version: "1.0.0" });
  await client.connect(transport);
  return client;
}

function overStdio(entry) {
  return new StdioClientTransport({ command: process.execPath, args: [entry], stderr: "ignore" });
}

async function overHttp(entry) {
  const child = spawn(process.execPath, [entry, "--http", "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  children.push(child);
  return new StreamableHTTPClientTransport(new URL(await listeningAddress(child)));
}
