import { createHash } from "node:crypto";
import type { CompileInput, CompileOptions, OpenApiSource, OpenApiSourceOptions, Source } from "../compile.js";

/** Options of `mcpgen openapi` that decide what is generated, as they stand on the command line. */
export interface OpenApiFlags {
  readonly name?: string;
  readonly namespace?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly includeTag?: readonly string[];
  readonly excludeTag?: readonly string[];
  readonly outputSchemas?: OpenApiSourceOptions["outputSchemas"];
  /** False with `--no-coerce`. */
  readonly coerce?: boolean;
  readonly mediaType?: string;
  readonly allowRefs?: boolean;
  readonly overlays?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly sdk?: CompileOptions["sdk"];
  readonly surface?: "all" | "search";
  /** Names of tools that stay visible with `--surface search`. */
  readonly pin?: readonly string[];
}

/** The server's options that say what clients list; none says all. */
export function surfaceOptions({
  surface,
  pin,
}: Pick<OpenApiFlags, "surface" | "pin">): Pick<CompileOptions, "surface" | "pinned"> {
  return surface === "search" ? { surface, ...(pin !== undefined && { pinned: distinct(pin) }) } : {};
}

/**
 * The document alone, as a server project of its own. `--name` names the provider, and with it the server.
 *
 * @param text the document itself, when it came on standard input
 */
export function openApiInput(document: string, flags: OpenApiFlags, text?: Uint8Array): CompileInput {
  const source: OpenApiSource = { kind: "openapi", document, ...(text && { text }), ...openApiOptions(flags) };
  return { sources: [source], options: { layout: "project", sdk: flags.sdk ?? "v1", ...surfaceOptions(flags) } };
}

/** Fills in the defaults. Lists keep their order and lose repetitions. */
export function openApiOptions(flags: OpenApiFlags): OpenApiSourceOptions {
  return {
    ...(flags.name !== undefined && { name: flags.name }),
    ...(flags.namespace !== undefined && { namespace: flags.namespace }),
    include: distinct(flags.include),
    exclude: distinct(flags.exclude),
    includeTags: distinct(flags.includeTag),
    excludeTags: distinct(flags.excludeTag),
    outputSchemas: flags.outputSchemas ?? "relaxed",
    coerce: flags.coerce ?? true,
    ...(flags.mediaType !== undefined && { mediaType: flags.mediaType }),
    allowRefs: flags.allowRefs ?? false,
    overlays: distinct(flags.overlays),
    env: flags.env ?? {},
  };
}

/**
 * Digest of where the input lies and of all options but the name, which the lock file keeps apart: a run with the
 * same digest over the same bytes generates the same.
 *
 * @param keyOf how the lock file names an input
 */
export function optionsDigest({ sources, options }: CompileInput, keyOf: (input: string) => string): string {
  const { name: _serverName, ...server } = options;
  const facts = sources.map((source) => sourceFacts(source, keyOf));
  return createHash("sha256")
    .update(JSON.stringify([sortedEntries(server), ...facts.map(sortedEntries)]))
    .digest("hex");
}

function sourceFacts(source: Source, keyOf: (input: string) => string): object {
  switch (source.kind) {
    case "openapi": {
      const { name: _name, text: _text, document, ...facts } = source;
      return { ...facts, document: keyOf(document) };
    }
    case "typescript": {
      const { name: _name, inputs, ...facts } = source;
      return { ...facts, inputs: inputs.map(keyOf) };
    }
    case "mcp": {
      const { name: _name, folder, ...facts } = source;
      return { ...facts, folder: keyOf(folder) };
    }
    case "skills": {
      const { name: _name, folders, ...facts } = source;
      return { ...facts, folders: folders.map(keyOf) };
    }
    default:
      return source satisfies never;
  }
}

function sortedEntries(facts: object): readonly (readonly [string, unknown])[] {
  return Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1));
}

function distinct(list: readonly string[] = []): readonly string[] {
  return [...new Set(list)];
}
