import { ts } from "@ts-morph/common";
import type { SourceProgram, SyntaxFault } from "../declared-function.js";
import type { SourceCompilerHost } from "./compiler-host.js";
import { commentKey, ExportReader } from "./export-reader.js";
import { FileNames } from "./file-names.js";
import { miniLibrary, miniLibraryText, Provenance } from "./known-types.js";
import type { ProjectConfig } from "./read-config.js";
import type { RecordedFiles } from "./recorded-files.js";
import { SignatureReader } from "./signature-reader.js";
import { TypeReader } from "./type-reader.js";

/** How much of what surrounds the user's files is read. */
export type Libraries =
  /** The language's own declarations and a few globals: enough for most programs, and several times faster. */
  | "few"
  /** What the user's own compiler would read: the DOM, `@types`, ambient declarations of the package. */
  | "all";

/**
 * Reads files with everything that they import.
 *
 * @param paths absolute paths of the user's files
 * @param isContextFile true for a file that declares mcpgen's `Context`
 * @param kindTags matches comments that publish what they stand on
 */
export function openProgram(
  paths: readonly string[],
  config: ProjectConfig,
  files: RecordedFiles,
  host: SourceCompilerHost,
  libraries: Libraries,
  isContextFile: (path: string) => boolean,
  kindTags: RegExp,
): SourceProgram {
  const globals = `${config.folder}${miniLibrary}`;
  if (libraries === "few") files.add(globals, miniLibraryText);
  const program = ts.createProgram({
    rootNames: [...paths, ...(libraries === "few" ? [globals] : config.ambientFiles())],
    options: compilerOptions(config, libraries),
    host,
  });
  const names = new FileNames(files.directory);
  const provenance = new Provenance(program);
  const types = new TypeReader(program.getTypeChecker(), names, provenance, (symbol) => {
    const file = symbol?.declarations?.[0]?.getSourceFile();
    return symbol?.name === "Context" && file !== undefined && isContextFile(file.fileName);
  });
  const exports = new ExportReader(types, new SignatureReader(types), kindTags);
  const own = paths.flatMap((path) => program.getSourceFile(path) ?? []);
  const read = exports.read(own);
  const comments = new Set(read.map((one) => commentKey(one.comment)));
  return {
    syntaxFaults: program
      .getSourceFiles()
      .filter((file) => provenance.source(file) === "user")
      .flatMap((file) => program.getSyntacticDiagnostics(file).map((fault) => syntaxFault(fault, file, names))),
    exports: read,
    strays: () => exports.strays(own, comments),
  };
}

/** The user's options as far as they decide what types mean; nothing is checked and nothing emitted. */
function compilerOptions(config: ProjectConfig, libraries: Libraries): ts.CompilerOptions {
  const { lib: _lib, types, ...options } = config.options;
  return {
    ...options,
    ...(libraries === "few"
      ? { lib: ["lib.es2023.d.ts"], types: [] }
      : { ...(config.options.lib && { lib: config.options.lib }), types: types ?? ["*"] }),
    // Without it the checker forgets `null` and `undefined`, which arguments are not free to ignore.
    strictNullChecks: true,
    skipLibCheck: true,
    noEmit: true,
    composite: false,
    incremental: false,
  };
}

function syntaxFault(fault: ts.DiagnosticWithLocation, file: ts.SourceFile, names: FileNames): SyntaxFault {
  return {
    code: fault.code,
    message: ts.flattenDiagnosticMessageText(fault.messageText, " "),
    origin: { kind: "span", file: names.of(file), start: fault.start, end: fault.start + fault.length },
  };
}
