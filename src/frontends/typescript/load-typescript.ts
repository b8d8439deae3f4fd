import { posix } from "node:path";
import type { Diagnostic, Place } from "../../diagnostics/diagnostic.js";
import { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Host } from "../../host.js";
import { addressOf } from "../../ir/address-of.js";
import { areVersions } from "../../ir/are-versions.js";
import type { Component } from "../../ir/component.js";
import type { Origin } from "../../ir/origin.js";
import type { FunctionModules, Provider, ServerInfo } from "../../ir/program.js";
import { lineStarts, placeAt } from "../line-places.js";
import { deviceNames, kebabCase, UniqueNames } from "../names.js";
import type { Libraries } from "./compiler/open-program.js";
import type { ProjectConfig } from "./compiler/read-config.js";
import { RecordedFiles } from "./compiler/recorded-files.js";
import type { SourceProgram } from "./declared-function.js";
import { docComment } from "./doc-comment.js";
import { findSources, type FoundSources } from "./find-sources.js";
import { lowerFunction } from "./lower-function.js";
import { TypeLowering } from "./lower-type.js";
import { provideOwnTypes } from "./own-types.js";

/** What to load. */
export interface TypeScriptInput {
  /** Folders, files and patterns, as the user wrote them. */
  readonly inputs: readonly string[];
  /** Folder that is written to; nothing in it is published. */
  readonly output?: string | undefined;
  /** Name of the provider; absent: the last segment of the first folder. */
  readonly name?: string | undefined;
  /** Whether arguments of another type are converted where that loses nothing. */
  readonly coerce: boolean;
}

/** What came of loading. */
export interface LoadedTypeScript {
  /** Absent (and reported) when there is nothing to publish. */
  readonly content?: {
    readonly provider: Provider;
    /** What the package says of itself. */
    readonly server: ServerInfo;
  };
  /**
   * Every file that was read, without bytes where there was none. A path that ends in `/` is a folder whose listing counts:
   * its bytes are the names in it, sorted by code unit and each followed by a line feed, those of folders with `/`.
   */
  readonly inputs: readonly { readonly path: string; readonly bytes?: Uint8Array }[];
  /** Line and column of those origins that lie in the user's files. */
  locate(origins: readonly Origin[]): Promise<ReadonlyMap<Origin, Place>>;
}

/**
 * Annotated functions → provider: find files, read them with the compiler, lower what is tagged. The compiler is loaded here,
 * not before. First it reads few libraries; when a type cannot be known so, it reads all that the user's own compiler would.
 */
export async function loadTypeScript(
  input: TypeScriptInput,
  host: Host,
  diagnostics: Diagnostics,
): Promise<LoadedTypeScript> {
  const files = new RecordedFiles(host.files);
  const sources = findSources(input.inputs, input.output, files, diagnostics);
  const [first] = sources.files;
  if (first === undefined) return loaded(undefined, files, sources);

  const { openProgram } = await import("./compiler/open-program.js");
  const { readConfig } = await import("./compiler/read-config.js");
  const { SourceCompilerHost } = await import("./compiler/compiler-host.js");
  const config = readConfig(posix.dirname(first), files);
  reportCommonJsSyntax(config, files, diagnostics);
  const isOwnFile = await provideOwnTypes(sources.files, config, files, host, diagnostics);
  const compilerHost = new SourceCompilerHost(files, isOwnFile);
  const attempt = (libraries: Libraries): Lowered => {
    const program = openProgram(sources.files, config, files, compilerHost, libraries, isOwnFile, kindTags);
    return lower(program, sources.files.length);
  };
  let lowered = attempt("few");
  if (lowered.isIncomplete && !lowered.diagnostics.some((one) => one.code === "typescript/syntax"))
    lowered = attempt("all");
  diagnostics.add(lowered.diagnostics);

  const { components, types } = lowered;
  const packageName =
    typeof config.manifest["name"] === "string" ? config.manifest["name"] : posix.basename(config.folder);
  const name = providerName(input.name ?? folderName(input.inputs[0] ?? "", first));
  const server = serverName(packageName) ?? name;
  return loaded(
    {
      provider: {
        name,
        source: input.inputs.map((one) => one.replace(/^\.\//, "").replace(/(?<=.)\/+$/, "")).join(", "),
        components,
        types,
        results: [],
        outputMode: "strict",
        inlineLimit: 20_480,
        coerce: input.coerce,
        routes: [],
        functions: functionModules(config, files.directory),
      },
      server: {
        name: server,
        title: typeof config.manifest["displayName"] === "string" ? config.manifest["displayName"] : server,
        version: typeof config.manifest["version"] === "string" ? config.manifest["version"] : "0.0.0",
        instructions: typeof config.manifest["description"] === "string" ? config.manifest["description"] : "",
      },
    },
    files,
    sources,
  );
}

interface Lowered {
  readonly components: readonly Component[];
  readonly types: Provider["types"];
  readonly diagnostics: readonly Diagnostic[];
  /** True when a type could not be known. */
  readonly isIncomplete: boolean;
}

/** Lowers what a program exports; what it reports may be thrown away with it. */
function lower(program: SourceProgram, files: number): Lowered {
  const diagnostics = new Diagnostics();
  for (const { code, message, origin } of program.syntaxFaults) {
    diagnostics.report("typescript/syntax", origin, { code, reason: message });
  }
  const types = new TypeLowering(diagnostics);
  const identifiers = new UniqueNames();
  // Where the syntax is wrong, types and tags are not what their author meant.
  const isSound = !diagnostics.hasErrors;
  const components = !isSound
    ? []
    : program.exports.flatMap((declared) => lowerFunction(declared, { types, identifiers, diagnostics }) ?? []);
  if (isSound) reportStrays(program, diagnostics);
  reportDuplicates(components, diagnostics);
  if (components.length === 0 && !diagnostics.hasErrors)
    diagnostics.report("typescript/no-components", undefined, { files });
  return { components, types: types.types, diagnostics: diagnostics.list, isIncomplete: types.isIncomplete };
}

const kindTags = /@(?:tool|resource|prompt)\b/i;

/** Tags on what cannot be published never go unnoticed. */
function reportStrays(program: SourceProgram, diagnostics: Diagnostics): void {
  for (const { comment, on } of program.strays()) {
    const { tags } = docComment(comment);
    const tag = tags.find(({ name }) => name === "tool" || name === "resource" || name === "prompt");
    if (tag === undefined || tags.some(({ name }) => name === "internal")) continue;
    const origin = { kind: "span", file: comment.file, start: tag.start, end: tag.end } as const;
    const code = on === "a function that is not exported" ? "typescript/not-exported" : "typescript/misplaced-tag";
    diagnostics.report(code, origin, { tag: tag.written });
  }
}

/** Names are unique ignoring case among components of a kind, and so are addresses: but for versions of one component. */
function reportDuplicates(components: readonly Component[], diagnostics: Diagnostics): void {
  const taken = new Map<string, Component[]>();
  const claim = (component: Component, what: string, value: string): boolean => {
    const key = `${what} ${value.toLowerCase()}`;
    const others = taken.get(key) ?? [];
    const other = others.find((one) => !areVersions(one, component) || addressOf(one) !== addressOf(component));
    if (other === undefined) taken.set(key, [...others, component]);
    else diagnostics.report("typescript/duplicate", component.origin, { what, value, other: other.origin.file });
    return other === undefined;
  };
  for (const component of components) {
    const kind = component.kind === "template" ? "resource template" : component.kind;
    if (!claim(component, kind, component.name)) continue;
    if (component.kind === "resource") claim(component, "address", component.uri);
    if (component.kind === "template") claim(component, "address", component.uriTemplate);
  }
}

/** Generated CommonJS under `verbatimModuleSyntax` would have to be written as `import x = require(…)`. */
function reportCommonJsSyntax(config: ProjectConfig, files: RecordedFiles, diagnostics: Diagnostics): void {
  if (config.moduleSystem !== "commonjs" || config.options.verbatimModuleSyntax !== true) return;
  const tsconfig = posix.relative(files.directory, config.tsconfig ?? "");
  diagnostics.report("typescript/commonjs-syntax", undefined, { tsconfig });
}

function functionModules(config: ProjectConfig, directory: string): FunctionModules {
  const { allowImportingTsExtensions, rewriteRelativeImportExtensions } = config.options;
  const keepsExtension = allowImportingTsExtensions === true || rewriteRelativeImportExtensions === true;
  const folder = posix.relative(directory, config.folder);
  return {
    importExtension: keepsExtension ? ".ts" : ".js",
    moduleSystem: config.moduleSystem,
    ...(config.tsconfig !== undefined && { tsconfig: posix.relative(directory, config.tsconfig) }),
    packageFolder: folder === "" ? "." : folder,
  };
}

/** The last folder of an input. */
function folderName(input: string, file: string): string {
  const parts = input
    .replace(/[*?{[].*$/, "")
    .split(/[\\/]/)
    .filter((part) => part !== "" && part !== "." && part !== "..");
  const last = parts.at(-1) ?? posix.basename(posix.dirname(file));
  return last.replace(/\.[cm]?tsx?$/, "");
}

function providerName(wanted: string): string {
  const name = kebabCase(wanted).slice(0, 50).replace(/-+$/, "");
  // `runtime` is the folder of what is copied; the others are devices on Windows.
  return name === "" ? "tools" : name === "runtime" || deviceNames.includes(name) ? `${name}-tools` : name;
}

/** The package's name without its scope. */
function serverName(name: string): string | undefined {
  const own = kebabCase(name.split("/").at(-1) ?? "")
    .slice(0, 50)
    .replace(/-+$/, "");
  return own === "" ? undefined : own;
}

function loaded(
  content: LoadedTypeScript["content"],
  files: RecordedFiles,
  { folders }: FoundSources,
): LoadedTypeScript {
  const encoder = new TextEncoder();
  const name = (path: string) => {
    const relative = posix.relative(files.directory, path);
    return relative === "" ? "." : relative;
  };
  return {
    ...(content && { content }),
    inputs: [
      ...[...folders].map(([path, names]) => ({
        path: `${name(path)}/`,
        bytes: encoder.encode(names.map((one) => `${one}\n`).join("")),
      })),
      ...[...files.asked].map(([path, text]) => ({
        path: name(path),
        ...(text !== undefined && { bytes: encoder.encode(text) }),
      })),
    ],
    locate: (origins) => Promise.resolve(locate(origins, files)),
  };
}

function locate(origins: readonly Origin[], files: RecordedFiles): ReadonlyMap<Origin, Place> {
  const lines = new Map<string, { readonly text: string; readonly starts: readonly number[] } | undefined>();
  const places = new Map<Origin, Place>();
  for (const origin of origins) {
    if (origin.kind !== "span") continue;
    if (!lines.has(origin.file)) {
      const text = files.asked.get(posix.resolve(files.directory, origin.file));
      lines.set(origin.file, text === undefined ? undefined : { text, starts: lineStarts(text) });
    }
    const file = lines.get(origin.file);
    if (file !== undefined) places.set(origin, placeAt(file.text, file.starts, [origin.start, origin.end]));
  }
  return places;
}
