import type { ServerSettings } from "../frontends/mcp/remote-target.js";
import type { RouteFunction, RouteRule } from "../frontends/openapi/route-rules.js";
import type { ToolOverride } from "../frontends/openapi/tool-overrides.js";
import type { OutputMode } from "../ir/program.js";
import type { VisibilityRule } from "../passes/show-components.js";

export type { ServerSettings } from "../frontends/mcp/remote-target.js";
export type { RouteFunction, RouteOperation, RouteRule } from "../frontends/openapi/route-rules.js";
export type { VersionRange, VisibilityRule } from "../passes/show-components.js";
export type { ArgumentSettings, ToolOverride } from "../frontends/openapi/tool-overrides.js";

/** One thing to compile: it becomes one provider. A frontend of its own stands behind each kind. */
export type Source = OpenApiSource | TypeScriptSource | McpSource | SkillsSource;

/** An OpenAPI document. */
export interface OpenApiSource extends OpenApiSourceOptions {
  readonly kind: "openapi";
  /** Path as the user wrote it, an http or https URL, or `-` for standard input. */
  readonly document: string;
  /** Bytes of the document when `document` is `-`. */
  readonly text?: Uint8Array;
}

/** Annotated functions of a package of the user's. */
export interface TypeScriptSource extends SourceOptions {
  readonly kind: "typescript";
  /** Folders, files and patterns, as the user wrote them; at least one. */
  readonly inputs: readonly string[];
  /** Changes of components, by their names or those of their functions. */
  readonly tools?: Readonly<Record<string, ToolOverride>>;
  /** Whether arguments of another type are converted where that loses nothing. */
  readonly coerce: boolean;
}

/** Another MCP server. */
export interface McpSource extends SourceOptions {
  readonly kind: "mcp";
  /** How it is reached, as the configuration says it. */
  readonly reached: ServerSettings;
  /** The configuration's folder: programs run in it where nothing else is said. */
  readonly folder: string;
  /** Tags whose components are kept; empty: all. */
  readonly includeTags: readonly string[];
  /** Tags whose components are left out. */
  readonly excludeTags: readonly string[];
  /** Whether arguments of another type are converted where that loses nothing. */
  readonly coerce: boolean;
  /** Changes of components, by the name that the server gives them, or by address. */
  readonly tools?: Readonly<Record<string, ToolOverride>>;
}

/** Folders of skills. */
export interface SkillsSource extends SourceOptions {
  readonly kind: "skills";
  /** Folders of skills, or of one skill, as the user wrote them; at least one. */
  readonly folders: readonly string[];
  /** Name of the file that makes a folder a skill. */
  readonly mainFile: string;
  /** Whether the other files of a skill are one template, or resources one by one. */
  readonly supportingFiles: "template" | "resources";
}

/** What sources of every kind may be told. */
export interface SourceOptions {
  /** Name of the provider: its folder, environment prefix and client class; absent: the source decides. */
  readonly name?: string;
  /** Prefix of the names that clients see; absent: none. */
  readonly namespace?: string;
  /** What is done to it on its way through the configurations that mount it, the innermost first. */
  readonly layers?: readonly SourceLayer[];
}

/** What a configuration does to the sources that it mounts. */
export interface SourceLayer {
  /** Prefix in front of all names so far. */
  readonly namespace?: string;
  /** Rules over the names so far; the namespace comes after them. */
  readonly visibility?: readonly VisibilityRule[];
}

/** Everything beside a document that decides what becomes of it. */
export interface OpenApiSourceOptions extends SourceOptions {
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
  /** Rules over operations; the first that matches counts. */
  readonly routes?: readonly RouteRule[];
  /** Has the last word on what an operation becomes. */
  readonly route?: RouteFunction;
  /** Changes of components, by operationId, by the name that a component would have, or by `GET /path`. */
  readonly tools?: Readonly<Record<string, ToolOverride>>;
}
