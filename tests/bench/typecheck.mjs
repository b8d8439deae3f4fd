// @ts-check
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alternate, measure } from "./measure.mjs";
import { compileArguments, gitHubDocument, installPeers, peerFile, workspace } from "./places.mjs";

const compilers = [
  { version: "5.9", package: "typescript" },
  { version: "6", package: "typescript-6" },
  { version: "7", package: "typescript-7" },
];

/** What the contract promises that generated projects pass. */
const strictest = {
  target: "ES2023",
  module: "NodeNext",
  moduleResolution: "NodeNext",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  declaration: true,
};

/**
 * `tsc` over the whole GitHub project, beside `tsc` over the types that openapi-typescript makes of the same document.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function typecheck({ runs = 5 }) {
  installPeers();
  const folder = join(workspace, "typecheck");
  rmSync(folder, { recursive: true, force: true });
  const ours = join(folder, "mcpgen");
  const theirs = join(folder, "openapi-typescript");
  await measure(compileArguments(gitHubDocument(), ours));
  await measure([peerFile("openapi-typescript/bin/cli.js"), gitHubDocument(), "-o", join(theirs, "src", "github.ts")]);
  configure(ours, ["node"]);
  configure(theirs, []);

  const comparisons = [];
  for (const { version, package: name } of compilers) {
    const run = (/** @type {string} */ project) =>
      measure([peerFile(`${name}/bin/tsc`), "-p", join(project, "bench.json")], { memory: true });
    const samples = await alternate({ ours: { run: () => run(ours) }, theirs: { run: () => run(theirs) } }, runs);
    comparisons.push({ what: `GitHub, tsc ${version}`, ...samples, peer: "openapi-typescript 7", ratioAtMost: 3 });
  }
  return comparisons;
}

/**
 * @param {string} project
 * @param {readonly string[]} types
 */
function configure(project, types) {
  mkdirSync(project, { recursive: true });
  const compilerOptions = { ...strictest, types, rootDir: "src", outDir: "bench-dist" };
  writeFileSync(join(project, "bench.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
}
