import { getLibFiles, ts } from "@ts-morph/common";
import type { RecordedFiles } from "./recorded-files.js";

/** Where the language's own declarations seem to lie; no file of the user's is there. */
const libraryFolder = "/node_modules/typescript/lib";

/**
 * The user's files as the compiler asks for them. What was parsed is kept, so that a second program over the same files is
 * mostly made of what the first one has; documentation comments are not parsed, as mcpgen reads them itself.
 */
export class SourceCompilerHost implements ts.CompilerHost {
  readonly #files: RecordedFiles;
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();
  #libraries: ReadonlyMap<string, string> | undefined;
  readonly jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  readonly #isOwn: (path: string) => boolean;
  readonly #resolutions: ts.ModuleResolutionCache;

  /** @param isOwn true for a declaration file of mcpgen itself */
  constructor(files: RecordedFiles, isOwn: (path: string) => boolean) {
    this.#files = files;
    this.#isOwn = isOwn;
    this.#resolutions = ts.createModuleResolutionCache(files.directory, (path) => path);
  }

  /** As the compiler does it by itself, but of mcpgen only what the types of its runtime need is read. */
  resolveModuleNameLiterals(
    literals: readonly ts.StringLiteralLike[],
    from: string,
    redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
    file: ts.SourceFile,
  ): readonly ts.ResolvedModuleWithFailedLookupLocations[] {
    const isOwn = this.#isOwn(from);
    return literals.map((literal) => {
      if (isOwn && !leadsToRuntime(literal.text, from)) return { resolvedModule: undefined };
      const mode = ts.getModeForUsageLocation(file, literal, options);
      return ts.resolveModuleName(literal.text, from, options, this, this.#resolutions, redirected, mode);
    });
  }

  getSourceFile(path: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    if (!this.#parsed.has(path)) {
      const text = this.readFile(path);
      this.#parsed.set(path, text === undefined ? undefined : ts.createSourceFile(path, text, options));
    }
    return this.#parsed.get(path);
  }

  readFile(path: string): string | undefined {
    return isLibrary(path) ? this.#library(path) : this.#files.read(path);
  }

  fileExists(path: string): boolean {
    return isLibrary(path) ? this.#library(path) !== undefined : this.#files.kind(path) === "file";
  }

  directoryExists(path: string): boolean {
    return this.#files.kind(path) === "directory";
  }

  getDirectories(path: string): string[] {
    return this.#files.list(path).flatMap(({ name, kind }) => (kind === "directory" ? [name] : []));
  }

  realpath(path: string): string {
    return this.#files.realPath(path);
  }

  getCurrentDirectory(): string {
    return this.#files.directory;
  }

  getDefaultLibFileName(options: ts.CompilerOptions): string {
    return `${libraryFolder}/${ts.getDefaultLibFileName(options)}`;
  }

  getDefaultLibLocation(): string {
    return libraryFolder;
  }

  getCanonicalFileName(path: string): string {
    return path;
  }

  useCaseSensitiveFileNames(): boolean {
    return true;
  }

  getNewLine(): string {
    return "\n";
  }

  writeFile(): void {
    throw new Error("the compiler writes nothing");
  }

  #library(path: string): string | undefined {
    this.#libraries ??= new Map(getLibFiles().map(({ fileName, text }) => [fileName, text]));
    return this.#libraries.get(path.slice(libraryFolder.length + 1));
  }
}

function isLibrary(path: string): boolean {
  return path.startsWith(`${libraryFolder}/`);
}

/** True for a relative import within the runtime, or into it. */
function leadsToRuntime(specifier: string, from: string): boolean {
  return specifier.startsWith(".") && (from.includes("/runtime/") || specifier.includes("/runtime/"));
}
