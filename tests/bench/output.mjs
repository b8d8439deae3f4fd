// @ts-check
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measuredProcess } from "../../scripts/measured-process.mjs";
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
import { installRivals, kubbConfig, linkPackages, rivalFile } from "./rivals.mjs";
import { secondsToList } from "./seconds-to-list.mjs";

/**
 * What comes out of the documents: files, bytes, whether strict tsc takes it and how long, whether it starts; beside projects of
 * openapi-mcp-generator, and the sources of kubb's plugin for MCP, which takes its time and is therefore run once. What cannot be
 * checked or started is told in its row.
 *
 * @returns {Promise<import("./report.mjs").Comparison[]>}
 */
export async function output() {
  installPeers();
  installRivals();
  const stripe = join(corpus, "stripe-2022-04.json");
  /** @type {import("./report.mjs").Comparison[]} */
  const comparisons = [];
  /** @type {readonly { what: string, document: string, ratioAtMost?: number, env?: Record<string, string> }[]} */
  const documents = [
    { what: "petstore fixture", document: petstoreDocument },
    ...(existsSync(stripe) ? [{ what: "Stripe", document: stripe }] : []),
    // It names no address.
    { what: "Kubernetes", document: kubernetesDocument(), env: { SWAGGER_1_13_BASE_URL: "http://127.0.0.1:8001" } },
    { what: "GitHub", document: gitHubDocument(), ratioAtMost: 1 / 30 },
  ];
  for (const { what, document, ratioAtMost, env: own } of documents) {
    const ours = join(workspace, "output", "mcpgen");
    const theirs = join(workspace, "output", "kubb");
    for (const folder of [ours, theirs]) rmSync(folder, { recursive: true, force: true });
    const generated = await alternate(
      { ours: { run: () => measure([...compileArguments(document, ours), "--force"]) } },
      3,
    );
    // Whatever its configuration says, it writes below the folder that it runs in, too.
    mkdirSync(theirs, { recursive: true });
    const env = { KUBB_OUTPUT: theirs, KUBB_DOCUMENT: document };
    const kubb = [rivalFile("@kubb/cli/bin/kubb.cjs"), "generate", "--config", kubbConfig];
    const peer = "kubb 4, one run";
    try {
      const once = await measure(kubb, { memory: true, env, cwd: theirs, limitSeconds: 600 });
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
    const start = await secondsToList([join(ours, "dist", "main.js")], own && { env: own });
    const note = `${sizeOf(join(ours, "src"))}; strict tsc passes in ${check.seconds.toFixed(1)} s; lists ${(start.bytes / 1e3).toFixed(0)} kB after ${(start.seconds * 1000).toFixed(0)} ms`;
    comparisons.push({ what, ours: [], note, peer: "mcpgen's project" });
    comparisons.push({ what, ours: [], note: await ofGenerator(document), peer: "openapi-mcp-generator's project" });
    if (existsSync(join(theirs, "src")))
      comparisons.push({ what, ours: [], note: await ofKubb(theirs), peer: "kubb's sources" });
  }
  return comparisons;
}

/**
 * The project is checked as it asks for it: strict, and without what mcpgen's passes besides.
 *
 * @param {string} document
 */
async function ofGenerator(document) {
  const project = join(workspace, "output", "openapi-mcp-generator");
  rmSync(project, { recursive: true, force: true });
  try {
    await measure([
      peerFile("openapi-mcp-generator/bin/openapi-mcp-generator.js"),
      "-i",
      document,
      "-o",
      project,
      "--force",
    ]);
  } catch (error) {
    return `fails: ${firstLine(error)}`;
  }
  const size = sizeOf(join(project, "src"));
  linkPackages("openapi-mcp-generator", project);
  const check = await checked(project, "tsconfig.json");
  try {
    const start = await secondsToList([join(project, "build", "index.js")]);
    return `${size}; ${check}; lists ${(start.bytes / 1e3).toFixed(0)} kB after ${(start.seconds * 1000).toFixed(0)} ms`;
  } catch (error) {
    return `${size}; ${check}; does not start: ${firstLine(error)}`;
  }
}

/** @param {string} project */
async function ofKubb(project) {
  const size = sizeOf(join(project, "src"));
  linkPackages("kubb", project);
  const compilerOptions = {
    strict: true,
    target: "ES2023",
    module: "ESNext",
    moduleResolution: "Bundler",
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
    lib: ["ES2023", "DOM"],
  };
  writeFileSync(join(project, "bench.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  return `${size}; ${await checked(project, "bench.json")}; without what starts it`;
}

/**
 * @param {string} project
 * @param {string} config
 */
async function checked(project, config) {
  const { code, seconds, stdout } = await measuredProcess(
    [peerFile("typescript/bin/tsc"), "-p", join(project, config)],
    { limitSeconds: 60 },
  );
  if (code === 0) return `strict tsc passes in ${seconds.toFixed(1)} s`;
  if (code === null) return `strict tsc does not end in ${seconds.toFixed(0)} s`;
  const errors = stdout.match(/error TS/g)?.length ?? 0;
  const [first = ""] = /TS\d+: .*/.exec(stdout) ?? [];
  return `strict tsc fails in ${seconds.toFixed(1)} s (errors: ${errors.toLocaleString("en")}; the first: ${first.slice(0, 120)})`;
}

/** @param {unknown} error */
function firstLine(error) {
  const text =
    String(error)
      .split("\n")
      .filter((line) => /error/i.test(line))
      .at(-1) ?? String(error);
  return text.slice(0, 150);
}

/** @param {string} folder */
function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return `${files.length.toLocaleString("en")} files, ${(bytes / 1e6).toFixed(2)} MB`;
}
