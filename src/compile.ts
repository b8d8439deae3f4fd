import { createHash } from "node:crypto";
import { composeProgram, type ServerOptions } from "./compile/compose-program.js";
import { AuthoredFiles } from "./compile/authored-files.js";
import { loadSource, type LoadedSource } from "./compile/load-source.js";
import type { Source } from "./compile/source.js";
import type { Diagnostic, Place } from "./diagnostics/diagnostic.js";
import { Diagnostics } from "./diagnostics/diagnostics.js";
import type { SdkLine } from "./emitter/copy-runtime.js";
import { emit } from "./emitter/emit.js";
import type { GeneratedFile } from "./emitter/generated-file.js";
import { surface, surfaceExceeds, tokensOf, type SurfaceComponent } from "./emitter/surface.js";
import type { Host } from "./host.js";
import type { Origin } from "./ir/origin.js";
import type { Program } from "./ir/program.js";
import { fitSurface } from "./passes/fit-surface.js";
import { runPasses } from "./passes/run-passes.js";

export type { ServerOptions } from "./compile/compose-program.js";
export type * from "./compile/source.js";
export { surfaceLine, tokensOf, type SurfaceComponent } from "./emitter/surface.js";

/** What to compile. */
export interface CompileInput {
  /** At least one; their providers keep this order. */
  readonly sources: readonly Source[];
  readonly options: CompileOptions;
  /** Folder that is written to, as the user wrote it: what its author has put there decides which runtime modules are copied. */
  readonly output?: string;
}

/** What is decided for the server as a whole. */
export interface CompileOptions extends ServerOptions {
  /** A project of its own, or files to lie within a package that is there already. */
  readonly layout: "project" | "embedded";
  /** Nothing is shortened, however large the surface becomes: for comparisons, not for clients. */
  readonly isWhole?: boolean;
  /** MCP SDK line that the generated server uses. */
  readonly sdk: SdkLine;
}

/** What came of a run; nothing of it is on disk yet. */
export interface Compilation {
  /** Absent when a source could not be read at all. */
  readonly program?: Program;
  /** The project; empty when there is an error. */
  readonly files: readonly GeneratedFile[];
  /** Text of a package.json that names what the package needs that the files lie within; absent for a project of its own. */
  readonly packageFile?: string;
  /** Every component as the model sees it, in order. */
  readonly surface: readonly SurfaceComponent[];
  /** Every file that was read, and every one that was looked for and is not there; one that several sources read stands once. */
  readonly inputs: readonly CompileInputFile[];
  /** In the order in which they were found, with `place` filled in where there is one. */
  readonly diagnostics: readonly Diagnostic[];
  /** Fills in the places of diagnostics that somebody else found in the same sources. */
  readonly locate: (diagnostics: readonly Diagnostic[]) => Promise<readonly Diagnostic[]>;
}

/** A file that the output depends on. */
export interface CompileInputFile {
  /** Path as given to the host, a URL, or `-`. */
  readonly path: string;
  /** SHA-256 of its bytes in hexadecimal; empty when there was no such file, so that its appearance counts as a change. */
  readonly sha256: string;
}

/** Compiles sources to one server: load, lower, compose, passes, emit. Never throws for what the input contains. */
export async function compile(input: CompileInput, host: Host): Promise<Compilation> {
  const loaded: LoadedSource[] = [];
  const diagnostics = new Diagnostics();
  try {
    return await compileLoading(loaded, input, host, diagnostics);
  } catch (error) {
    // Whatever walks along schemas ends here when they lead on and on.
    if (!(error instanceof RangeError && /call stack/i.test(error.message))) throw error;
    diagnostics.report("program/too-deep", undefined, {});
    return {
      files: [],
      surface: [],
      inputs: inputsOf(loaded),
      diagnostics: await withPlaces(diagnostics.list, loaded),
      locate: (found) => withPlaces(found, loaded),
    };
  }
}

/** Adds the sources to `loaded` one after the other. */
async function compileLoading(
  loaded: LoadedSource[],
  { sources, options, output }: CompileInput,
  host: Host,
  diagnostics: Diagnostics,
): Promise<Compilation> {
  for (const source of sources) loaded.push(await loadSource(source, output, host, diagnostics));
  const composed = composeProgram(loaded, options, diagnostics);
  const shaped = composed && runPasses(composed, options.isWhole);
  const program = options.isWhole === true ? shaped : shaped && fitSurface(shaped, surfaceExceeds, diagnostics);
  const own = new AuthoredFiles(output, host);
  const place = { directory: host.files.directory, ...(output !== undefined && { output }) };
  const emitted =
    program === undefined || diagnostics.hasErrors
      ? undefined
      : await emit(program, { ...options, ...place, authored: own.read }, host, diagnostics);
  const files = emitted?.files ?? [];
  const components = program === undefined ? [] : surface(program);
  if (program?.search === undefined) adviseOnSize(components, diagnostics);
  return {
    ...(program && { program }),
    files: diagnostics.hasErrors ? [] : files,
    ...(emitted && options.layout === "embedded" && { packageFile: emitted.packageFile }),
    surface: components,
    inputs: [...inputsOf(loaded), ...own.inputs(files)],
    diagnostics: await withPlaces(diagnostics.list, loaded),
    locate: (found) => withPlaces(found, loaded),
  };
}

/** Says so when there are more components or tokens than many clients take. */
function adviseOnSize(components: readonly SurfaceComponent[], diagnostics: Diagnostics): void {
  const tokens = components.reduce((sum, component) => sum + tokensOf(component), 0);
  if (components.length <= 40 && tokens <= 25_000) return;
  diagnostics.report("program/large-surface", undefined, { components: components.length, tokens });
}

function inputsOf(loaded: readonly LoadedSource[]): readonly CompileInputFile[] {
  const inputs = new Map<string, CompileInputFile>();
  for (const { path, bytes } of loaded.flatMap((source) => source.inputs)) {
    const sha256 = bytes === undefined ? "" : createHash("sha256").update(bytes).digest("hex");
    if (!inputs.has(path)) inputs.set(path, { path, sha256 });
  }
  return [...inputs.values()];
}

async function withPlaces(
  diagnostics: readonly Diagnostic[],
  loaded: readonly LoadedSource[],
): Promise<readonly Diagnostic[]> {
  const origins = diagnostics.flatMap((diagnostic) => diagnostic.origin ?? []);
  const places = new Map<Origin, Place>();
  for (const source of loaded) for (const [origin, place] of await source.locate(origins)) places.set(origin, place);
  return diagnostics.map((diagnostic) => {
    const place = diagnostic.origin && places.get(diagnostic.origin);
    return place === undefined ? diagnostic : { ...diagnostic, place };
  });
}
