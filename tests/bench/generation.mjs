// @ts-check
import { existsSync, rmSync } from "node:fs";
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

/**
 * From a document to a project on disk, beside openapi-mcp-generator, which writes untyped tables.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function generation({ runs = 11 }) {
  installPeers();
  const stripe = join(corpus, "stripe-2022-04.json");
  const documents = [
    { what: "petstore fixture", document: petstoreDocument },
    { what: "GitHub, 1,223 operations", document: gitHubDocument(), ratioAtMost: 1.5, megabytesAtMost: 500 },
    { what: "Kubernetes, 1,014 operations", document: kubernetesDocument(), ratioAtMost: 2.5 },
    ...(existsSync(stripe) ? [{ what: "Stripe, 417 operations", document: stripe, ratioAtMost: 2.5 }] : []),
  ];
  const comparisons = [];
  for (const { document, ...facts } of documents) {
    const ours = join(workspace, "out", "generation");
    const theirs = join(workspace, "out", "openapi-mcp-generator");
    const clear = () => rmSync(join(workspace, "out"), { recursive: true, force: true });
    const generator = peerFile("openapi-mcp-generator/bin/openapi-mcp-generator.js");
    const samples = await alternate(
      {
        ours: { before: clear, run: () => measure(compileArguments(document, ours), { memory: true }) },
        theirs: {
          before: clear,
          run: () => measure([generator, "--input", document, "--output", theirs, "--force"], { memory: true }),
        },
      },
      runs,
    );
    comparisons.push({ ...facts, ...samples, peer: "openapi-mcp-generator 4" });
  }
  return comparisons;
}
