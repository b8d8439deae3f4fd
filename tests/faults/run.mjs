// @ts-check
// npm run faults [-- name …] [--quick]
// Breaks what a generated server and mcpgen itself depend on, and prints what became of it beside what must. A whole run takes
// about 20 minutes and writes docs/reliability.md; --quick does a tenth of everything and writes nothing. Everything stays on
// loopback and ends by itself. Exits with 1 when something that must hold does not.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { machineLine } from "../../scripts/machine-line.mjs";
import { writePage } from "../../scripts/write-page.mjs";
import { clientFaults } from "./client-faults.mjs";
import { fullDisk } from "./full-disk.mjs";
import { killedRuns } from "./killed-runs.mjs";
import { root } from "./project.mjs";
import { reliabilityPage } from "./reliability-page.mjs";
import { steadyLoad } from "./steady-load.mjs";
import { stoppedServer } from "./stopped-server.mjs";
import { upstreamFaults } from "./upstream-faults.mjs";

/**
 * What must be, what was seen, and whether that is so; `unproven` where this machine, now, could not show it.
 *
 * @typedef {{ what: string, expected: string, figures: string, holds: boolean | "unproven" }} Finding
 * @typedef {{ isQuick: boolean }} FaultOptions
 * @typedef {{ about: string, seen: string, find: (options: FaultOptions) => Promise<Finding[]> }} Fault `seen`: by a client, in words
 * @typedef {{ name: string, about: string, seen: string, findings: readonly Finding[] }} Part
 */

/** @type {Readonly<Record<string, Fault>>} */
const faults = {
  upstream: {
    about: "The API is down, slow, cuts its answers short, lies about their length, or wants to be left alone.",
    seen:
      "A call ends with `isError` and a sentence that says what is wrong and what to check, within the time limit " +
      "(`<PROVIDER>_TIMEOUT_MS`, here 2 s). GET, HEAD, PUT, DELETE and OPTIONS are tried twice more after connection faults and 429, " +
      "502, 503, 504; `Retry-After` is waited for where the time limit allows it, else the sentence tells how long to wait. What " +
      "comes whole but is no JSON reaches the model as the text that it is. Bytes beyond the announced length never reach another call.",
    find: upstreamFaults,
  },
  client: {
    about: "The client goes away in the middle of a call, sends garbage, floods.",
    seen:
      "A client that goes away takes its requests to the API with it. What is no MCP is refused with 4xx over HTTP and passed over on " +
      "stdio; other clients notice nothing. Under a flood every call is answered, later; new connections wait longest, because Node " +
      "accepts one in each turn of its event loop.",
    find: clientFaults,
  },
  sigterm: {
    about: "SIGTERM while calls are under way: no call is lost that the API has answered.",
    seen:
      "Calls under way are answered, new ones refused: over HTTP the connection is refused or closed, over stdio the output ends. A server " +
      "that has not finished after 5 s ends nevertheless, and the calls that take longer are lost.",
    find: stoppedServer,
  },
  kill: {
    about: "mcpgen is killed at random moments; the next run ends with the old project or the new one.",
    seen:
      "Nothing has to be cleaned up: whatever comes next, a run or `--check`, completes what was decided or takes back what was " +
      "begun, and then does its own work.",
    find: killedRuns,
  },
  disk: {
    about: "The disk is full while mcpgen writes.",
    seen: "The run ends with exit code 1 and a sentence that names the file; what was written before is removed.",
    find: fullDisk,
  },
  load: {
    about: "200 calls a second, and what becomes of the memory.",
    seen:
      "Every call is answered, and the server's memory stays where it is after a few minutes. Memory is compared by the medians of " +
      "two halves after three tenths of the time. Where the pace was not reached because other programs used the machine, the row is unproven.",
    find: steadyLoad,
  },
};

const limitMinutes = 35;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false } },
});
if (positionals.some((name) => !Object.hasOwn(faults, name))) {
  console.error(`usage: npm run faults [-- ${Object.keys(faults).join("|")} …] [--quick]`);
  process.exit(2);
}

let current = "";
setTimeout(() => {
  console.error(`\nStill at "${current}" after ${limitMinutes} minutes: given up.`);
  process.exit(1);
}, limitMinutes * 60_000).unref();

const machine = machineLine();
console.log(machine);
const begun = performance.now();
const minutes = () => ((performance.now() - begun) / 60_000).toFixed(1);
/** @type {Part[]} */
const parts = [];
for (const [name, { find, ...texts }] of Object.entries(faults)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  current = name;
  console.log(`\n${name}: ${texts.about}`);
  const findings = await find({ isQuick: values.quick }).catch((error) => [failure(name, error)]);
  for (const { what, expected, figures, holds } of findings)
    console.log(
      `  ${verdicts(holds).padEnd(8)}  ${what}\n            seen:     ${figures}\n            expected: ${expected}`,
    );
  console.log(`  after ${minutes()} min`);
  parts.push({ name, ...texts, findings });
}
if (positionals.length === 0 && !values.quick)
  await writePage(join(root, "docs", "reliability.md"), reliabilityPage(parts, machine, minutes()));
const all = parts.flatMap(({ findings }) => findings);
const broken = all.filter(({ holds }) => holds === false).length;
const unproven = all.filter(({ holds }) => holds === "unproven").length;
console.log(`\n${all.length - broken - unproven} of ${all.length} hold, ${broken} broken, ${unproven} unproven.`);
process.exitCode = broken === 0 ? 0 : 1;

/** @param {Finding["holds"]} holds */
function verdicts(holds) {
  return holds === "unproven" ? "unproven" : holds ? "holds" : "BROKEN";
}

/**
 * @param {string} name
 * @param {unknown} error
 * @returns {Finding}
 */
function failure(name, error) {
  console.error(error);
  return { what: name, expected: "a run to its end", figures: String(error).slice(0, 300), holds: false };
}
