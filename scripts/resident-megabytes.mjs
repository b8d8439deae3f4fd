// @ts-check
import { existsSync, readFileSync } from "node:fs";

/**
 * The memory of a running process that is resident now.
 *
 * @param {{ readonly pid?: number | undefined }} child
 * @returns {number | undefined} megabytes (2^20 bytes); `undefined` where the system does not tell
 */
export function residentMegabytes({ pid }) {
  const file = `/proc/${String(pid)}/status`;
  const [, kilobytes] = existsSync(file) ? (/VmRSS:\s*(\d+)/.exec(readFileSync(file, "utf8")) ?? []) : [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
