import type { GeneratedFile } from "./generated-file.js";
import { relativeImports } from "./module-imports.js";
import { runtimeFolder } from "./copy-runtime.js";

/** A module below the output folder that is its author's own. */
export type AuthorModule = Pick<GeneratedFile, "path" | "text">;

/** Text of a file below the output folder as it is now; undefined when there is none. */
export type ReadAuthored = (path: string) => Promise<string | undefined>;

/**
 * The modules that belong to the author: those that mcpgen writes once, as they are by now, and what these import beside
 * generated files, in turn. A module that is not there is left out: the author's own compiler says so.
 */
export async function authorModules(
  files: readonly GeneratedFile[],
  read: ReadAuthored,
): Promise<readonly AuthorModule[]> {
  const found = new Map<string, AuthorModule>();
  const generated = new Set(files.filter(({ owner }) => owner === "mcpgen").map(({ path }) => path));
  const add = async (path: string, otherwise?: string): Promise<void> => {
    const text = (await read(path)) ?? otherwise;
    if (text === undefined || found.has(path)) return;
    found.set(path, { path, text });
    const own = relativeImports({ path, text }).filter((one) => !generated.has(one) && !one.startsWith(runtimeFolder));
    for (const one of own) if (!found.has(one)) await add(one);
  };
  for (const { path, text, owner } of files) if (owner === "user" && path.endsWith(".ts")) await add(path, text);
  return [...found.values()];
}
