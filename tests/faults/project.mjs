// @ts-check
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listeningAddress } from "../../scripts/listening-address.mjs";
import { overStdio } from "./over-stdio.mjs";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const cli = join(root, "dist", "cli", "main.js");
export const petstore = join(root, "fixtures", "petstore", "input", "petstore.yaml");
/** Everything that is written lies here. */
export const workspace = join(root, ".scratch", "faults");

/**
 * The line of the SDK that a server uses.
 *
 * @typedef {"v1" | "v2"} Line
 */

/** @type {Map<Line, string>} */
const built = new Map();

/**
 * The petstore's server, compiled; once for all faults.
 *
 * @param {Line} [line]
 * @returns {string} the program
 */
export function builtPetstore(line = "v1") {
  const known = built.get(line);
  if (known !== undefined) return known;
  const project = join(workspace, `petstore-${line}`);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  execFileSync(process.execPath, [cli, "openapi", petstore, "-o", project, "--quiet", "--sdk", line]);
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]);
  const main = join(project, "dist", "main.js");
  built.set(line, main);
  return main;
}

/**
 * An API on loopback.
 *
 * @param {import("node:http").RequestListener} listener
 */
export async function upstream(listener) {
  const server = createServer(listener);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", 2048, () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * A server in a process of its own, and the way to call it.
 *
 * @typedef {{
 *   child: import("node:child_process").ChildProcess,
 *   ended: Promise<number | null>,
 *   call: (name: string, args?: object, signal?: AbortSignal) => Promise<Outcome>,
 * }} Running
 */

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});

/**
 * @param {string} main
 * @param {Record<string, string>} env
 * @param {readonly string[]} flags
 */
function spawned(main, env, flags) {
  const child = spawn(process.execPath, [main, ...flags], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, PETSTORE_API_KEY: "key", MCP_LOG_LEVEL: "error", ...env },
  });
  children.add(child);
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.once("exit", resolve));
  void ended.then(() => children.delete(child));
  return { child, ended };
}

/**
 * A server over HTTP.
 *
 * @param {string} main
 * @param {Record<string, string>} env
 * @returns {Promise<Running & { url: string }>}
 */
export async function running(main, env) {
  const { child, ended } = spawned(main, env, ["--http", "--port", "0"]);
  child.stdout.resume();
  const url = await listeningAddress(child);
  return { url, child, ended, call: (name, args, signal) => call(url, name, args, signal) };
}

/**
 * A server over stdio, after its client has introduced itself.
 *
 * @param {string} main
 * @param {Record<string, string>} env
 * @returns {Promise<Running & import("./over-stdio.mjs").StdioClient>}
 */
export async function runningOverStdio(main, env) {
  const { child, ended } = spawned(main, env, []);
  child.stderr.pipe(process.stderr, { end: false });
  return { child, ended, ...(await overStdio(child)) };
}

/**
 * What came of a call: `ok`, `isError` with its text, or what was wrong with the protocol.
 *
 * @typedef {{ kind: "ok" | "error" | "fault", text: string, milliseconds: number }} Outcome
 */

/**
 * One call of a tool, as a client without a session makes it.
 *
 * @param {string} url
 * @param {string} name
 * @param {object} [args]
 * @param {AbortSignal} [signal]
 * @returns {Promise<Outcome>}
 */
export async function call(url, name, args = {}, signal) {
  const begun = performance.now();
  const outcome = (/** @type {Outcome["kind"]} */ kind, /** @type {string} */ text) => ({
    kind,
    text,
    milliseconds: performance.now() - begun,
  });
  try {
    const response = await post(
      url,
      { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } },
      signal,
    );
    const text = await response.text();
    // One event, or JSON as it is.
    const { result, error } = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text);
    if (result === undefined) return outcome("fault", `${response.status} ${JSON.stringify(error)}`);
    return outcome(result.isError === true ? "error" : "ok", result.content[0]?.text ?? "");
  } catch (error) {
    return outcome("fault", String(error instanceof Error ? (error.cause ?? error.message) : error));
  }
}

/**
 * @param {string} url
 * @param {unknown} body text as it is, all else as JSON
 * @param {AbortSignal} [signal]
 */
export function post(url, body, signal) {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(signal && { signal }),
  });
}
