// @ts-check
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { alternate, measure } from "./measure.mjs";
import { compileArguments, gitHubDocument, installPeers, peerFile, petstoreDocument, workspace } from "./places.mjs";

const lowLevelServer = fileURLToPath(new URL("peers/low-level-server.mjs", import.meta.url));

/**
 * From spawn to the answer to `tools/list` over stdio, beside a server of three tools written by hand on the SDK's low-level
 * `Server`.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function start({ runs = 15 }) {
  installPeers();
  const folder = join(workspace, "start");
  rmSync(folder, { recursive: true, force: true });
  const petstore = await build(petstoreDocument, join(folder, "petstore"));
  const gitHub = await build(gitHubDocument(), join(folder, "github"));
  const samples = await alternate(
    {
      lowLevel: { run: () => secondsToList(lowLevelServer) },
      petstore: { run: () => secondsToList(petstore) },
      gitHub: { run: () => secondsToList(gitHub) },
    },
    runs,
  );
  const theirs = { theirs: samples.lowLevel, peer: "3 tools on Server", unit: /** @type {const} */ ("ms") };
  return [
    { what: "petstore fixture", ours: samples.petstore, ...theirs, ratioAtMost: 1.25 },
    { what: "GitHub, 1,223 operations", ours: samples.gitHub, ...theirs, ratioAtMost: 2 },
  ];
}

/**
 * @param {string} document
 * @param {string} project
 */
async function build(document, project) {
  await measure(compileArguments(document, project));
  await measure([peerFile("typescript-6/bin/tsc"), "-p", project]);
  return join(project, "dist", "main.js");
}

/**
 * Speaks the protocol itself, so that no client library is measured.
 *
 * @param {string} server
 * @returns {Promise<import("./measure.mjs").Sample>}
 */
export function secondsToList(server) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(process.execPath, [server], { stdio: ["pipe", "pipe", "inherit"] });
    const limit = setTimeout(() => child.kill("SIGKILL"), 60_000);
    const send = (/** @type {object} */ message) =>
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    const clientInfo = { name: "bench", version: "1.0.0" };
    let seconds = 0;
    createInterface({ input: child.stdout }).on("line", (line) => {
      // The list itself is not parsed: what that takes is the client's affair. The id stands at either end of a line.
      const [, id] = /"id":([12])[,}]/.exec(line.slice(-50)) ?? /"id":([12])[,}]/.exec(line.slice(0, 50)) ?? [];
      if (id === "1") {
        send({ method: "notifications/initialized" });
        send({ id: 2, method: "tools/list", params: {} });
      } else if (id === "2") {
        seconds = (performance.now() - begun) / 1000;
        child.kill();
      }
    });
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(limit);
      if (seconds > 0) resolve({ seconds });
      else reject(new Error(`${server} ended without an answer`));
    });
    send({ id: 1, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo } });
  });
}
