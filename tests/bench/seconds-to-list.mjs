// @ts-check
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { residentMegabytes } from "../../scripts/resident-megabytes.mjs";

/**
 * From spawn to the answer to `tools/list` over stdio. Speaks the protocol itself, so that no client library is measured.
 *
 * @param {readonly string[]} args for Node, or for `command`
 * @param {{ command?: string, env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Promise<import("./measure.mjs").Sample & { bytes: number }>} with the memory that is resident then, where the
 *   system tells, and the length of the answer
 */
export function secondsToList(args, { command = process.execPath, env, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    const limit = setTimeout(() => child.kill("SIGKILL"), 60_000);
    const send = (/** @type {object} */ message) =>
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    const clientInfo = { name: "bench", version: "1.0.0" };
    /** @type {(import("./measure.mjs").Sample & { bytes: number }) | undefined} */
    let sample;
    let said = "";
    child.stderr.on("data", (chunk) => (said = `${said}${String(chunk)}`.slice(-2000)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      // The list itself is not parsed: what that takes is the client's affair. The id stands at either end of a line.
      const [, id] = /"id":([12])[,}]/.exec(line.slice(-50)) ?? /"id":([12])[,}]/.exec(line.slice(0, 50)) ?? [];
      if (id === "1") {
        send({ method: "notifications/initialized" });
        send({ id: 2, method: "tools/list", params: {} });
      } else if (id === "2") {
        const seconds = (performance.now() - begun) / 1000;
        const megabytes = residentMegabytes(child);
        sample = { seconds, ...(megabytes !== undefined && { megabytes }), bytes: Buffer.byteLength(line) };
        child.kill();
      }
    });
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(limit);
      if (sample !== undefined) resolve(sample);
      else reject(new Error(`${command} ${args.join(" ")} ended without an answer:\n${said}`));
    });
    send({ id: 1, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo } });
  });
}
