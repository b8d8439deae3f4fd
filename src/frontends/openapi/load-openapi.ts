import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Host } from "../../host.js";
import type { OutputMode, Provider, ServerInfo } from "../../ir/program.js";
import { capText } from "../../ir/cap-text.js";
import { cleanText } from "./clean-text.js";
import { detectVersion } from "./detect-version.js";
import { Documents, type Texts } from "./documents.js";
import { lowerDocument } from "./lower-document.js";
import { deviceNames, kebabCase } from "../names.js";
import { readOpenApi3 } from "./read-openapi3.js";
import { readSwagger2 } from "./read-swagger2.js";
import { References } from "./references.js";
import type { Selection } from "./route-rules.js";
import type { ToolOverride } from "./tool-overrides.js";

/** Longest instructions that are made of a document's description, in UTF-16 units. */
const maxInstructions = 1_500;

/** What to load and how to lower it. */
export interface OpenApiOptions extends Selection {
  /** Path or URL of the document, `-` for standard input. */
  readonly document: string;
  /** Bytes of standard input. */
  readonly bytes: Uint8Array | undefined;
  /** Name of server and provider, where the user chose one. */
  readonly name: string | undefined;
  readonly outputMode: OutputMode;
  readonly coerce: boolean;
  readonly mediaType: string | undefined;
  readonly allowRefs: boolean;
  /** Overlay documents to apply first, in order. */
  readonly overlays: readonly string[];
  /** Environment variables that users chose, by security scheme. */
  readonly env: Readonly<Record<string, string>>;
  /** Changes of components, by operationId, by the name that a component would have, or by `GET /path`. */
  readonly tools?: Readonly<Record<string, ToolOverride>>;
}

/** A document, loaded and lowered. */
export interface LoadedOpenApi {
  /** Absent (and reported) when it cannot be read at all. */
  readonly content?: {
    readonly provider: Provider;
    /** What a server of this document alone says of itself. */
    readonly server: ServerInfo;
  };
  readonly documents: Texts;
}

/** OpenAPI document → provider: load, detect the version, read, lower. */
export async function loadOpenApi(
  options: OpenApiOptions,
  host: Host,
  diagnostics: Diagnostics,
): Promise<LoadedOpenApi> {
  const path = options.document === "-" ? "stdin" : options.document;
  const documents = await Documents.load(
    { path, allowRefs: options.allowRefs, overlays: options.overlays, ...(options.bytes && { bytes: options.bytes }) },
    host,
    diagnostics,
  );
  if (!(documents instanceof Documents)) return { documents };
  const root = documents.entry;
  const dialect = detectVersion(root, diagnostics);
  if (dialect === undefined) return { documents };

  const references = new References(documents, diagnostics);
  const document =
    dialect === "2.0"
      ? readSwagger2(root, references, diagnostics)
      : readOpenApi3(root, dialect, references, diagnostics);
  if (document.webhooks > 0)
    diagnostics.report("openapi/webhooks-ignored", root.at("webhooks")?.origin, { count: document.webhooks });

  const title = cleanText(document.title, root.path("info", "title") ?? root, diagnostics).replace(/\s+/g, " ");
  const description = cleanText(document.description, root.path("info", "description") ?? root, diagnostics);
  const name = providerName(options.name, path, title);
  const shownTitle = capText(title === "" ? name : title, 200);
  const provider = lowerDocument(
    document,
    references,
    {
      ...options,
      name,
      title: shownTitle,
      source:
        path
          .replace(/[?#].*$/, "")
          .split(/[\\/]/)
          .at(-1) ?? path,
      documentUrl: /^https?:/i.test(path) ? path : undefined,
    },
    diagnostics,
  );
  if (provider.components.length === 0)
    diagnostics.report("openapi/no-operations", root.at("paths")?.origin ?? root.origin, {});
  return {
    documents,
    content: {
      server: {
        name,
        title: shownTitle,
        version: capText(document.version === "" ? "0.0.0" : document.version, 50),
        instructions: capText(description, maxInstructions),
      },
      provider,
    },
  };
}

/** Stems that say nothing of what a document is about. */
const sayNothing = new Set(["openapi", "swagger", "api", "index", "spec", "stdin"]);

/** The name given, else the file's stem, else the slug of the title. */
function providerName(chosen: string | undefined, path: string, title: string): string {
  const file =
    path
      .replace(/[?#].*$/, "")
      .split(/[\\/]/)
      .at(-1) ?? "";
  const stem = kebabCase(file.replace(/\.(?:ya?ml|json)$/i, ""));
  const wanted =
    chosen === undefined ? (stem === "" || sayNothing.has(stem) ? kebabCase(title) : stem) : kebabCase(chosen);
  const name = wanted.slice(0, 50).replace(/-+$/, "");
  // `runtime` is the folder of what is copied; the others are devices on Windows.
  return name === "" ? "api" : name === "runtime" || deviceNames.includes(name) ? `${name}-api` : name;
}
