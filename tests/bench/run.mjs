// @ts-check
// npm run bench [-- name …] [--runs n]
// Compares mcpgen with its peers in one run each: medians of alternating runs, so that whatever else the machine does
// disturbs both. Without names everything runs, for about half an hour, and `docs/benchmarks.md` is written anew. Exits with 1
// when a target is missed.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { machineLine } from "../../scripts/machine-line.mjs";
import { writePage } from "../../scripts/write-page.mjs";
import { chart } from "./chart.mjs";
import { composed } from "./composed.mjs";
import { functions } from "./functions.mjs";
import { generation } from "./generation.mjs";
import { growth } from "./growth.mjs";
import { noChange } from "./no-change.mjs";
import { output } from "./output.mjs";
import { root } from "./places.mjs";
import { program } from "./program.mjs";
import { benchmarksPage, judge, table } from "./report.mjs";
import { search } from "./search.mjs";
import { start, startOthers } from "./start.mjs";
import { typecheck } from "./typecheck.mjs";

/** @type {Readonly<Record<string, import("./report.mjs").Bench>>} */
const benches = {
  generation: { about: "From a document to a project on disk.", compare: generation },
  output: { about: "What comes out, and kubb's time for the same documents.", compare: output },
  functions: { about: "From annotated functions to a server in the same package.", compare: functions },
  growth: { about: "Ten times the input, against ten times the cost.", compare: growth },
  "no-change": { about: "A second run that finds nothing changed.", compare: noChange },
  typecheck: {
    about:
      "tsc over the whole project, beside tsc over openapi-typescript's types; both with the same strict options and skipLibCheck. Only ours has code to emit, and reads the types of Node, the SDK, zod and hono.",
    compare: typecheck,
  },
  start: { about: "From spawn to the answer to tools/list over stdio.", compare: start },
  "start-others": {
    about: "The same, beside other ways to a server of as many tools; memory is resident.",
    compare: startOthers,
  },
  composed: { about: "GitHub, Stripe and 100 functions in one server.", compare: composed },
  search: { about: "GitHub's API behind three tools: what is listed, how soon, and what is found.", compare: search },
  calls: { about: "Calls and lists a second, beside the SDK's low-level Server by hand.", program: "calls.mjs" },
  upstream: {
    about:
      "A call through a server to an API on loopback, beside the same request made directly and a server by hand that calls fetch.",
    program: "upstream.mjs",
  },
  proxy: { about: "A call through a proxy, beside the same call made directly and the hop.", program: "proxy.mjs" },
  load: { about: "1,000 calls at a time for a minute.", program: "load.mjs" },
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: "string" } } });
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
const runs = values.runs === undefined ? undefined : Number(values.runs);
if (unknown.length > 0 || (runs !== undefined && !(Number.isInteger(runs) && runs > 0))) {
  console.error(`usage: npm run bench [-- ${Object.keys(benches).join("|")} …] [--runs n]`);
  process.exit(2);
}

const begun = performance.now();
const machine = machineLine();
console.log(machine);
let missed = 0;
/** @type {import("./report.mjs").Section[]} */
const sections = [];
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n${name}: ${bench.about}`);
  if ("compare" in bench) {
    const compared = await bench.compare({ runs }).catch((error) => [failure(error)]);
    const rows = compared.map(judge);
    console.log(table(rows));
    sections.push({ name, about: bench.about, rows });
    missed += rows.filter(({ isMissed }) => isMissed).length;
  } else {
    const { text, isMissed } = await program(bench.program);
    console.log(text);
    sections.push({ name, about: bench.about, text });
    missed += isMissed ? 1 : 0;
  }
}
if (positionals.length === 0) {
  writeFileSync(join(root, "docs", "benchmarks.svg"), chart(sections));
  await writePage(join(root, "docs", "benchmarks.md"), benchmarksPage(sections, machine));
}
console.log(`\n${((performance.now() - begun) / 60_000).toFixed(1)} min`);
if (missed > 0) console.error(`\n${missed} ${missed === 1 ? "target is" : "targets are"} missed.`);
process.exitCode = missed > 0 ? 1 : 0;

/**
 * A bench that fails does not keep the others from running.
 *
 * @param {unknown} error
 * @returns {import("./report.mjs").Comparison}
 */
function failure(error) {
  console.error(error);
  const [note = ""] = String(error).split("\n", 1);
  return { what: "failed", ours: [], note: note.slice(0, 200), target: "runs", isMissed: true };
}
