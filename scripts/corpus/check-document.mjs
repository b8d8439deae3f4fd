// @ts-check
import { readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { measuredProcess } from "../measured-process.mjs";
import { checkCalls } from "./calls/check-calls.mjs";
import { readOperations } from "./calls/operations.mjs";
import { portabilityFaults } from "./portability.mjs";
import { Recorder } from "./recorder.mjs";
import { startServer } from "./running-server.mjs";

/**
 * @typedef {object} CheckOptions
 * @property {string} root of mcpgen
 * @property {string} workspace
 * @property {readonly import("./typescript-compiler.mjs").Compiler[]} compilers
 * @property {boolean} hasCalls
 * @property {boolean} isKept whether the generated project stays
 */

/**
 * Takes a document all the way; every fault on it is a sentence among the failures.
 *
 * @param {import("./documents.mjs").CorpusDocument} document
 * @param {CheckOptions} options
 * @returns {Promise<import("./table.mjs").Outcome>}
 */
export async function checkDocument(document, options) {
  /** @type {import("./table.mjs").Outcome} */
  const outcome = { name: document.name, skipped: [], diagnostics: {}, typecheck: {}, failures: [] };
  const project = join(options.workspace, document.name.replaceAll(/[^\w.-]/g, "_"));
  rmSync(project, { recursive: true, force: true });
  try {
    const diagnostics = await compile(document, project, options, outcome);
    if (outcome.failures.length > 0) return outcome;
    await typecheck(project, options, outcome);
    if (outcome.failures.length === 0) await serve(document, project, diagnostics, options, outcome);
  } catch (error) {
    outcome.failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    if (!options.isKept) rmSync(project, { recursive: true, force: true });
  }
  return outcome;
}

/** @typedef {{ code: string, severity: string, message: string, file?: string, line?: number, pointer?: string }} Diagnostic */

/**
 * @param {import("./documents.mjs").CorpusDocument} document
 * @param {string} project
 * @param {CheckOptions} options
 * @param {import("./table.mjs").Outcome} outcome
 * @returns {Promise<Diagnostic[]>}
 */
async function compile({ file, isBroken }, project, { root }, outcome) {
  const args = [join(root, "dist/cli/main.js"), "openapi", file, "-o", project, "--format", "json"];
  const { code, seconds, megabytes, stderr } = await measuredProcess(args, { memory: true, cwd: dirname(file) });
  Object.assign(outcome, { seconds, megabytes });
  const lines = stderr.split("\n").filter((line) => line.startsWith("{"));
  /** @type {Diagnostic[]} */
  const diagnostics = lines.map((line) => JSON.parse(line));
  for (const diagnostic of diagnostics)
    outcome.diagnostics[diagnostic.code] = (outcome.diagnostics[diagnostic.code] ?? 0) + 1;
  if (code !== 0) outcome.failures.push(`mcpgen ended with ${code}: ${stderr.slice(-2000)}`);
  if (isBroken && !diagnostics.some(({ line }) => line !== undefined))
    outcome.failures.push("it is broken, but no diagnostic has a place");
  return diagnostics;
}

/**
 * @param {string} project
 * @param {CheckOptions} options
 * @param {import("./table.mjs").Outcome} outcome
 */
async function typecheck(project, { compilers }, outcome) {
  for (const { version, script } of compilers) {
    const { code, seconds, stdout, stderr } = await measuredProcess([script, "-p", project, "--declaration"], {
      limitSeconds: 600,
    });
    outcome.typecheck[version] = seconds;
    if (code !== 0) outcome.failures.push(`tsc ${version} ended with ${code}: ${`${stdout}${stderr}`.slice(0, 1500)}`);
  }
}

/**
 * @param {import("./documents.mjs").CorpusDocument} document
 * @param {string} project
 * @param {readonly Diagnostic[]} diagnostics
 * @param {CheckOptions} options
 * @param {import("./table.mjs").Outcome} outcome
 */
async function serve(document, project, diagnostics, { hasCalls }, outcome) {
  const operations = readOperations(document.file);
  const routes = await readRoutes(project);
  const served = new Set(routes.filter(({ as }) => as !== "exclude").map(({ method, path }) => `${method} ${path}`));
  outcome.operations = operations.list.length;
  outcome.sourceRatio = sourceBytes(join(project, "src")) / operations.bytes;
  for (const { method, path, pointer, label } of operations.list) {
    if (served.has(`${method} ${path}`)) continue;
    // The fault may stand elsewhere than the operation, in a schema that it needs.
    const ofOperation = diagnostics.filter(
      (one) => one.pointer?.startsWith(pointer) || one.message.includes(`\`${label}\``),
    );
    const why = ofOperation.map(({ code }) => code);
    outcome.skipped.push(`${method} ${path}: ${[...new Set(why)].join(", ") || "no diagnostic says why"}`);
    if (why.length === 0) outcome.failures.push(`${method} ${path} is skipped without a diagnostic`);
  }

  const recorder = await Recorder.start();
  const server = await startServer(project, recorder.url);
  try {
    const { tools, startMs, listBytes, resources } = await server.list();
    Object.assign(outcome, { startMs, listBytes, components: tools.length + resources });
    outcome.failures.push(...portabilityFaults(tools));
    if (hasCalls) {
      outcome.calls = await checkCalls({ operations: operations.list, routes, tools, server, recorder });
      outcome.failures.push(...outcome.calls.failures);
    }
  } finally {
    await server.close();
    recorder.close();
  }
}

/**
 * @param {string} project
 * @returns {Promise<{ method: string, path: string, as: string, name?: string }[]>}
 */
async function readRoutes(project) {
  const dist = join(project, "dist");
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((path) =>
    /^[^/\\]+[/\\]routes\.js$/.test(path),
  );
  const modules = await Promise.all(files.map((path) => import(pathToFileURL(join(dist, path)).href)));
  return modules.flatMap(({ routes }) => routes);
}

/** Bytes of generated sources, without the runtime, which is the same for every document. */
function sourceBytes(/** @type {string} */ folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(folder, file).startsWith("runtime"))
    .reduce((sum, file) => sum + statSync(file).size, 0);
}
