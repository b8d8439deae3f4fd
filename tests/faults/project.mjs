// @ts-check
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const cli = join(root, "dist", "cli", "main.js");
export const petstore = join(root, "fixtures", "petstore", "input", "petstore.yaml");
/** Everything that is written lies here. */
export const workspace = join(root, ".scratch", "faults");

/** The petstore's server, compiled; once for all faults. */
export function builtPetstore() {
  const project = join(workspace, "petstore");
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  execFileSync(process.execPath, [cli, "openapi", petstore, "-o", project, "--quiet"]);
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]);
  return join(project, "dist", "main.js");
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
 * A server in a process of its own, over HTTP.
 *
 * @param {string} main
 * @param {Record<string, string>} env
 * @returns {Promise<{ url: string, child: import("node:child_process").ChildProcess, ended: Promise<number | null> }>}
 */
export function running(main, env) {
  const child = spawn(process.execPath, [main, "--http", "--port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PETSTORE_API_KEY: "key", MCP_LOG_LEVEL: "error", ...env },
  });
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    void ended.then(() => reject(new Error("The server ended before it listened.")));
    let isListening = false;
    child.stderr.on("data", (chunk) => {
      const [url] = /http:\/\/\S+/.exec(String(chunk)) ?? [];
      // Whatever it says later is of interest.
      if (isListening) process.stderr.write(chunk);
      else if (url !== undefined) resolve({ url, child, ended });
      isListening ||= url !== undefined;
    });
  });
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
