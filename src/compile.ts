import { createHash } from "node:crypto";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { Diagnostics } from "./diagnostics/diagnostics.js";
import { emit } from "./emitter/emit.js";
import type { GeneratedFile } from "./emitter/generated-file.js";
import { surface, surfaceLine, tokensOf, type SurfaceComponent } from "./emitter/surface.js";
import type { Texts } from "./frontends/openapi/documents.js";
import { loadOpenApi, type OpenApiOptions } from "./frontends/openapi/load-openapi.js";
import { locate } from "./frontends/openapi/locate.js";
import type { Host } from "./host.js";
import type { OutputMode, Program } from "./ir/program.js";
import { fitSurface } from "./passes/fit-surface.js";
import { runPasses } from "./passes/run-passes.js";

export { tokensOf, type SurfaceComponent } from "./emitter/surface.js";

/** What to compile. */
export interface CompileInput {
  readonly source: OpenApiSource;
  readonly options: CompileOptions;
}

/** An OpenAPI document. */
export interface OpenApiSource {
  readonly kind: "openapi";
  /** Path as the user wrote it, an http or https URL, or `-` for standard input. */
  readonly document: string;
  /** Bytes of the document when `document` is `-`. */
  readonly text?: Uint8Array;
}

/** Everything beside the input that decides what is generated. */
export interface CompileOptions {
  /** Name of server and provider; absent: the document's stem or title decides. */
  readonly name?: string;
  /** Prefix of the names that clients see; absent: none. */
  readonly namespace?: string;
  /** Patterns such as `GET /pets/*`; empty: every operation. */
  readonly include: readonly string[];
  /** Patterns of operations to leave out. */
  readonly exclude: readonly string[];
  /** Tags whose operations are kept; empty: every operation. */
  readonly includeTags: readonly string[];
  /** Tags whose operations are left out. */
  readonly excludeTags: readonly string[];
  /** What results promise. */
  readonly outputSchemas: OutputMode;
  /** Whether arguments of another type are converted where that loses nothing. */
  readonly coerce: boolean;
  /** Media type to prefer where a body can be sent in several; absent: JSON first. */
  readonly mediaType?: string;
  /** Whether references may lead out of the document's folder. */
  readonly allowRefs: boolean;
  /** OpenAPI Overlay documents to apply first, in order. */
  readonly overlays: readonly string[];
  /** Environment variables of credentials, by security scheme, where the default names do not suit. */
  readonly env: Readonly<Record<string, string>>;
  /** MCP SDK line that the generated server uses. */
  readonly sdk: "v1";
}

/** What came of a run; nothing of it is on disk yet. */
export interface Compilation {
  /** Absent when the input could not be read at all. */
  readonly program?: Program;
  /** The project; empty when there is an error. */
  readonly files: readonly GeneratedFile[];
  /** Every component as the model sees it, in order. */
  readonly surface: readonly SurfaceComponent[];
  /** Every file that was read, and every one that was looked for and is not there. */
  readonly inputs: readonly CompileInputFile[];
  /** In the order in which they were found, with `place` filled in where there is one. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A file that the output depends on. */
export interface CompileInputFile {
  /** Path as given to the host, a URL, or `-`. */
  readonly path: string;
  /** SHA-256 of its bytes in hexadecimal; empty when there was no such file, so that its appearance counts as a change. */
  readonly sha256: string;
}

/** Compiles one document: load, lower, passes, emit. Never throws for what the input contains. */
export async function compile(input: CompileInput, host: Host): Promise<Compilation> {
  const diagnostics = new Diagnostics();
  const loaded = await loadOpenApi({ ...input.options, ...openApiInput(input) }, host, diagnostics);
  const program = "program" in loaded ? fitSurface(runPasses(loaded.program), surfaceBytes, diagnostics) : undefined;
  const files =
    program === undefined || diagnostics.hasErrors ? [] : await emit(program, { sdk: input.options.sdk }, host);
  const components = program === undefined ? [] : surface(program);
  adviseOnSize(components, diagnostics);
  return {
    ...(program && { program }),
    files,
    surface: components,
    inputs: loaded.documents.inputs.map(({ path, bytes }, index) => ({
      // The first is the document itself, which is `-` when it came on standard input.
      path: index === 0 ? input.source.document : path,
      sha256: bytes === undefined ? "" : createHash("sha256").update(bytes).digest("hex"),
    })),
    diagnostics: await withPlaces(diagnostics.list, loaded.documents),
  };
}

/** Says so when there are more components or tokens than many clients take. */
function adviseOnSize(components: readonly SurfaceComponent[], diagnostics: Diagnostics): void {
  const tokens = components.reduce((sum, component) => sum + tokensOf(component), 0);
  if (components.length <= 40 && tokens <= 25_000) return;
  diagnostics.report("program/large-surface", undefined, { components: components.length, tokens });
}

/** Bytes of all components as clients load them. */
function surfaceBytes(program: Program): number {
  return surface(program).reduce((sum, component) => sum + Buffer.byteLength(surfaceLine(component)), 0);
}

function openApiInput({ source, options }: CompileInput): OpenApiOptions {
  return {
    ...options,
    document: source.document,
    bytes: source.text,
    name: options.name,
    namespace: options.namespace,
    outputMode: options.outputSchemas,
    mediaType: options.mediaType,
  };
}

async function withPlaces(diagnostics: readonly Diagnostic[], documents: Texts): Promise<readonly Diagnostic[]> {
  const places = await locate(
    documents,
    diagnostics.flatMap((diagnostic) => diagnostic.origin ?? []),
  );
  return diagnostics.map((diagnostic) => {
    const place = diagnostic.origin && places.get(diagnostic.origin);
    return place === undefined ? diagnostic : { ...diagnostic, place };
  });
}
