// @ts-check
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { alternate, measure } from "./measure.mjs";
import {
  cli,
  compileArguments,
  corpus,
  gitHubDocument,
  installPeers,
  peerFile,
  petstoreDocument,
  workspace,
} from "./places.mjs";
import { fastMcpPython, installRivals, rivalFile, writeRival } from "./rivals.mjs";
import { secondsToList } from "./seconds-to-list.mjs";
import { syntheticDocument } from "./synthetic-document.mjs";

const lowLevelServer = fileURLToPath(new URL("peers/low-level-server.mjs", import.meta.url));

/**
 * From spawn to the answer to `tools/list` over stdio, beside a server of three tools written by hand on the SDK's low-level
 * `Server`.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function start({ runs = 15 }) {
  installPeers();
  const folder = join(workspace, "start");
  rmSync(folder, { recursive: true, force: true });
  const petstore = await build(petstoreDocument, join(folder, "petstore"));
  const gitHub = await build(gitHubDocument(), join(folder, "github"));
  const samples = await alternate(
    {
      lowLevel: { run: () => secondsToList([lowLevelServer]) },
      petstore: { run: () => secondsToList([petstore]) },
      gitHub: { run: () => secondsToList([gitHub]) },
    },
    runs,
  );
  const theirs = { theirs: samples.lowLevel, peer: "3 tools on Server", unit: /** @type {const} */ ("ms") };
  return [
    { what: "petstore fixture", ours: samples.petstore, ...theirs, ratioAtMost: 1.25 },
    { what: "GitHub, 1,223 operations", ours: samples.gitHub, ...theirs, ratioAtMost: 1.5 },
  ];
}

/**
 * @param {string} document
 * @param {string} project
 */
async function build(document, project) {
  await measure(compileArguments(document, project));
  await measure([peerFile("typescript-6/bin/tsc"), "-p", project]);
  return join(project, "dist", "main.js");
}

/**
 * From spawn to the answer to `tools/list`, with the memory that is resident then: servers of 3, 100, 417 and 1,223 tools, plain and
 * bundled, beside those that others make of as many. Each row of ours stands beside one peer.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function startOthers({ runs = 11 }) {
  installPeers();
  installRivals();
  const folder = join(workspace, "start-others");
  rmSync(folder, { recursive: true, force: true });
  const comparisons = [];
  const python = fastMcpPython();
  const stripe = join(corpus, "stripe-2022-04.json");
  for (const [count, document] of /** @type {const} */ ([
    [3, syntheticFile(3)],
    [100, syntheticFile(100)],
    [417, existsSync(stripe) ? stripe : syntheticFile(417)],
    [1223, gitHubDocument()],
  ])) {
    const name = `${count.toLocaleString("en")} tools`;
    const project = join(folder, String(count));
    const plain = await build(document, project);
    const bundle = join(project, "bundle.mjs");
    await measure([cli, "bundle", project, "-o", bundle]);
    /** @type {Record<string, () => Promise<import("./measure.mjs").Sample>>} */
    const contestants = {
      "hand-written, low-level Server": () => secondsToList([writtenByHand("low-level", count)]),
      "hand-written, McpServer with zod": () => secondsToList([writtenByHand("mcp-server", count)]),
      "fastmcp 4 (npm)": () => secondsToList([writtenByHand("fastmcp", count)]),
      "@ivotoby/openapi-mcp-server 1": () =>
        secondsToList([
          rivalFile("@ivotoby/openapi-mcp-server/bin/mcp-server.js"),
          ...["--api-base-url", "http://127.0.0.1:9", "--openapi-spec", document, "--transport", "stdio"],
        ]),
    };
    const own = { run: () => secondsToList([plain]) };
    const { ours, bundled, ...others } = await alternate(
      {
        ours: own,
        bundled: { run: () => secondsToList([bundle]) },
        ...Object.fromEntries(Object.entries(contestants).map(([peer, run]) => [peer, { run }])),
      },
      runs,
    );
    const unit = /** @type {const} */ ("ms");
    comparisons.push({
      what: `${name}, bundled`,
      ours: bundled,
      theirs: ours,
      peer: "mcpgen, not bundled",
      unit,
      ratioAtMost: 0.7,
    });
    for (const [peer, theirs] of Object.entries(others))
      comparisons.push({ what: name, ours, theirs: theirs ?? [], peer, unit });
    const peer = "FastMCP 4 (Python)";
    if (python === undefined) {
      comparisons.push({ what: name, ours: [], note: "not measured: pip cannot have it", peer });
      continue;
    }
    // Half a minute a start with the larger ones: fewer runs are enough for a ratio of twenty.
    const { beside, theirs } = await alternate(
      { beside: own, theirs: { run: () => secondsToList([fastMcpProgram(), document], { command: python }) } },
      Math.min(runs, 5),
    );
    comparisons.push({
      what: name,
      ours: beside,
      theirs,
      peer,
      unit,
      ...(count === 1223 && { ratioAtMost: 0.05 }),
    });
  }
  return comparisons;
}

/** @param {number} count */
function syntheticFile(count) {
  const file = join(workspace, `synthetic-${String(count)}.json`);
  writeFileSync(file, JSON.stringify(syntheticDocument(count)));
  return file;
}

/** @type {Map<string, string>} */
const written = new Map();

/**
 * A server of so many tools of three arguments, as their authors' documentation has it.
 *
 * @param {"low-level" | "mcp-server" | "fastmcp"} kind
 * @param {number} count
 */
function writtenByHand(kind, count) {
  const name = `${kind}-${String(count)}.mjs`;
  const known = written.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(fileURLToPath(new URL(`peers/${kind}.mjs`, import.meta.url)), "utf8");
  const file = writeRival(name, text.replace("const count = 3;", `const count = ${String(count)};`));
  written.set(name, file);
  return file;
}

function fastMcpProgram() {
  return fileURLToPath(new URL("peers/fastmcp-openapi.py", import.meta.url));
}
