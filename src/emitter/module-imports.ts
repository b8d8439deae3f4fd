import { posix } from "node:path";
import { importSpecifiers, staticImports } from "../ir/import-specifiers.js";

/** A module whose imports are looked for. */
export interface Module {
  readonly path: string;
  readonly text: string;
  /** True for a module with text of a document's in it: only declarations count there. */
  readonly isGenerated?: boolean;
}

/** Paths of the TypeScript modules that a module imports by relative path. */
export function relativeImports(module: Module): readonly string[] {
  const { path } = module;
  return importsOf(module).flatMap((specifier) =>
    /^\..*\.js$/.test(specifier) ? [posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts")] : [],
  );
}

/** Names of the packages that a module imports, without Node's own modules. */
export function packageImports(module: Module): readonly string[] {
  return importsOf(module).flatMap((specifier) => /^(?:@[\w.-]+\/)?[\w-][\w.-]*(?=\/|$)/.exec(specifier)?.[0] ?? []);
}

function importsOf({ path, text, isGenerated = false }: Module): readonly string[] {
  if (!path.endsWith(".ts")) return [];
  const specifiers = isGenerated ? staticImports(text) : importSpecifiers(text);
  return specifiers.filter((specifier) => !specifier.startsWith("node:"));
}
