// @ts-check
// npm run corpus -- <folder-or-file> [--only text] [--tsc 6|5.9|7] [--json] [--calls] [--keep]
// Compiles every OpenAPI document of a folder, type-checks what came out, starts it, asks a real client for its tools, and holds
// them against the portability rules; with --calls, calls them too. Exits with 1 when a document fails.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkDocument } from "./corpus/check-document.mjs";
import { listDocuments } from "./corpus/documents.mjs";
import { Table, totals } from "./corpus/table.mjs";
import { typeScriptCompiler } from "./corpus/typescript-compiler.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const usage = "usage: npm run corpus -- <folder-or-file> [--only text] [--tsc 6|5.9|7 …] [--json] [--calls] [--keep]";

const { values: flags, positionals } = readArguments();
const [folder = ""] = positionals;
if (positionals.length !== 1) stop(usage, 2);
if (!existsSync(folder)) stop(`SKIPPED: there is no folder ${folder}; nothing was checked.`, 0);

const workspace = join(root, ".scratch", "corpus");
mkdirSync(workspace, { recursive: true });
const compilers = flags.tsc.map((version) => typeScriptCompiler(root, version));
const documents = listDocuments(folder, flags.only);
if (documents.length === 0)
  stop(
    `SKIPPED: ${folder} holds no document${flags.only === undefined ? "" : ` with "${flags.only}" in its name`}.`,
    0,
  );

const table = new Table(documents, { compilers, hasCalls: flags.calls });
if (!flags.json) console.log(table.header());
const checked = [];
for (const document of documents) {
  const outcome = await checkDocument(document, {
    root,
    workspace,
    compilers,
    hasCalls: flags.calls,
    isKept: flags.keep,
  });
  checked.push(outcome);
  if (!flags.json) console.log(table.row(outcome));
}
const summary = totals(checked);
console.log(flags.json ? JSON.stringify({ documents: checked, totals: summary }, undefined, 1) : table.footer(summary));
process.exitCode = checked.some(({ failures }) => failures.length > 0) ? 1 : 0;

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        only: { type: "string" },
        tsc: { type: "string", multiple: true, default: ["6"] },
        json: { type: "boolean", default: false },
        calls: { type: "boolean", default: false },
        keep: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : error}\n${usage}`, 2);
  }
}

/**
 * @param {string} text
 * @param {number} code
 * @returns {never}
 */
function stop(text, code) {
  console.error(text);
  process.exit(code);
}
