import type { Place } from "../diagnostics/diagnostic.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { loadOpenApi } from "../frontends/openapi/load-openapi.js";
import { locate } from "../frontends/openapi/locate.js";
import { loadMcp } from "../frontends/mcp/load-mcp.js";
import { loadSkills } from "../frontends/skills/load-skills.js";
import { loadTypeScript } from "../frontends/typescript/load-typescript.js";
import type { Host } from "../host.js";
import type { Origin } from "../ir/origin.js";
import type { Provider, ServerInfo } from "../ir/program.js";
import { namespaceProvider } from "../passes/namespace-provider.js";
import { overrideComponents } from "../passes/override-components.js";
import { showComponents, type VisibilityRule } from "../passes/show-components.js";
import type { OpenApiSource, Source, SourceLayer } from "./source.js";

/** What a frontend made of a source. */
export interface LoadedSource {
  /** Absent (and reported) when the source could not be read at all. */
  readonly content?: {
    readonly provider: Provider;
    /** What a server of this source alone says of itself. */
    readonly server: ServerInfo;
  };
  /** Every file that was read, and every one that was looked for and is not there (without bytes). */
  readonly inputs: readonly { readonly path: string; readonly bytes?: Uint8Array }[];
  /** Line and column of those origins that lie in the source's files. */
  locate(origins: readonly Origin[]): Promise<ReadonlyMap<Origin, Place>>;
}

/**
 * Loads and lowers one source, and brings it through the layers around it.
 *
 * @param output folder that is written to, whose own functions are not published again
 */
export async function loadSource(
  source: Source,
  output: string | undefined,
  host: Host,
  diagnostics: Diagnostics,
): Promise<LoadedSource> {
  const loaded = await loadKind(source, output, host, diagnostics);
  const { content } = loaded;
  if (content === undefined) return loaded;
  const chosen = chosenOf(content.provider, source, diagnostics);
  return { ...loaded, content: { ...content, provider: throughLayers(chosen, source) } };
}

/** The components as the source's own configuration has them; the frontend of documents obeys it while it names their tools. */
function chosenOf(provider: Provider, source: Source, diagnostics: Diagnostics): Provider {
  switch (source.kind) {
    case "typescript":
      return overrideComponents(provider, source.tools ?? {}, diagnostics);
    case "mcp": {
      const rules: VisibilityRule[] = [{ action: "hide", tags: source.excludeTags }];
      if (source.includeTags.length > 0) rules.unshift({ action: "only", tags: source.includeTags });
      return showComponents(overrideComponents(provider, source.tools ?? {}, diagnostics), rules).provider;
    }
    case "openapi":
    case "skills":
      return provider;
    default:
      return source satisfies never;
  }
}

/** A namespace of the source's own is the innermost layer. */
function throughLayers(lowered: Provider, { namespace, layers = [] }: Source): Provider {
  const own: SourceLayer = namespace === undefined ? {} : { namespace };
  return [own, ...layers].reduce((provider, layer) => {
    const shown = showComponents(provider, layer.visibility ?? []).provider;
    return layer.namespace === undefined ? shown : namespaceProvider(shown, layer.namespace);
  }, lowered);
}

async function loadKind(
  source: Source,
  output: string | undefined,
  host: Host,
  diagnostics: Diagnostics,
): Promise<LoadedSource> {
  switch (source.kind) {
    case "openapi":
      return loadDocument(source, host, diagnostics);
    case "typescript":
      return loadTypeScript({ ...source, output }, host, diagnostics);
    case "mcp":
      return { ...(await loadMcp({ ...source, output }, host, diagnostics)), locate: () => Promise.resolve(new Map()) };
    case "skills":
      return { ...(await loadSkills(source, host, diagnostics)), locate: () => Promise.resolve(new Map()) };
    default:
      return source satisfies never;
  }
}

async function loadDocument(source: OpenApiSource, host: Host, diagnostics: Diagnostics): Promise<LoadedSource> {
  const { documents, content } = await loadOpenApi(
    {
      ...source,
      bytes: source.text,
      name: source.name,
      outputMode: source.outputSchemas,
      mediaType: source.mediaType,
    },
    host,
    diagnostics,
  );
  return {
    ...(content && { content }),
    // The first is the document itself, which is `-` when it came on standard input.
    inputs: documents.inputs.map((input, index) => (index === 0 ? { ...input, path: source.document } : input)),
    locate: (origins) => locate(documents, origins),
  };
}
