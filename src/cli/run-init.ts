import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { visibleText } from "../diagnostics/visible-text.js";
import type { InitRequest } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import type { Surroundings } from "./surroundings.js";

/** Folders in which functions are looked for. */
const functionFolders = ["src/tools", "src/mcp", "tools"];
const scripts = { "mcp:build": "mcpgen", "mcp:check": "mcpgen check" };

/** Runs `mcpgen init`: writes a configuration for what is there, and scripts; returns the exit code. */
export async function runInit({ isSure }: InitRequest, surroundings: Surroundings): Promise<number> {
  const { cwd, terminal } = surroundings;
  const file = join(cwd, "mcpgen.config.ts");
  if (existsSync(file)) {
    terminal.err("error: there is a mcpgen.config.ts already\n");
    return exitCodes.failed;
  }
  const documents = findDocuments(cwd);
  const folders = functionFolders.filter((folder) => hasSources(join(cwd, folder)));
  const config = configText(documents, folders.slice(0, 1));
  const added = missingScripts(cwd);
  terminal.err(`mcpgen.config.ts:\n\n${visibleLines(config)}\n`);
  if (added !== undefined) terminal.err(`scripts in package.json: ${Object.keys(scripts).join(", ")}\n`);
  if (!isSure && !(await isConfirmed(surroundings))) return exitCodes.failed;
  writeFileSync(file, config);
  if (added !== undefined) writeFileSync(join(cwd, "package.json"), added);
  terminal.err("Written. `npx mcpgen` builds the server.\n");
  return exitCodes.done;
}

/** Asks; without somebody to ask nothing is written. */
async function isConfirmed({ terminal, stdin }: Surroundings): Promise<boolean> {
  if (stdin.isTTY !== true) {
    terminal.err("error: there is nobody to ask; `mcpgen init --yes` writes it\n");
    return false;
  }
  terminal.err("Write this? [Y/n] ");
  for await (const chunk of stdin) return /^\s*(?:y|yes)?\s*$/i.test(Buffer.from(chunk).toString());
  return false;
}

/** OpenAPI documents in the folder and in those right below it. */
function findDocuments(cwd: string): readonly string[] {
  const folders = ["", ...namesIn(cwd).filter((name) => !/^\.|^node_modules$/.test(name) && isFolder(join(cwd, name)))];
  const files = folders.flatMap((folder) =>
    namesIn(join(cwd, folder)).map((name) => (folder === "" ? name : `${folder}/${name}`)),
  );
  return files.filter((path) => /\.(?:ya?ml|json)$/i.test(path) && isDocument(join(cwd, path))).slice(0, 10);
}

function isDocument(path: string): boolean {
  const head = isFolder(path) ? "" : readFileSync(path, "utf8").slice(0, 2_000);
  return /(?:^|[{,]\s*)"?(?:openapi|swagger)"?\s*:\s*["']?\d/m.test(head);
}

function hasSources(folder: string): boolean {
  return namesIn(folder).some((name) => name.endsWith(".ts"));
}

function configText(documents: readonly string[], folders: readonly string[]): string {
  const helpers = [
    ...(documents.length > 0 || folders.length === 0 ? ["openapi"] : []),
    ...(folders.length > 0 ? ["ts"] : []),
  ];
  const sources = [
    ...folders.map((folder) => `ts(${JSON.stringify(`./${folder}`)})`),
    ...documents.map(
      (path) =>
        `openapi(${JSON.stringify(`./${path}`)}${documents.length > 1 ? `, { namespace: ${JSON.stringify(stemOf(path))} }` : ""})`,
    ),
  ];
  const lines =
    sources.length === 0 ? ['    // openapi("./openapi.yaml"),'] : sources.map((source) => `    ${source},`);
  const output = folders.length > 0 ? "./mcp" : "./server";
  return `import { defineConfig, ${helpers.join(", ")} } from "mcpgen";

export default defineConfig({
  output: ${JSON.stringify(output)},
  sources: [
${lines.join("\n")}
  ],
});
`;
}

function stemOf(path: string): string {
  const stem = path
    .replace(/^.*\//, "")
    .replace(/\.\w+$/, "")
    .replace(/[^A-Za-z0-9_-]+/g, "-");
  return stem.slice(0, 40);
}

/** The package.json with the scripts that it lacks, in its own indentation; `undefined` when there is nothing to add. */
function missingScripts(cwd: string): string | undefined {
  const path = join(cwd, "package.json");
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "utf8");
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) return undefined;
  const own: unknown = "scripts" in manifest ? manifest.scripts : {};
  if (typeof own !== "object" || own === null || Object.keys(scripts).every((name) => name in own)) return undefined;
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  return `${JSON.stringify({ ...manifest, scripts: { ...scripts, ...own } }, undefined, indent)}\n`;
}

function namesIn(folder: string): readonly string[] {
  return isFolder(folder) ? readdirSync(folder).sort() : [];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function visibleLines(text: string): string {
  return text.replace(/[^\n\t]+/g, visibleText);
}
