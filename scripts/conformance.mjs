// `npm run conformance`: compiles the annotated functions of fixtures/conformance, serves them over HTTP, and runs
// @modelcontextprotocol/conformance against the server. Prints a table for each target; fails on any miss.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The suite, and the Node that it needs whatever this process runs on. */
const packages = { "@modelcontextprotocol/conformance": "0.2.0-alpha.12", node: "^22.0.0" };

/** Scenarios that ask the client in the middle of a call: nothing without sessions can do that on the legacy revisions. */
const askingScenarios = [
  "elicitation-sep1034-defaults",
  "elicitation-sep1330-enums",
  "tools-call-elicitation",
  "tools-call-sampling",
];

/** What is run: an entry of the compiled server, a revision, and the scored scenarios that must fail there. */
const targets = [
  { sdk: "v1", entry: "main", title: "v1, sessions", revision: "2025-11-25", failing: [] },
  { sdk: "v1", entry: "stateless", title: "v1, stateless", revision: "2025-11-25", failing: askingScenarios },
  { sdk: "v2", entry: "main", title: "v2, sessions", revision: "2025-11-25", failing: [] },
  { sdk: "v2", entry: "stateless", title: "v2, stateless", revision: "2025-11-25", failing: askingScenarios },
  { sdk: "v2", entry: "main", title: "v2, sessions for older clients", revision: "2026-07-28", failing: [] },
  { sdk: "v2", entry: "stateless", title: "v2, stateless", revision: "2026-07-28", failing: [] },
];

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scratch = join(root, ".scratch", "conformance");
const suite = join(scratch, "suite");

installSuite();
let failed = false;
for (const sdk of new Set(targets.map((target) => target.sdk))) {
  const project = await compiledProject(sdk);
  for (const target of targets.filter((one) => one.sdk === sdk)) failed = !(await passes(project, target)) || failed;
}
process.exitCode = failed ? 1 : 0;

function installSuite() {
  const marker = join(suite, "package.json");
  const manifest = JSON.stringify({ private: true, dependencies: packages }, undefined, 2);
  if (existsSync(marker) && readFileSync(marker, "utf8") === manifest && existsSync(join(suite, "node_modules")))
    return;
  mkdirSync(suite, { recursive: true });
  writeFileSync(marker, manifest);
  run("npm", ["install", "--no-audit", "--no-fund"], suite);
}

/** The fixture, compiled by mcpgen and by TypeScript. */
async function compiledProject(sdk) {
  const { compile, nodeHost, renderDiagnostics } = await import("../dist/compiler.js");
  const project = join(scratch, sdk);
  rmSync(project, { recursive: true, force: true });
  cpSync(join(root, "fixtures", "conformance"), project, { recursive: true });
  mkdirSync(join(project, "node_modules"));
  symlinkSync(root, join(project, "node_modules", "mcpgen"), "junction");
  const output = "src/mcp";
  const { files, diagnostics } = await compile(
    {
      sources: [{ kind: "typescript", inputs: ["src/tools"], coerce: true }],
      options: { layout: "embedded", sdk, name: "conformance" },
      output,
    },
    nodeHost(project),
  );
  const text = renderDiagnostics(diagnostics, { format: "text", colour: false });
  if (text !== "") console.error(text);
  if (files.length === 0) throw new Error("The fixture does not compile.");
  for (const { path, text: source } of files) {
    const file = join(project, output, path);
    // What is the fixture's own is there already.
    if (existsSync(file)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
  }
  run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "."], project);
  return project;
}

/** Serves one entry, runs the suite, prints what came of it; true when it is exactly what is expected. */
async function passes(project, { entry, title, revision, failing }) {
  const port = await freePort();
  const log = join(project, `${entry}.log`);
  const server = spawn(process.execPath, [join("dist", "mcp", `${entry}.js`), "--http", "--port", String(port)], {
    cwd: project,
    // A file: nobody reads a pipe while the suite runs.
    stdio: ["ignore", "inherit", openSync(log, "w")],
  });
  try {
    await listening(server, log);
    const results = join(project, "results", entry, revision);
    const args = [join(suite, "node_modules", "@modelcontextprotocol", "conformance", "dist", "index.js"), "server"];
    args.push("--url", `http://localhost:${port}/mcp`, "--requirements", revision, "-o", results);
    const { stdout, stderr } = spawnSync(join(suite, "node_modules", ".bin", "node"), args, {
      encoding: "utf8",
      timeout: 300_000,
    });
    return report({ title, revision, failing, output: stdout + stderr });
  } finally {
    server.kill();
  }
}

function report({ title, revision, failing, output }) {
  const [scored = "", unscored = ""] = output.slice(output.indexOf("=== SUMMARY ===")).split("Not scored for");
  const missing = new Set([...unscored.matchAll(/^\s*[✓✗] (\S+)/gm)].map(([, name]) => name));
  const scenarios = [...scored.matchAll(/^([✓✗]) (\S+): (\d+) passed, (\d+) failed/gm)].map(
    ([, mark, name, passed, missed]) => ({
      name,
      isPassed: mark === "✓",
      passed,
      missed,
      isScored: !missing.has(name),
    }),
  );
  const all = scenarios.filter(({ isScored }) => isScored);
  const good = all.filter(({ isPassed }) => isPassed);
  console.log(`\n${title}, ${revision}: ${good.length} of ${all.length} scored scenarios`);
  for (const { name, isPassed, isScored, passed, missed } of scenarios) {
    const state = isPassed ? "passes" : failing.includes(name) ? "cannot pass" : "FAILS";
    console.log(
      `  ${name.padEnd(40)} ${state.padEnd(12)} ${passed}/${Number(passed) + Number(missed)}${isScored ? "" : "  (not scored)"}`,
    );
  }
  const misses = all.filter(({ name, isPassed }) => isPassed === failing.includes(name));
  if (all.length > 0 && misses.length === 0) return true;
  console.error(all.length === 0 ? output : `Not as expected: ${misses.map(({ name }) => name).join(", ")}`);
  return false;
}

/** Waits until the log says that the server listens. */
async function listening(server, log) {
  for (let tries = 0; tries < 100 && server.exitCode === null; tries++) {
    if (readFileSync(log, "utf8").includes("listening on")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The server does not start: ${readFileSync(log, "utf8")}`);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`);
}
