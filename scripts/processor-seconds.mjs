// @ts-check
import { existsSync, readFileSync } from "node:fs";

/**
 * Processor time that a running process has used so far; the kernel counts in hundredths of a second.
 *
 * @param {{ readonly pid?: number | undefined }} child
 * @returns {number} seconds; `NaN` where the system does not tell
 */
export function processorSeconds({ pid }) {
  const file = `/proc/${String(pid)}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const fields = readFileSync(file, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
