import { posix } from "node:path";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { HostFiles } from "../../host.js";
import { globBase, globPattern, isGlob } from "./glob.js";

/** What the user's inputs lead to. */
export interface FoundSources {
  /** Absolute paths of source files, in the order of the inputs and of their names. */
  readonly files: readonly string[];
  /** Folders that were listed, with the names in them: when these change, so may the files. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
}

/** Finds the source files below folders, and those that patterns match; what leads to none is reported. */
export function findSources(
  inputs: readonly string[],
  output: string | undefined,
  files: HostFiles,
  diagnostics: Diagnostics,
): FoundSources {
  const absolute = (path: string) => posix.resolve(files.directory, withSlashes(path, files.directory));
  const search = new Search(files, output === undefined ? undefined : absolute(output));
  const found = new Set<string>();
  for (const input of inputs) {
    const path = absolute(input);
    const kind = files.kind(path);
    const matches =
      kind === "file"
        ? [path].filter(isSource)
        : kind === "directory"
          ? search.below(path)
          : isGlob(input)
            ? search
                .below(absolute(globBase(withSlashes(input, files.directory))))
                .filter((file) => globPattern(path).test(file))
            : [];
    if (matches.length === 0) diagnostics.report("typescript/no-files", undefined, { input });
    for (const file of matches) found.add(file);
  }
  return { files: [...found], folders: search.folders };
}

class Search {
  readonly #files: HostFiles;
  readonly #output: string | undefined;
  readonly folders = new Map<string, readonly string[]>();

  constructor(files: HostFiles, output: string | undefined) {
    this.#files = files;
    this.#output = output;
  }

  /** Source files below a folder, without tests, hidden folders, packages and the output folder. */
  below(folder: string): readonly string[] {
    const entries = this.#files.list(folder);
    const names = new Set(entries.map(({ name, kind }) => (kind === "directory" ? `${name}/` : name)));
    // The output folder comes to be after the first run; its coming is no change.
    if (this.#output !== undefined && posix.dirname(this.#output) === folder)
      names.add(`${posix.basename(this.#output)}/`);
    this.folders.set(folder, [...names].sort());
    return entries.flatMap(({ name, kind }) => {
      const path = posix.join(folder, name);
      if (kind === "file") return isSource(name) && !/\.(?:test|spec)\.[cm]?tsx?$/.test(name) ? [path] : [];
      return name === "node_modules" || name.startsWith(".") || path === this.#output ? [] : this.below(path);
    });
  }
}

function isSource(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/\.d\.(?:[^./]+\.)?[cm]?ts$/.test(path);
}

function withSlashes(path: string, directory: string): string {
  return /^[A-Za-z]:/.test(directory) ? path.replaceAll("\\", "/") : path;
}
