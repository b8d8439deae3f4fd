import { statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { CompileOptions } from "../compile.js";

/** Where a server of functions goes, and how it lies there. */
export interface TsOutput {
  /** Path from the working directory, with `/`. */
  readonly output: string;
  readonly layout: CompileOptions["layout"];
}

/**
 * The output folder: `mcp/` beside the first input folder where none is given, within a folder that is a package itself. A
 * server outside the package of the functions is a project of its own.
 */
export function tsOutput([first = "."]: readonly string[], given: string | undefined, cwd: string): TsOutput {
  const folder = inputFolder(first, cwd);
  const parent = isPackage(folder) ? folder : dirname(folder);
  const output = resolve(cwd, given ?? join(parent, "mcp"));
  const own = relative(packageOf(folder) ?? cwd, output).replaceAll("\\", "/");
  const isInside = own !== "" && own !== ".." && !own.startsWith("../") && !/^[A-Za-z]:/.test(own);
  return {
    output: relative(cwd, output).replaceAll("\\", "/") || ".",
    layout: isInside ? "embedded" : "project",
  };
}

const globMark = /[*?{[]|[!@+]\(/;

/** The folder that an input names, or that holds the file or everything that the pattern can match. */
function inputFolder(input: string, cwd: string): string {
  const mark = input.search(globMark);
  if (mark >= 0) return resolve(cwd, input.slice(0, input.slice(0, mark).search(/[^\\/]*$/)));
  const path = resolve(cwd, input);
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? dirname(path) : path;
}

/** The nearest folder upwards with a package.json. */
function packageOf(folder: string): string | undefined {
  if (isPackage(folder)) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : packageOf(parent);
}

function isPackage(folder: string): boolean {
  return statSync(join(folder, "package.json"), { throwIfNoEntry: false })?.isFile() === true;
}
