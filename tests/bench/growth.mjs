// @ts-check
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "../../scripts/median.mjs";
import { alternate, measure } from "./measure.mjs";
import { cli, compileArguments, installPeers, peerFile, workspace } from "./places.mjs";
import { writePackage } from "./functions.mjs";
import { secondsToList } from "./seconds-to-list.mjs";
import { syntheticDocument } from "./synthetic-document.mjs";

/** @typedef {readonly import("./measure.mjs").Sample[]} Samples */

const folder = join(workspace, "growth");

/**
 * Ten times as much to compile, and what that costs: for each step the time of the smaller run, ten times, is the peer, so that
 * a ratio near 1 says that the cost grows with the input; a larger heap costs the collector a little more than its share.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function growth({ runs = 5 }) {
  installPeers();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return [...(await ofDocuments(runs)), ...(await ofFunctions(runs))];
}

/** @param {number} runs */
async function ofDocuments(runs) {
  const comparisons = [];
  /** @type {readonly import("./measure.mjs").Sample[] | undefined} */
  let smaller;
  /** @type {readonly import("./measure.mjs").Sample[] | undefined} */
  let smallerStart;
  /** @type {{ count: number, generation: Samples, start: Samples }[]} */
  const points = [];
  for (const count of [10, 100, 1_000, 10_000]) {
    const name = `${count.toLocaleString("en")} operations`;
    const document = join(folder, `${String(count)}.json`);
    const project = join(folder, `operations-${String(count)}`);
    writeFileSync(document, JSON.stringify(syntheticDocument(count)));
    const clear = () => rmSync(project, { recursive: true, force: true });
    const { ours } = await alternate(
      { ours: { before: clear, run: () => measure(compileArguments(document, project), { memory: true }) } },
      count > 1_000 ? Math.min(runs, 3) : runs,
    );
    comparisons.push(grown(`${name}: generation`, ours, smaller, 1.25));
    smaller = ours;
    await measure([peerFile("typescript-6/bin/tsc"), "-p", project]);
    const start = await alternate({ ours: { run: () => secondsToList([join(project, "dist", "main.js")]) } }, runs);
    comparisons.push(grown(`${name}: start and list`, start.ours, smallerStart, 0.7));
    smallerStart = start.ours;
    points.push({ count, generation: ours, start: start.ours });
  }
  comparisons.push(
    slope(
      "generation",
      points.map((point) => [point.count, point.generation]),
      "operation",
    ),
    slope(
      "start and list",
      points.map((point) => [point.count, point.start]),
      "operation",
    ),
  );
  return comparisons;
}

/** @param {number} runs */
async function ofFunctions(runs) {
  const comparisons = [];
  /** @type {readonly import("./measure.mjs").Sample[] | undefined} */
  let smaller;
  /** @type {[number, Samples][]} */
  const points = [];
  for (const count of [10, 100, 1_000]) {
    const project = join(folder, `functions-${String(count)}`);
    writePackage(project, count / 2);
    const output = join(project, "src", "mcp");
    const compile = [cli, "ts", join(project, "src", "tools"), "-o", output, "--quiet"];
    let edits = 0;
    const touch = () => writeFileSync(join(project, "src", "tools", "page.ts"), `${pageText(++edits)}`);
    const name = `${count.toLocaleString("en")} functions`;
    const samples = await alternate(
      {
        cold: {
          before: () => rmSync(output, { recursive: true, force: true }),
          run: () => measure(compile, { memory: true }),
        },
        edited: { before: touch, run: () => measure(compile) },
        same: { run: () => measure(compile) },
      },
      runs,
    );
    comparisons.push(grown(`${name}: cold`, samples.cold, smaller, 1.25));
    comparisons.push({ what: `${name}: one file changed`, ours: samples.edited });
    comparisons.push({ what: `${name}: no change`, ours: samples.same });
    smaller = samples.cold;
    points.push([count, samples.cold]);
  }
  comparisons.push(slope("functions, cold", points, "function"));
  return comparisons;
}

/**
 * What one more costs, in each step and over all of them: a cost that grows linearly has the same slope everywhere.
 *
 * @param {string} what
 * @param {readonly (readonly [count: number, samples: Samples])[]} points
 * @param {string} unit
 * @returns {import("./report.mjs").Comparison}
 */
function slope(what, points, unit) {
  const between = (/** @type {number} */ from, /** @type {number} */ to) => {
    const [[few, before] = [0, []], [many, after] = [0, []]] = [points[from], points[to]];
    const milliseconds = (1000 * (secondsOf(after) - secondsOf(before))) / (many - few);
    const kilobytes = (1024 * (megabytesOf(after) - megabytesOf(before))) / (many - few);
    return `${few.toLocaleString("en")} → ${many.toLocaleString("en")}: ${milliseconds.toFixed(3)} ms and ${kilobytes.toFixed(1)} kB`;
  };
  const steps = points.slice(1).map((_, at) => between(at, at + 1));
  return { what: `${what}: each ${unit} costs`, ours: [], note: steps.join("; ") };
}

/** @param {Samples} samples */
function secondsOf(samples) {
  return median(samples.map(({ seconds }) => seconds));
}

/** @param {Samples} samples */
function megabytesOf(samples) {
  return median(samples.map(({ megabytes = Number.NaN }) => megabytes));
}

/** @param {number} edit */
function pageText(edit) {
  return `export interface Page<Item> { items: Item[]; next?: string; total: number; edit${String(edit)}?: true }
export type Sorted<Keys extends string> = { by: Keys; descending?: boolean };
`;
}

/**
 * @param {string} what
 * @param {readonly import("./measure.mjs").Sample[]} ours
 * @param {readonly import("./measure.mjs").Sample[] | undefined} smaller
 * @param {number} ratioAtMost
 * @returns {import("./report.mjs").Comparison}
 */
function grown(what, ours, smaller, ratioAtMost) {
  if (smaller === undefined) return { what, ours };
  const theirs = smaller.map(({ seconds }) => ({ seconds: seconds * 10 }));
  return { what, ours, theirs, peer: "a tenth of it, ten times", ratioAtMost };
}
