// @ts-check
import { createInterface } from "node:readline";

/**
 * @typedef {{
 *   call: (name: string, args?: object) => Promise<import("./project.mjs").Outcome>,
 *   write: (text: string) => void,
 * }} StdioClient `write` sends a line as it is
 */

/**
 * A client over stdio, without a library: what the protocol answers is seen as it comes. Calls that are still open when the server's
 * output ends are faults.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<StdioClient>} after the introduction
 */
export async function overStdio({ stdin, stdout }) {
  if (stdin === null || stdout === null) throw new Error("The server has no pipes.");
  /** @type {Map<number, (message: any) => void>} */
  const waiting = new Map();
  let next = 0;
  let hasEnded = false;
  createInterface({ input: stdout })
    .on("line", (line) => {
      const message = JSON.parse(line);
      const resolve = waiting.get(message.id);
      waiting.delete(message.id);
      resolve?.(message);
    })
    .once("close", () => {
      hasEnded = true;
      for (const resolve of waiting.values()) resolve({ error: "the server's output has ended" });
      waiting.clear();
    });
  // A server that has gone takes nothing more.
  stdin.on("error", () => undefined);
  const write = (/** @type {string} */ text) => void stdin.write(`${text}\n`);
  const ask = (/** @type {string} */ method, /** @type {object} */ params) =>
    new Promise((/** @type {(message: any) => void} */ resolve) => {
      if (hasEnded) return void resolve({ error: "the server's output has ended" });
      const id = ++next;
      waiting.set(id, resolve);
      write(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });

  const clientInfo = { name: "faults", version: "1.0.0" };
  const { error } = await ask("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
  if (error !== undefined) throw new Error(`The server does not begin: ${JSON.stringify(error)}`);
  write(JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }));

  return {
    write,
    call: async (name, args = {}) => {
      const begun = performance.now();
      const message = await ask("tools/call", { name, arguments: args });
      const milliseconds = performance.now() - begun;
      if (message.result === undefined) return { kind: "fault", text: JSON.stringify(message.error), milliseconds };
      const { isError, content } = message.result;
      return { kind: isError === true ? "error" : "ok", text: content[0]?.text ?? "", milliseconds };
    },
  };
}
