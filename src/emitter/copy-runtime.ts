import { posix } from "node:path";
import type { Host } from "../host.js";
import type { GeneratedFile } from "./generated-file.js";

const header = "// From mcpgen. Do not edit.\n";

/** A relative import or export, static or dynamic, over as many lines as it takes. */
const relativeImport = /(?:\bfrom|\bimport|\bimport\()\s*"(\.[^"]+)\.js"/g;

/** The modules of the runtime that the files import, and those that these import in turn; each as it is, below a header. */
export async function copyRuntime(
  files: readonly GeneratedFile[],
  host: Pick<Host, "asset">,
): Promise<readonly GeneratedFile[]> {
  const sources = new Map<string, string>();
  let wanted = new Set(files.flatMap((file) => runtimeImports(file.path, file.text)));
  while (wanted.size > 0) {
    const read = await Promise.all([...wanted].map(async (path) => [path, await host.asset(path)] as const));
    for (const [path, text] of read) sources.set(path, text);
    wanted = new Set(read.flatMap(([path, text]) => runtimeImports(path, text)).filter((path) => !sources.has(path)));
  }
  return [...sources]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]): GeneratedFile => ({ path, owner: "mcpgen", text: withHeader(text) }));
}

/** Paths of the runtime's modules that a module imports. Only `src/runtime/` is looked at: the others are generated. */
function runtimeImports(path: string, text: string): string[] {
  if (!path.endsWith(".ts")) return [];
  return Array.from(
    text.matchAll(relativeImport),
    ([, specifier = ""]) => `${posix.join(posix.dirname(path), specifier)}.ts`,
  ).filter((imported) => imported.startsWith("src/runtime/"));
}

/** References to types must stay the first line. */
function withHeader(text: string): string {
  const reference = /^\/\/\/ <reference [^\n]*\n/.exec(text)?.[0] ?? "";
  return `${reference}${header}${text.slice(reference.length)}`;
}
