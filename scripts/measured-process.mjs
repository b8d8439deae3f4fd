// @ts-check
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} MeasuredOptions
 * @property {boolean} [memory] whether peak memory is measured; default: no, because it costs a little time
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] variables beside those of this process
 * @property {number} [limitSeconds] after which the process is killed; default: 300
 *
 * @typedef {object} MeasuredProcess
 * @property {number | null} code exit code; `null` when the process was killed
 * @property {number} seconds from spawn to exit
 * @property {number} [megabytes] peak memory as the system counts it
 * @property {string} stdout
 * @property {string} stderr
 */

const gnuTime = "/usr/bin/time";
const memoryReporter = fileURLToPath(new URL("report-memory.mjs", import.meta.url));

/**
 * Runs a Node program to its end and measures the whole process. Peak memory comes from GNU time where it is, else from the
 * process itself.
 *
 * @param {readonly string[]} args
 * @param {MeasuredOptions} [options]
 * @returns {Promise<MeasuredProcess>}
 */
export async function measuredProcess(args, { memory = false, ...options } = {}) {
  if (!memory) return run(process.execPath, args, options);
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-measure-"));
  const file = join(folder, "kilobytes");
  try {
    const result = existsSync(gnuTime)
      ? await run(gnuTime, ["-f", "%M", "-o", file, process.execPath, ...args], options)
      : await run(process.execPath, ["--import", memoryReporter, ...args], {
          ...options,
          env: { ...options.env, MCPGEN_MEMORY_FILE: file },
        });
    const kilobytes = existsSync(file) ? Number(readFileSync(file, "utf8").trim().split("\n").at(-1)) : Number.NaN;
    return { ...result, megabytes: kilobytes / 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {MeasuredOptions} options
 * @returns {Promise<MeasuredProcess>}
 */
function run(command, args, { cwd, env, limitSeconds = 300 }) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    // A group of its own, so that the limit ends what it started too.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const limit = setTimeout(() => end(child.pid), limitSeconds * 1000);
    /** @type {Buffer[]} */
    const stdout = [];
    /** @type {Buffer[]} */
    const stderr = [];
    child.stdout.on("data", (chunk) => stdout.push(chunk));
    child.stderr.on("data", (chunk) => stderr.push(chunk));
    let seconds = 0;
    child.once("exit", () => (seconds = (performance.now() - begun) / 1000));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(limit);
      if (signal !== null) stderr.push(Buffer.from(`ended by ${signal}\n`));
      resolve({
        code,
        seconds,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8"),
      });
    });
  });
}

/** @param {number | undefined} pid */
function end(pid) {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
