// @ts-check
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { alternate, measure } from "./measure.mjs";
import {
  compileArguments,
  corpus,
  gitHubDocument,
  installPeers,
  kubernetesDocument,
  peerFile,
  petstoreDocument,
  workspace,
} from "./places.mjs";
import { installRivals, kubbConfig, rivalFile } from "./rivals.mjs";
import { secondsToList } from "./seconds-to-list.mjs";

/**
 * What comes out of the large documents: files, bytes, whether strict tsc takes it and how long, whether it starts; beside
 * kubb's plugin for MCP, which takes its time and is therefore run once.
 *
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function output() {
  installPeers();
  installRivals();
  const stripe = join(corpus, "stripe-2022-04.json");
  /** @type {import("./report.mjs").Comparison[]} */
  const comparisons = [];
  for (const { what, document, ratioAtMost } of [
    { what: "petstore fixture", document: petstoreDocument, ratioAtMost: undefined },
    ...(existsSync(stripe) ? [{ what: "Stripe", document: stripe, ratioAtMost: undefined }] : []),
    { what: "Kubernetes", document: kubernetesDocument(), ratioAtMost: undefined },
    { what: "GitHub", document: gitHubDocument(), ratioAtMost: 1 / 30 },
  ]) {
    const ours = join(workspace, "output", "mcpgen");
    const theirs = join(workspace, "output", "kubb");
    for (const folder of [ours, theirs]) rmSync(folder, { recursive: true, force: true });
    const generated = await alternate(
      { ours: { run: () => measure([...compileArguments(document, ours), "--force"]) } },
      3,
    );
    const env = { KUBB_OUTPUT: theirs, KUBB_DOCUMENT: document };
    const kubb = [rivalFile("@kubb/cli/bin/kubb.cjs"), "generate", "--config", kubbConfig];
    const peer = "kubb 4, one run";
    try {
      const once = await measure(kubb, { memory: true, env, limitSeconds: 600 });
      comparisons.push({
        what,
        ours: generated.ours,
        theirs: [once],
        peer,
        ...(ratioAtMost !== undefined && { ratioAtMost }),
      });
    } catch {
      comparisons.push({ what, ours: generated.ours, note: "did not end with a result in ten minutes", peer });
    }
    const check = await measure([peerFile("typescript-6/bin/tsc"), "-p", ours]);
    const start = await secondsToList([join(ours, "dist", "main.js")]);
    const note = `${sizeOf(join(ours, "src"))}; strict tsc passes in ${check.seconds.toFixed(1)} s; lists ${(start.bytes / 1e6).toFixed(2)} MB after ${(start.seconds * 1000).toFixed(0)} ms`;
    comparisons.push({ what, ours: [], note, peer: "mcpgen's project" });
    if (existsSync(theirs))
      comparisons.push({ what, ours: [], note: `${sizeOf(theirs)}; without what starts it`, peer: "kubb's sources" });
  }
  return comparisons;
}

/** @param {string} folder */
function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return `${files.length.toLocaleString("en")} files, ${(bytes / 1e6).toFixed(2)} MB`;
}
