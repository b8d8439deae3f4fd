import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { Host } from "../host.js";
import type { AuthorModule } from "./author-modules.js";
import type { GeneratedFile } from "./generated-file.js";
import { relativeImports, type Module } from "./module-imports.js";

const header = "// mcpgen: do not edit.\n";

/** Where the runtime lies in mcpgen's package and in a project. */
export const runtimeFolder = "src/runtime/";

/** A line of the MCP SDK: `v1` is `@modelcontextprotocol/sdk`, `v2` is `@modelcontextprotocol/server` and `…/client`. */
export type SdkLine = "v1" | "v2";

const sdkLines = ["v1", "v2"] as const satisfies readonly SdkLine[];

/** In mcpgen's package: the adapter to each line. A project has one, and has it as `protocol/`. */
const adapters: Readonly<Record<SdkLine, string>> = {
  v1: `${runtimeFolder}protocol/`,
  v2: `${runtimeFolder}protocol-v2/`,
};

/**
 * The modules of the runtime that generated files and the author's own import, and those that these import in turn; each as
 * it is, below a header. One that the author imports and that does not exist is reported.
 */
export async function copyRuntime(
  files: readonly GeneratedFile[],
  authored: readonly AuthorModule[],
  sdk: SdkLine,
  host: Pick<Host, "asset" | "assets">,
  diagnostics: Diagnostics,
): Promise<readonly GeneratedFile[]> {
  const sources = new Map<string, string>();
  const known = (await host.assets(runtimeFolder.slice(0, -1))).flatMap((asset) => pathInProject(asset, sdk) ?? []);
  const imported = files.flatMap(({ path, text }) => runtimeImports({ path, text, isGenerated: true }));
  // Functions may lie in a folder of the same name: what mcpgen does not have is theirs.
  let wanted = new Set(imported.filter((path) => known.includes(path)));
  const chosen = authored.flatMap((module) => runtimeImports(module).map((path) => ({ path, file: module.path })));
  for (const { path, file } of chosen) {
    if (known.includes(path)) wanted.add(path);
    else diagnostics.report("output/unknown-runtime-module", undefined, { file, ...moduleNames(path, known) });
  }
  while (wanted.size > 0) {
    const read = await Promise.all(
      [...wanted].map(async (path) => [path, await host.asset(assetOf(path, sdk))] as const),
    );
    for (const [path, text] of read) sources.set(path, text);
    const next = read.flatMap(([path, text]) => runtimeImports({ path, text }));
    wanted = new Set(next.filter((path) => !sources.has(path)));
  }
  return [...sources]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]): GeneratedFile => ({ path, owner: "mcpgen", text: withHeader(text) }));
}

function assetOf(path: string, sdk: SdkLine): string {
  return path.startsWith(adapters.v1) ? `${adapters[sdk]}${path.slice(adapters.v1.length)}` : path;
}

/** Nothing for a module of the other line's adapter. */
function pathInProject(asset: string, sdk: SdkLine): string | undefined {
  const line = sdkLines.find((one) => asset.startsWith(adapters[one]));
  if (line === undefined) return asset;
  return line === sdk ? `${adapters.v1}${asset.slice(adapters[line].length)}` : undefined;
}

/** Only the runtime's own folder is looked at: other modules are generated. */
function runtimeImports(module: Module): readonly string[] {
  return relativeImports(module).filter((imported) => imported.startsWith(runtimeFolder));
}

function moduleNames(path: string, known: readonly string[]) {
  const nameOf = (one: string) => one.slice(runtimeFolder.length).replace(/\.ts$/, ".js");
  return { module: nameOf(path), known: known.filter((one) => one.endsWith(".ts")).map(nameOf) };
}

/** References to types must stay the first line. */
function withHeader(text: string): string {
  const reference = /^\/\/\/ <reference [^\n]*\n/.exec(text)?.[0] ?? "";
  return `${reference}${header}${text.slice(reference.length)}`;
}
