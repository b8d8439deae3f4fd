// @ts-check
// npm run matrix: a package of two functions under every module system, compiler, place of mcpgen and set of flags that mcpgen
// promises: compiles, starts, answers. Ends with "N passed, N failed"; exit code 1 when one failed.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { installPeers, peerFile } from "../tests/bench/places.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist", "cli", "main.js");
const work = join(root, ".scratch", "matrix");

const compilers = { 5.9: "typescript", 6: "typescript-6", 7: "typescript-7" };

/** What a package's tsconfig.json says of modules, and its package.json. */
const systems = {
  ESM: { type: "module", module: "NodeNext", moduleResolution: "NodeNext" },
  CommonJS: { type: "commonjs", module: "NodeNext", moduleResolution: "NodeNext" },
  bundler: { type: "module", module: "ESNext", moduleResolution: "bundler" },
};

const flagSets = {
  strict: { noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noUnusedLocals: true },
  declaration: { declaration: true },
};

/** @param {boolean} isInstalled */
const source = (isInstalled) => `${isInstalled ? 'import { ToolError, type Context } from "mcpgen";\n' : ""}
export interface Meeting { title: string; at: Date; guests?: Set<string> }

/**
 * Say when a meeting is.
 * @tool
 */
export function announce(meeting: Meeting${isInstalled ? ", context: Context" : ""}): { text: string; year: number } {
  ${isInstalled ? 'if (context.signal.aborted || meeting.title === "") throw new ToolError("No title.");' : ""}
  return { text: \`\${meeting.title}: \${[...(meeting.guests ?? [])].join()}\`, year: meeting.at.getUTCFullYear() };
}

/**
 * Add up.
 * @tool
 */
export const add = async (...numbers: number[]): Promise<number> => numbers.reduce((sum, one) => sum + one, 0);
`;

let passed = 0;
let failed = 0;

installPeers();
for (const [system, { type, ...modules }] of Object.entries(systems)) {
  for (const place of ["installed", "elsewhere"]) {
    const folder = join(work, `${system}-${place}`);
    writePackage(folder, type, modules, place === "installed");
    check(`${system}, mcpgen ${place}: compile`, () => {
      execFileSync(process.execPath, [cli, "ts", "./src/tools", "--quiet"], { cwd: folder, stdio: "pipe" });
    });
    for (const [version, compiler] of Object.entries(compilers)) {
      for (const flags of Object.keys(flagSets)) {
        check(`${system}, mcpgen ${place}, TypeScript ${version}, ${flags}: tsc`, () => {
          const args = [peerFile(`${compiler}/bin/tsc`), "-p", `tsconfig.${flags}.json`];
          execFileSync(process.execPath, args, { cwd: folder, stdio: "pipe" });
        });
      }
      if (system === "bundler") await bundle(folder);
      const main = join(folder, "dist", system === "bundler" ? "bundle.mjs" : join("mcp", "main.js"));
      await checkLater(`${system}, mcpgen ${place}, TypeScript ${version}: answers`, () => ask(main));
    }
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * @param {string} folder
 * @param {string} type
 * @param {object} modules
 * @param {boolean} isInstalled
 */
function writePackage(folder, type, modules, isInstalled) {
  rmSync(folder, { recursive: true, force: true });
  const put = (/** @type {string} */ path, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  put("package.json", JSON.stringify({ name: "matrix", version: "1.0.0", type }));
  const compilerOptions = {
    ...{ target: "ES2022", lib: ["ES2023"], types: ["node"], strict: true, skipLibCheck: true },
    ...{ rootDir: "src", outDir: "dist", ...modules },
  };
  put("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));
  for (const [name, flags] of Object.entries(flagSets)) {
    put(`tsconfig.${name}.json`, JSON.stringify({ extends: "./tsconfig.json", compilerOptions: flags }));
  }
  put("src/tools/meetings.ts", source(isInstalled));
  mkdirSync(join(folder, "node_modules"));
  const link = (/** @type {string} */ name, /** @type {string} */ target) =>
    symlinkSync(target, join(folder, "node_modules", name), "junction");
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (!name.startsWith(".") && name !== "mcpgen") link(name, join(root, "node_modules", name));
  }
  if (isInstalled) link("mcpgen", root);
}

/** @param {string} folder */
async function bundle(folder) {
  await build({
    entryPoints: [join(folder, "src", "mcp", "main.ts")],
    outfile: join(folder, "dist", "bundle.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "silent",
  });
}

/**
 * One call over stdio.
 *
 * @param {string} main
 */
async function ask(main) {
  const server = spawn(process.execPath, [main], { stdio: ["pipe", "pipe", "inherit"] });
  const timer = setTimeout(() => server.kill(), 30_000);
  const send = (/** @type {object} */ message) =>
    server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const clientInfo = { name: "matrix", version: "1.0.0" };
  send({ id: 1, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo } });
  send({ method: "notifications/initialized" });
  const meeting = { title: "Tea", at: "2026-05-01T15:00:00Z", guests: ["Ada", "Max"] };
  send({ id: 2, method: "tools/call", params: { name: "announce", arguments: meeting } });
  send({ id: 3, method: "tools/call", params: { name: "add", arguments: { numbers: [1, 2, 3] } } });
  /** @type {Map<number, any>} */
  const answers = new Map();
  for await (const line of createInterface({ input: server.stdout })) {
    const { id, result } = JSON.parse(line);
    answers.set(id, result);
    if (answers.size === 3) break;
  }
  clearTimeout(timer);
  server.kill();
  const said = JSON.stringify([answers.get(2)?.structuredContent, answers.get(3)?.structuredContent]);
  const expected = JSON.stringify([{ text: "Tea: Ada,Max", year: 2026 }, { result: 6 }]);
  if (said !== expected) throw new Error(`answered ${said}`);
}

/**
 * @param {string} title
 * @param {() => void} run
 */
function check(title, run) {
  try {
    run();
    pass(title);
  } catch (error) {
    fail(title, error);
  }
}

/**
 * @param {string} title
 * @param {() => Promise<void>} run
 */
async function checkLater(title, run) {
  await run().then(
    () => pass(title),
    (/** @type {unknown} */ error) => fail(title, error),
  );
}

/** @param {string} title */
function pass(title) {
  passed++;
  console.log(`ok      ${title}`);
}

/**
 * @param {string} title
 * @param {unknown} error
 */
function fail(title, error) {
  failed++;
  const said =
    error instanceof Error && "stdout" in error
      ? `${String(error.stdout)}${"stderr" in error ? String(error.stderr) : ""}`
      : String(error);
  console.log(`FAILED  ${title}\n${said.trim().replace(/^/gm, "        ")}`);
}
