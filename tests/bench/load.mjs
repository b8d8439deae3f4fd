// A generated server under load: 1,000 concurrent calls over HTTP for a minute, each of which asks an API that takes 20 ms.
// `node tests/bench/load.mjs [seconds] [concurrency]`; it fails when a call fails, or resident memory grows by more than 1 MB a
// minute once the server is warm. Everything is on loopback and ends by itself.
import { execFileSync, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { Agent, createServer, request as httpRequest } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { listeningAddress } from "../../scripts/listening-address.mjs";
import { median } from "../../scripts/median.mjs";
import { residentMegabytes } from "../../scripts/resident-megabytes.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const project = join(root, ".scratch", "bench-load");
const seconds = Number(process.argv[2] ?? 60);
const concurrency = Number(process.argv[3] ?? 1000);
/** Until the heap has the size that this load wants. */
const warmUp = 60;
const mostGrowth = 1;

rmSync(project, { recursive: true, force: true });
const mcpgen = [join(root, "dist/cli/main.js"), "openapi", join(root, "fixtures/petstore/input/petstore.yaml")];
execFileSync(process.execPath, [...mcpgen, "-o", project, "--quiet", "--force"]);
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]);

const pets = JSON.stringify([{ id: 1, name: "Rex", tag: "dog" }]);
const api = createServer((_request, response) => {
  setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end(pets), 20);
});
await new Promise((resolve) => api.listen(0, "127.0.0.1", 2048, resolve));

const env = {
  ...process.env,
  PETSTORE_BASE_URL: `http://127.0.0.1:${api.address().port}`,
  PETSTORE_API_KEY: "key",
  MCP_LOG_LEVEL: "error",
};
const server = spawn(process.execPath, [join(project, "dist/main.js"), "--http", "--port", "0"], {
  stdio: ["ignore", "ignore", "pipe"],
  env,
});
const failures = new Map();
let calls = 0;
let isDone = false;
const times = [];
const samples = [];
try {
  const address = await listeningAddress(server);
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const begin = performance.now();
  const elapsed = () => (performance.now() - begin) / 1000;
  const sampling = setInterval(() => samples.push([elapsed(), residentMegabytes(server)]), 500);
  const lane = async () => {
    while (!isDone) {
      const start = performance.now();
      const failure = await call(address, agent);
      times.push(performance.now() - start);
      calls++;
      if (failure !== undefined) failures.set(failure, (failures.get(failure) ?? 0) + 1);
    }
  };
  const lanes = Array.from({ length: concurrency }, lane);
  await new Promise((resolve) => setTimeout(resolve, (warmUp + seconds) * 1000));
  isDone = true;
  await Promise.all(lanes);
  clearInterval(sampling);
  agent.destroy();
} finally {
  server.kill("SIGKILL");
  api.closeAllConnections();
  api.close();
}

const warm = samples.filter(([at]) => at >= warmUp);
// The heap goes up and down as it is collected: what counts is where it ends up, so halves are compared by their medians.
const [first, second] = [warm.slice(0, warm.length / 2), warm.slice(warm.length / 2)].map((half) =>
  median(half.map(([, megabytes]) => megabytes)),
);
const growth = ((second - first) * 60) / (seconds / 2);
times.sort((a, b) => a - b);
console.log(`${concurrency} concurrent calls, ${seconds} s after ${warmUp} s of warm-up`);
console.log(`calls           ${calls}, ${(calls / (warmUp + seconds)).toFixed(0)} a second`);
console.log(`milliseconds    median ${at(0.5)}, 99th percentile ${at(0.99)}`);
console.log(`failures        ${[...failures].map(([text, count]) => `${count} × ${text}`).join("; ") || "none"}`);
const isMissed = failures.size > 0 || growth >= mostGrowth;
const verdict = `no failure, growth ≤ ${mostGrowth} MB a minute: ${isMissed ? "MISSED" : "ok"}`;
console.log(`resident MB     ${first.toFixed(1)}, then ${second.toFixed(1)}: ${growth.toFixed(2)} a minute`);
console.log(`target          ${verdict}`);
if (isMissed) process.exitCode = 1;

function at(share) {
  return times[Math.floor(times.length * share)]?.toFixed(0);
}

/** Undefined when the call was answered as it should be, else what was wrong. */
function call(address, agent) {
  const params = { name: "listPets", arguments: {} };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve) => {
    const sent = httpRequest(address, { method: "POST", agent, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", (error) => resolve(error.message));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const isRight = response.statusCode === 200 && text.includes("Rex") && !text.includes("isError");
        resolve(isRight ? undefined : `${response.statusCode} ${text.slice(0, 200)}`);
      });
    });
    sent.on("error", (error) => resolve(error.message)).end(body);
  });
}
