// @ts-check
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alternate, measure } from "./measure.mjs";
import { cli, compileArguments, installPeers, peerFile, workspace } from "./places.mjs";
import { writePackage } from "./functions.mjs";
import { secondsToList } from "./seconds-to-list.mjs";
import { syntheticDocument } from "./synthetic-document.mjs";

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
  }
  return comparisons;
}

/** @param {number} runs */
async function ofFunctions(runs) {
  const comparisons = [];
  /** @type {readonly import("./measure.mjs").Sample[] | undefined} */
  let smaller;
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
  }
  return comparisons;
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
