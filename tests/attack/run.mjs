// @ts-check
// npm run attack [-- <number> …]
// Every item of the security checklist as a test, and the proof that it tests something: each is run against the sources as they
// are, where it must pass, and once more for each of its defences with that one taken out of a copy, where it must fail.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { attacks } from "./attacks.mjs";
import { defences } from "./defences.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const copy = join(root, ".scratch", "attack");
/** Milliseconds that one attack may take; what hangs has failed. */
const patience = 60_000;

/** @type {Map<string, string>} */
const edited = new Map();
const asked = process.argv.slice(2).map(Number);
const chosen = attacks.filter(({ item }) => asked.length === 0 || asked.includes(item));

rmSync(copy, { recursive: true, force: true });
for (const part of ["src", "generator-templates", "package.json"]) {
  cpSync(join(root, part), join(copy, part), { recursive: true });
}
for (const path of readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })) {
  if (path.endsWith(".ts")) place(path, readFileSync(join(root, "src", path), "utf8"));
}

let failures = 0;
for (const { item, name } of chosen) {
  const intact = await attempt(item);
  const own = defences.filter((defence) => defence.item === item);
  const stands = intact.code === 0;
  if (!stands) failures++;
  console.log(`${String(item).padStart(2)}  ${stands ? "holds" : "BROKEN"}  ${name}`);
  if (!stands) console.log(indented(intact.output));
  if (own.length === 0) {
    failures++;
    console.log("      NO DEFENCE is named whose absence shows");
  }
  for (const { what, edits } of own) {
    for (const { file, find, replace } of edits) edit(file, find, replace);
    const without = await attempt(item);
    for (const file of new Set(edits.map((one) => one.file))) restore(file);
    const shows = without.code !== 0;
    if (!shows) failures++;
    console.log(
      `      ${shows ? "fails" : "STILL PASSES"} without ${what}${shows ? `: ${reasonIn(without.output)}` : ""}`,
    );
  }
}
console.log(
  failures === 0
    ? `\n${chosen.length} attacks held off, each by a defence without which it succeeds`
    : `\n${failures} of these are not as they should be`,
);
process.exitCode = failures === 0 ? 0 : 1;

/**
 * Writes a module of the copy as JavaScript.
 *
 * @param {string} path below src
 * @param {string} text
 */
function place(path, text) {
  const file = join(copy, "dist", path.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, transformSync(text, { loader: "ts", format: "esm", target: "es2023" }).code);
}

/**
 * Changes one place of a source, or of a template, in the copy.
 *
 * @param {string} file
 * @param {string} find
 * @param {string} replace
 */
function edit(file, find, replace) {
  const text = edited.get(file) ?? readFileSync(join(root, file), "utf8");
  if (text.split(find).length !== 2) throw new Error(`${file} holds not exactly once: ${find}`);
  put(
    file,
    text.replace(find, () => replace),
  );
}

/** @param {string} file */
function restore(file) {
  put(file, readFileSync(join(root, file), "utf8"));
  edited.delete(file);
}

/**
 * @param {string} file
 * @param {string} text
 */
function put(file, text) {
  edited.set(file, text);
  if (file.endsWith(".ts")) place(file.replace(/^src\//, ""), text);
  else writeFileSync(join(copy, file), text);
}

/**
 * Runs an attack in a process of its own.
 *
 * @param {number} item
 * @returns {Promise<{ code: number, output: string }>}
 */
function attempt(item) {
  return new Promise((resolve) => {
    const program = join(root, "tests", "attack", "attempt.mjs");
    const child = spawn(process.execPath, [program, String(item), copy], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
    const limit = setTimeout(() => child.kill("SIGKILL"), patience);
    child.once("close", (code) => {
      clearTimeout(limit);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** @param {string} output */
function reasonIn(output) {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => line.startsWith("attack succeeded")) ?? lines[0] ?? "no answer").slice(0, 110);
}

/** @param {string} text */
function indented(text) {
  return text.replace(/^/gm, "      ");
}
