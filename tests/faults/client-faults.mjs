// @ts-check
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { builtPetstore, post, running, runningOverStdio, upstream } from "./project.mjs";
import { tally } from "./tally.mjs";

/**
 * A client goes away, sends what is no MCP, and sends far too much; the server must go on, and the API be left alone.
 *
 * @param {import("./run.mjs").FaultOptions} options
 * @returns {Promise<import("./run.mjs").Finding[]>}
 */
export async function clientFaults({ isQuick }) {
  const api = await recordingUpstream();
  const env = { PETSTORE_BASE_URL: api.url };
  const flood = isQuick ? 2_000 : 20_000;
  const findings = [];
  try {
    const server = await running(builtPetstore(), env);
    findings.push(
      await leavingClients(server, api, isQuick ? 20 : 200),
      await garbageOverHttp(server),
      await tooMuch(server),
      await unendedRequests(server, isQuick ? 50 : 500),
      await flooded("HTTP", server, flood),
    );
    server.child.kill("SIGKILL");

    const streams = await runningOverStdio(builtPetstore(), env);
    findings.push(await garbageOverStdio(streams), await flooded("stdio", streams, flood));
    findings.push(await leavingOverStdio(streams, api));

    const second = await running(builtPetstore("v2"), env);
    findings.push(await flooded("HTTP, SDK v2", second, flood / 4));
    second.child.kill("SIGKILL");
    const secondStreams = await runningOverStdio(builtPetstore("v2"), env);
    findings.push(await flooded("stdio, SDK v2", secondStreams, flood / 4));
    secondStreams.child.kill("SIGKILL");
  } finally {
    api.close();
  }
  return findings;
}

/**
 * An API that counts who asks and who does not wait for the answer.
 *
 * @typedef {{ url: string, close: () => void, isSlow: boolean, arrived: number, abandoned: number }} RecordingUpstream
 *
 * @returns {Promise<RecordingUpstream>}
 */
async function recordingUpstream() {
  const { url, close } = await upstream((_request, response) => {
    api.arrived++;
    response.once("close", () => {
      if (!response.writableEnded) api.abandoned++;
    });
    if (!api.isSlow) response.writeHead(200, { "content-type": "application/json" }).end("[]");
  });
  const api = { url, close, isSlow: false, arrived: 0, abandoned: 0 };
  return api;
}

/**
 * @param {import("./project.mjs").Running} server
 * @param {RecordingUpstream} api
 * @param {number} clients
 * @returns {Promise<import("./run.mjs").Finding>}
 */
async function leavingClients(server, api, clients) {
  Object.assign(api, { isSlow: true, arrived: 0, abandoned: 0 });
  const leaving = new AbortController();
  const calls = Array.from({ length: clients }, () => server.call("listPets", {}, leaving.signal));
  for (let left = 400; left > 0 && api.arrived < clients; left--) await wait(50);
  leaving.abort();
  await Promise.all(calls);
  for (let left = 100; left > 0 && api.abandoned < api.arrived; left--) await wait(50);
  api.isSlow = false;
  const after = await server.call("listPets");
  return {
    what: "clients disconnect during a call",
    expected: "their requests with the API are ended; the next call is answered",
    figures: `${clients} left; ${api.arrived - 1} requests were with the API, ${api.abandoned} of them were ended; next call ${after.kind}`,
    holds: api.arrived - 1 === clients && api.abandoned === clients && after.kind === "ok",
  };
}

/**
 * @param {import("./project.mjs").Running & { url: string }} server
 * @returns {Promise<import("./run.mjs").Finding>}
 */
async function garbageOverHttp(server) {
  // An empty batch holds nothing to answer: 202.
  const statuses = await Promise.all(garbage.map(async (text) => (await post(server.url, text)).status));
  const after = await server.call("listPets");
  return {
    what: "a client sends garbage over HTTP",
    expected: "statuses 4xx, or 202 for what asks nothing; the next call is answered",
    figures: `${garbage.length} bodies, answered ${statuses.join(", ")}; next call ${after.kind}`,
    holds: statuses.every((status) => status === 202 || (status >= 400 && status < 500)) && after.kind === "ok",
  };
}

const garbage = [
  "",
  "{",
  "[]",
  "null",
  '"x"',
  "\u0000",
  '{"jsonrpc":"1.0"}',
  "[".repeat(100_000),
  '{"a":'.repeat(50_000),
];

/**
 * @param {import("./project.mjs").Running & import("./over-stdio.mjs").StdioClient} server
 * @returns {Promise<import("./run.mjs").Finding>}
 */
async function garbageOverStdio(server) {
  for (const line of garbage) server.write(line);
  const after = await server.call("listPets");
  return {
    what: "a client sends garbage over stdio",
    expected: "the next call is answered",
    figures: `${garbage.length} lines; next call ${after.kind}`,
    holds: after.kind === "ok",
  };
}

/**
 * @param {import("./project.mjs").Running & { url: string }} server
 * @returns {Promise<import("./run.mjs").Finding>}
 */
async function tooMuch(server) {
  const answer = await post(server.url, " ".repeat(64 * 1024 * 1024)).then(
    ({ status }) => String(status),
    () => "connection closed",
  );
  const after = await server.call("listPets");
  return {
    what: "a client sends 64 MB",
    expected: "413 or a closed connection; the next call is answered",
    figures: `${answer}; next call ${after.kind}`,
    holds: ["413", "connection closed"].includes(answer) && after.kind === "ok",
  };
}

/**
 * @param {import("./project.mjs").Running & { url: string }} server
 * @param {number} clients
 * @returns {Promise<import("./run.mjs").Finding>}
 */
async function unendedRequests(server, clients) {
  const { hostname, port } = new URL(server.url);
  const idle = Array.from({ length: clients }, () => connect(Number(port), hostname).on("error", () => undefined));
  for (const socket of idle) socket.write("POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n{");
  const beside = await server.call("listPets");
  for (const socket of idle) socket.destroy();
  return {
    what: "clients that never end their request",
    expected: "a call beside them is answered",
    figures: `${idle.length} at once; a call beside them took ${beside.milliseconds.toFixed(0)} ms: ${beside.kind}`,
    holds: beside.kind === "ok",
  };
}

/**
 * @param {string} how
 * @param {import("./project.mjs").Running} server
 * @param {number} calls
 * @returns {Promise<import("./run.mjs").Finding>}
 */
async function flooded(how, server, calls) {
  const atATime = 500;
  let [left, slowest] = [calls, 0];
  /** @type {string[]} */
  const answers = [];
  const begun = performance.now();
  const lane = async () => {
    while (left-- > 0) {
      const { kind, text, milliseconds } = await server.call("listPets");
      answers.push(kind === "ok" ? "answered" : `${kind} (${text.slice(0, 100)})`);
      slowest = Math.max(slowest, milliseconds);
    }
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  const perSecond = calls / ((performance.now() - begun) / 1000);
  return {
    what: `a client floods over ${how}`,
    expected: "every call is answered",
    figures: `${calls} calls, ${atATime} at a time: ${tally(answers)}; ${perSecond.toFixed(0)} a second, slowest ${slowest.toFixed(0)} ms`,
    holds: answers.every((answer) => answer === "answered"),
  };
}

/**
 * @param {import("./project.mjs").Running} server
 * @param {RecordingUpstream} api
 * @returns {Promise<import("./run.mjs").Finding>}
 */
async function leavingOverStdio({ child, ended, call }, api) {
  api.arrived = 0;
  const calls = Array.from({ length: 50 }, () => call("listPets"));
  child.stdin?.end();
  const outcomes = await Promise.all(calls);
  const code = await ended;
  const answered = outcomes.filter(({ kind }) => kind === "ok").length;
  return {
    what: "a client over stdio ends its output during 50 calls",
    expected: "what was asked is answered; the process ends with 0",
    figures: `${api.arrived} requests with the API, ${answered} answered, exit code ${code}`,
    holds: answered === 50 && code === 0,
  };
}
