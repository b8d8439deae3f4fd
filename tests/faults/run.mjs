// @ts-check
// npm run faults [-- name …] [--quick]
// Breaks what a generated server and mcpgen itself depend on, and prints what became of it. A whole run takes a quarter of an
// hour and writes docs/reliability.md; --quick does a tenth of everything and writes nothing. Everything stays on loopback and
// ends by itself. Exits with 1 when something that must hold does not.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { clientFaults } from "./client-faults.mjs";
import { fullDisk } from "./full-disk.mjs";
import { killedRuns } from "./killed-runs.mjs";
import { root } from "./project.mjs";
import { steadyLoad } from "./steady-load.mjs";
import { stoppedServer } from "./stopped-server.mjs";
import { upstreamFaults } from "./upstream-faults.mjs";

/**
 * What was seen, and whether it is as it must be.
 *
 * @typedef {{ what: string, figures: string, holds: boolean }} Finding
 * @typedef {{ isQuick: boolean }} FaultOptions
 * @typedef {{ about: string, find: (options: FaultOptions) => Promise<Finding[]> }} Fault
 */

/** @type {Readonly<Record<string, Fault>>} */
const faults = {
  upstream: {
    about: "The API is down, slow, cuts its answers short, lies about their length, or wants to be left alone.",
    find: upstreamFaults,
  },
  client: { about: "The client goes away in the middle of a call, sends garbage, floods.", find: clientFaults },
  sigterm: {
    about: "SIGTERM while calls are under way: no call is lost that the API has answered.",
    find: stoppedServer,
  },
  kill: {
    about: "mcpgen is killed at random moments; the next run ends with the old project or the new one.",
    find: killedRuns,
  },
  disk: { about: "The disk is full while mcpgen writes.", find: fullDisk },
  load: { about: "200 calls a second, and what becomes of the memory.", find: steadyLoad },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false } },
});
if (positionals.some((name) => !Object.hasOwn(faults, name))) {
  console.error(`usage: npm run faults [-- ${Object.keys(faults).join("|")} …] [--quick]`);
  process.exit(2);
}

let broken = 0;
const parts = [];
for (const [name, { about, find }] of Object.entries(faults)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n${name}: ${about}`);
  const findings = await find({ isQuick: values.quick });
  for (const { what, figures, holds } of findings) console.log(`  ${holds ? "holds " : "BROKEN"}  ${what}: ${figures}`);
  broken += findings.filter(({ holds }) => !holds).length;
  const rows = findings.map(({ what, figures, holds }) => `| ${what} | ${figures} | ${holds ? "yes" : "**no**"} |`);
  parts.push(`## ${name}\n\n${about}\n\n| fault | what was seen | holds |\n| --- | --- | --- |\n${rows.join("\n")}\n`);
}
if (positionals.length === 0 && !values.quick) {
  writeFileSync(
    join(root, "docs", "reliability.md"),
    `# Reliability\n\n\`npm run faults\` breaks what a generated server and mcpgen itself depend on, and writes this page.\n\n${parts.join("\n")}`,
  );
}
console.log(broken === 0 ? "\nEverything holds." : `\n${broken} broken.`);
process.exitCode = broken === 0 ? 0 : 1;
