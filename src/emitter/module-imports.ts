import { posix } from "node:path";
import { importSpecifiers } from "../ir/import-specifiers.js";

/** Paths of the TypeScript modules that a module imports by relative path. */
export function relativeImports(path: string, text: string): readonly string[] {
  return importsOf(path, text).flatMap((specifier) =>
    /^\..*\.js$/.test(specifier) ? [posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts")] : [],
  );
}

/** Names of the packages that a module imports, without Node's own modules. */
export function packageImports(path: string, text: string): readonly string[] {
  return importsOf(path, text).flatMap(
    (specifier) => /^(?:@[\w.-]+\/)?[\w-][\w.-]*(?=\/|$)/.exec(specifier)?.[0] ?? [],
  );
}

function importsOf(path: string, text: string): readonly string[] {
  return path.endsWith(".ts") ? importSpecifiers(text).filter((specifier) => !specifier.startsWith("node:")) : [];
}
