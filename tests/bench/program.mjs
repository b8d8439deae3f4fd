// @ts-check
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Runs a bench that is a program of its own, which ends with 1 when it misses a target.
 *
 * @param {string} name file beside this one
 * @returns {Promise<{ text: string, isMissed: boolean }>} what it printed
 */
export function program(name) {
  return new Promise((resolve, reject) => {
    const file = fileURLToPath(new URL(name, import.meta.url));
    const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk) => (text += String(chunk)));
    child.once("error", reject);
    child.once("close", (code) => resolve({ text: text.trimEnd(), isMissed: code !== 0 }));
  });
}
