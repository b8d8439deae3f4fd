// @ts-check
// Clients that cost as little as can be, so that servers are measured and not they.
import { Agent, request } from "node:http";
import { createInterface } from "node:readline";
import { listeningAddress } from "../../scripts/listening-address.mjs";

/**
 * Asks a server and answers the message that comes back; rejects with the protocol's errors.
 *
 * @typedef {(method: string, params: object) => Promise<unknown>} Ask
 */

/**
 * @param {import("node:child_process").ChildProcessWithoutNullStreams} child
 * @returns {Promise<Ask>} after the introduction
 */
export async function askOverStdio(child) {
  child.stderr.resume();
  /** @type {Map<number, (message: any) => void>} */
  const waiting = new Map();
  let next = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const message = JSON.parse(line);
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  /** @type {Ask} */
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

/**
 * Without a session. The answer is text, JSON or one event.
 *
 * @param {import("node:child_process").ChildProcessWithoutNullStreams} child
 * @param {number} concurrency
 * @returns {Promise<Ask>}
 */
export async function askOverHttp(child, concurrency) {
  const address = await listeningAddress(child);
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  // Not fetch, which costs the client more than the server's whole answer.
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  return (method, params) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
      const length = { "content-length": Buffer.byteLength(body) };
      const sent = request(address, { method: "POST", agent, headers: { ...headers, ...length } }, (response) => {
        /** @type {Buffer[]} */
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode !== 200 || text.includes('"error":')) reject(new Error(text.slice(0, 500)));
          else resolve(text);
        });
      });
      sent.on("error", reject).end(body);
    });
}
