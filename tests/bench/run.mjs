// @ts-check
// npm run bench [-- generation|typecheck|start|search|no-change …] [--runs n] [--markdown]
// Compares mcpgen with its peers in one run each: medians of alternating runs, so that whatever else the machine does
// disturbs both. Exits with 1 when a target is missed.
import { parseArgs } from "node:util";
import { functions } from "./functions.mjs";
import { generation } from "./generation.mjs";
import { noChange } from "./no-change.mjs";
import { machineLine, report } from "./report.mjs";
import { search } from "./search.mjs";
import { start } from "./start.mjs";
import { typecheck } from "./typecheck.mjs";

const benches = { generation, functions, typecheck, start, search, "no-change": noChange };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { markdown: { type: "boolean", default: false }, runs: { type: "string" } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
const runs = values.runs === undefined ? undefined : Number(values.runs);
if (unknown.length > 0 || (runs !== undefined && !(Number.isInteger(runs) && runs > 0))) {
  console.error(`usage: npm run bench [-- ${Object.keys(benches).join("|")} …] [--runs n] [--markdown]`);
  process.exit(2);
}

console.log(machineLine());
let missed = 0;
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  missed += report(name, await bench({ runs }), { isMarkdown: values.markdown });
}
if (missed > 0) console.error(`\n${missed} ${missed === 1 ? "target is" : "targets are"} missed.`);
process.exitCode = missed > 0 ? 1 : 0;
