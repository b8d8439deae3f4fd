// Calls a second, lists of 1,000 tools and memory of a generated server, against one written by hand on the SDK's low-level
// Server. `node tests/bench/calls.mjs [rounds]`; ratios are what counts, the machine's own speed is not. Both servers run side
// by side and take turns of as many calls, so that a busy machine slows both; figures are medians of the rounds.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "../../scripts/median.mjs";
import { processorSeconds } from "../../scripts/processor-seconds.mjs";
import { residentMegabytes } from "../../scripts/resident-megabytes.mjs";
import { askOverHttp, askOverStdio } from "./ask.mjs";
import { serverByHand } from "./server-by-hand.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const project = join(root, ".scratch", "bench-calls");
const [toolCount, concurrency] = [1000, 16];
const rounds = Number(process.argv[2] ?? 7);

const toolsSource = `
const text = { type: "object", properties: { text: { type: "string" } }, required: ["text"], additionalProperties: false };
export const definitions = Array.from({ length: ${toolCount} }, (_, index) => ({
  name: index === 0 ? "echo" : "tool" + index,
  title: "Tool " + index,
  description: "Gives back what it is given.",
  inputSchema: text,
}));
`;

const generatedMain = `
// @ts-nocheck
import { definitions } from "./definitions.js";
import { serve } from "./runtime/serve.js";
import { createServer } from "./server.js";
import { environment, readSettings } from "./settings.js";
const call = ({ text }) => ({ content: [{ type: "text", text }] });
const tools = definitions.map((definition) => ({ ...definition, call }));
serve({ environment, readSettings, createServer: (settings) => createServer({ settings, tools }) });
`;

const handWritten = serverByHand({
  preamble: `import { definitions } from "./definitions.js";`,
  tools: "definitions",
  call: `({ params }) => ({ content: [{ type: "text", text: params.arguments.text }] })`,
});

rmSync(project, { recursive: true, force: true });
mkdirSync(join(project, "src"), { recursive: true });
const mcpgen = [join(root, "dist/cli/main.js"), "openapi", join(root, "fixtures/petstore/input/petstore.yaml")];
execFileSync(process.execPath, [...mcpgen, "-o", project, "--quiet", "--force"]);
writeFileSync(join(project, "src/main.ts"), generatedMain);
writeFileSync(join(project, "src/definitions.ts"), `// @ts-nocheck\n${toolsSource}`);
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]);
writeFileSync(join(project, "dist/by-hand.js"), handWritten);

console.log(`${"".padEnd(30)}${"by hand".padStart(24)}${"generated".padStart(24)}${"ratio".padStart(8)}`);
for (const transport of ["stdio", "http"]) {
  const servers = { byHand: await start("by-hand", transport), generated: await start("main", transport) };
  try {
    for (const [what, count, work] of [
      [
        "calls a second",
        transport === "stdio" ? 20_000 : 3000,
        ({ ask }) => ask("tools/call", { name: "echo", arguments: { text: "hello" } }),
      ],
      ["lists of 1,000 a second", 300, ({ ask }) => ask("tools/list", {})],
    ]) {
      const figures = { byHand: [], generated: [], byHandCpu: [], generatedCpu: [] };
      for (let round = -1; round < rounds; round++) {
        // Who comes first changes, too.
        for (const name of round % 2 === 0 ? ["byHand", "generated"] : ["generated", "byHand"]) {
          const { perSecond, cpu } = await rate(servers[name], count, work);
          if (round < 0) continue;
          figures[name].push(perSecond);
          figures[`${name}Cpu`].push(cpu);
        }
      }
      print(`${transport}: ${what}`, figures.byHand, figures.generated);
      print(`${transport}: µs of processor each`, figures.byHandCpu, figures.generatedCpu);
    }
    const { byHand, generated } = servers;
    print(`${transport}: resident MB`, [residentMegabytes(byHand.child)], [residentMegabytes(generated.child)]);
  } finally {
    for (const { child } of Object.values(servers)) child.kill("SIGKILL");
  }
}

function print(what, byHand, generated) {
  const ratio = (median(generated) / median(byHand)).toFixed(2);
  console.log(`${what.padEnd(30)}${shown(byHand).padStart(24)}${shown(generated).padStart(24)}${ratio.padStart(8)}`);
}

/** The median, with the least and the most of several rounds. */
function shown(values) {
  const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)].map((value) =>
    value.toFixed(0),
  );
  return values.length === 1 ? middle : `${middle} (${least}–${most})`;
}

/** A server in a process of its own, and the way to ask it. */
async function start(entry, transport) {
  const args = [join(project, "dist", `${entry}.js`), ...(transport === "http" ? ["--http", "--port", "0"] : [])];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
  return { child, ask: transport === "http" ? await askOverHttp(child, concurrency) : await askOverStdio(child) };
}

/** Calls a second, and microseconds of the server's processor for each. */
async function rate(server, count, work) {
  const start = performance.now();
  const before = processorSeconds(server.child);
  let asked = 0;
  const lane = async () => {
    while (asked++ < count) await work(server);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  const perSecond = (count * 1000) / (performance.now() - start);
  return { perSecond, cpu: ((processorSeconds(server.child) - before) * 1e6) / count };
}
