// @ts-check
// npm run fuzz [-- <documents> <modules>]
// The night's share of random documents and modules: a new seed each time, which is printed, so that what fails can be had again
// (SEED=… npm run fuzz). Every crash becomes a case of tests/hostile/found-defects.test.ts.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const [documents = "10000", modules = "2000"] = process.argv.slice(2);
const seed = process.env["SEED"] ?? String(Math.floor(Math.random() * 2 ** 31));
console.log(`SEED=${seed}: ${documents} documents, ${modules} modules`);
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--project", "mcpgen", "tests/hostile/hostile.test.ts", "tests/hostile/modules.test.ts"],
  { stdio: "inherit", env: { ...process.env, SEED: seed, RUNS: documents, MODULES: modules } },
);
process.exitCode = status ?? 1;
