// @ts-check
import { rmSync } from "node:fs";
import { join } from "node:path";
import { alternate, measure } from "./measure.mjs";
import { compileArguments, gitHubDocument, installPeers, petstoreDocument, workspace } from "./places.mjs";

/**
 * A second run with nothing changed, beside a Node process that does nothing.
 *
 * @param {{ runs: number | undefined }} options
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function noChange({ runs = 21 }) {
  installPeers();
  const folder = join(workspace, "no-change");
  rmSync(folder, { recursive: true, force: true });
  const petstore = compileArguments(petstoreDocument, join(folder, "petstore"));
  const gitHub = compileArguments(gitHubDocument(), join(folder, "github"));
  await measure(petstore);
  await measure(gitHub);
  const samples = await alternate(
    {
      nothing: { run: () => measure(["-e", "0"]) },
      petstore: { run: () => measure(petstore) },
      gitHub: { run: () => measure(gitHub) },
    },
    runs,
  );
  const theirs = { theirs: samples.nothing, peer: "node -e 0", unit: /** @type {const} */ ("ms"), ratioAtMost: 2 };
  return [
    { what: "petstore fixture", ours: samples.petstore, ...theirs },
    { what: "GitHub, 13 MB to hash", ours: samples.gitHub, ...theirs },
  ];
}
