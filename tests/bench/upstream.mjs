// What a server adds to the API that it stands before: `node tests/bench/upstream.mjs [rounds]`. The same request is sent to an
// API on loopback directly, by a generated server and by one that is written by hand on the SDK's low-level Server and calls fetch;
// they take turns. The API is a process of its own that counts the requests and compares them: exits with 1 when a request is
// missing, or differs from that which is sent directly. Latency is that of one call at a time.
import { execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "../../scripts/median.mjs";
import { askOverHttp, askOverStdio } from "./ask.mjs";
import { serverByHand } from "./server-by-hand.mjs";
import { cli, petstoreDocument, root, workspace } from "./places.mjs";

const project = join(workspace, "upstream");
const rounds = Number(process.argv[2] ?? 7);
const [single, many, concurrency] = [400, 2000, 16];
const args = { tags: ["dog", "cat"], limit: 10 };

const handWritten = serverByHand({
  preamble: `const inputSchema = { type: "object", properties: { tags: { type: "array", items: { type: "string" } }, limit: { type: "integer" } } };`,
  tools: '[{ name: "listPets", inputSchema }]',
  call: `async ({ params: { arguments: { tags, limit } } }) => {
    const url = process.env.PETSTORE_BASE_URL + "/pets?tags=" + tags.map(encodeURIComponent).join(",") + "&limit=" + limit;
    const response = await fetch(url, { headers: { accept: "application/json" } });
    if (!response.ok) return { isError: true, content: [{ type: "text", text: String(response.status) }] };
    const result = await response.json();
    return { content: [{ type: "text", text: JSON.stringify(result) }], structuredContent: { result } };
  }`,
});

rmSync(project, { recursive: true, force: true });
execFileSync(process.execPath, [cli, "openapi", petstoreDocument, "-o", project, "--quiet"]);
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]);
writeFileSync(join(project, "dist", "by-hand.js"), handWritten);

const upstream = fork(fileURLToPath(new URL("peers/recording-upstream.mjs", import.meta.url)));
const [{ port }] = await once(upstream, "message");
const base = `http://127.0.0.1:${port}`;
const children = [upstream];
try {
  const contestants = {
    "fetch, directly": directly,
    "by hand over stdio": await server("by-hand", "stdio"),
    "mcpgen over stdio": await server("main", "stdio"),
    "by hand over HTTP": await server("by-hand", "http"),
    "mcpgen over HTTP": await server("main", "http"),
  };
  const names = Object.keys(contestants);
  const figures = Object.fromEntries(names.map((name) => [name, { latencies: [], rates: [] }]));
  const requests = Object.fromEntries(names.map((name) => [name, { count: 0, different: new Set() }]));
  for (let round = -1; round < rounds; round++) {
    // Who comes first changes, too.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      upstream.send("reset");
      const latencies = await oneAtATime(contestants[name]);
      const rate = await manyAtATime(contestants[name]);
      const { count, different } = await told();
      requests[name].count += count;
      for (const request of different) requests[name].different.add(request);
      if (round < 0) continue;
      figures[name].latencies.push(...latencies);
      figures[name].rates.push(rate);
    }
  }
  report(figures);
  check(requests);
} finally {
  for (const child of children) child.kill("SIGKILL");
}

function report(figures) {
  const columns = [26, 12, 10, 12, 10, 24, 10];
  const line = (cells) =>
    console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(26) : cell.padStart(columns[at]))).join(""));
  line(["", "median ms", "added", "99th % ms", "added", "requests a second", "of direct"]);
  const direct = figures["fetch, directly"];
  const [directMedian, directLate] = [median(direct.latencies), late(direct.latencies)];
  for (const [name, { latencies, rates }] of Object.entries(figures)) {
    const [middle, tail, rate] = [median(latencies), late(latencies), median(rates)];
    line([
      name,
      middle.toFixed(2),
      (middle - directMedian).toFixed(2),
      tail.toFixed(2),
      (tail - directLate).toFixed(2),
      `${rate.toFixed(0)} (${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)})`,
      (rate / median(direct.rates)).toFixed(2),
    ]);
  }
}

/** Every call must have come to the API, once, as the request that is sent directly. */
function check(requests) {
  const made = (rounds + 1) * (single + many);
  const [wanted] = requests["fetch, directly"].different;
  for (const [name, { count, different }] of Object.entries(requests)) {
    const others = [...different].filter((request) => request !== wanted);
    if (count === made && others.length === 0) continue;
    process.exitCode = 1;
    console.log(`${name}: ${count} requests of ${made}; differ from ${wanted}: ${others.join(", ") || "none"}`);
  }
  if (process.exitCode === undefined)
    console.log(`The API has had ${made} requests of each, all of them ${wanted.replaceAll('"', "")}.`);
}

async function directly() {
  const response = await fetch(`${base}/pets?tags=dog,cat&limit=10`, { headers: { accept: "application/json" } });
  await response.json();
}

/** A server in a process of its own, and the way to call its tool. */
async function server(entry, transport) {
  const flags = transport === "http" ? ["--http", "--port", "0"] : [];
  const child = spawn(process.execPath, [join(project, "dist", `${entry}.js`), ...flags], {
    env: { ...process.env, PETSTORE_BASE_URL: base, MCP_LOG_LEVEL: "error" },
  });
  children.push(child);
  const ask = transport === "http" ? await askOverHttp(child, concurrency) : await askOverStdio(child);
  return () => ask("tools/call", { name: "listPets", arguments: args });
}

async function oneAtATime(call) {
  const took = [];
  for (let at = 0; at < single; at++) {
    const begun = performance.now();
    await call();
    took.push(performance.now() - begun);
  }
  return took;
}

/** Calls a second. */
async function manyAtATime(call) {
  const begun = performance.now();
  let asked = 0;
  const lane = async () => {
    while (asked++ < many) await call();
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return (many * 1000) / (performance.now() - begun);
}

async function told() {
  const message = once(upstream, "message");
  upstream.send("tell");
  const [facts] = await message;
  return facts;
}

function late(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)];
}
