// @ts-check
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, petstore, workspace } from "./project.mjs";

const folder = join(workspace, "killed");
const output = join(folder, "server");

/**
 * kill -9 at a random moment of a run that changes the project. Whoever comes next completes or rolls back what was begun: in turns
 * `--check`, which must find either project whole, and a run over the document that was there before, which must end with its project.
 *
 * @param {import("./run.mjs").FaultOptions} options
 * @returns {Promise<import("./run.mjs").Finding[]>}
 */
export async function killedRuns({ isQuick }) {
  const times = isQuick ? 25 : 500;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const document = join(folder, "petstore.yaml");
  const texts = [
    readFileSync(petstore, "utf8"),
    readFileSync(petstore, "utf8").replace("List pets", "List all pets").replace("/store/inventory", "/store/stock"),
  ];
  const use = (/** @type {number} */ index) => writeFileSync(document, texts[index] ?? "");
  const compile = ["openapi", document, "-o", output, "--quiet"];

  use(0);
  const begun = performance.now();
  spawnSync(process.execPath, [cli, ...compile]);
  const duration = performance.now() - begun;
  const wholes = [treeDigest()];
  use(1);
  spawnSync(process.execPath, [cli, ...compile]);
  wholes.push(treeDigest());

  const ends = { old: 0, new: 0, finished: 0, restored: 0, torn: 0 };
  let interrupted = 0;
  let current = 1;
  for (let time = 0; time < times; time++) {
    const next = 1 - current;
    use(next);
    const isKilled = await killedAfter(compile, Math.random() * duration * 1.2);
    if (existsSync(join(output, ".mcpgen-staging"))) interrupted++;
    if (time % 2 === 1) {
      use(current);
      const { status } = spawnSync(process.execPath, [cli, ...compile]);
      if (status === 0 && treeDigest() === wholes[current]) ends.restored++;
      else {
        ends.torn++;
        spawnSync(process.execPath, [cli, ...compile, "--force"]);
      }
      continue;
    }
    // Whoever checks next repairs first, and reports no fault of its own.
    const check = spawnSync(process.execPath, [cli, ...compile, "--check"]);
    const found = wholes.indexOf(treeDigest());
    const isExplained = found === next ? check.status === 0 : check.status === 1;
    if (found < 0 || !isExplained) ends.torn++;
    else if (!isKilled) ends.finished++;
    else if (found === current) ends.old++;
    else ends.new++;
    if (found < 0) spawnSync(process.execPath, [cli, ...compile, "--force"]);
    current = found < 0 ? next : found;
  }
  return [
    {
      what: "kill -9 at a random moment",
      expected:
        "the next `--check` finds the old project or the new one whole, the next run ends with the project that it makes",
      figures: `${times} runs, ${interrupted} of them killed while they wrote: in half of them the next was \`--check\`, which found the old project ${ends.old} times, the new one ${ends.new} times (${ends.finished} runs had finished); in the others it was a run, which ended with its project ${ends.restored} times; ${ends.torn} were torn`,
      holds: ends.torn === 0 && ends.old > 0 && ends.restored === Math.floor(times / 2),
    },
  ];
}

/**
 * @param {readonly string[]} args
 * @param {number} milliseconds
 * @returns {Promise<boolean>} false when it had ended before
 */
function killedAfter(args, milliseconds) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: "ignore" });
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.once("error", reject);
    child.once("exit", (_code, signal) => {
      clearTimeout(timer);
      resolve(signal === "SIGKILL");
    });
  });
}

/** Of every file's path and text. */
function treeDigest() {
  const hash = createHash("sha256");
  for (const file of filesOf(output)) hash.update(`${file}\0`).update(readFileSync(join(output, file)));
  return hash.digest("hex");
}

/** @param {string} directory */
function filesOf(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1))
    .sort();
}
