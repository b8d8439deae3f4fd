import type {
  CompileOptions,
  OpenApiSourceOptions,
  RouteFunction,
  RouteRule,
  ServerSettings,
  ToolOverride,
  VisibilityRule,
} from "../compile.js";

export type {
  ArgumentSettings,
  RouteFunction,
  RouteOperation,
  RouteRule,
  ToolOverride,
  VersionRange,
  VisibilityRule,
} from "../compile.js";

/** What `mcpgen.config.ts` exports, or `mcpgen.config.json` holds. Paths are relative to the file's folder. */
export interface Config {
  /** Name of the server for programs; default: the only source's, else the first one's. */
  readonly name?: string;
  /** Name of the server for people; default: the only source's, else the name. */
  readonly title?: string;
  /** Version of the server; default: the only source's, else `0.0.0`. */
  readonly version?: string;
  /** What the model is told about the server as a whole; default: what the sources say. */
  readonly instructions?: string;
  /** Folder that is written. */
  readonly output: string;
  /** A project of its own, or files to lie within a package that is there already; default: `embedded` with functions, else `project`. */
  readonly layout?: CompileOptions["layout"];
  /** MCP SDK line that the server uses; default: `v1`. */
  readonly sdk?: CompileOptions["sdk"];
  /** What clients see of all that the sources offer, rule by rule; default: everything. */
  readonly visibility?: readonly VisibilityRule[];
  /** What clients list: every tool, or a few that find, describe and call the others; default: `all`. */
  readonly surface?: "all" | "search";
  /** With `surface: "search"`: tools that clients list nonetheless, by name; `*` is any text. */
  readonly pinned?: readonly (string | RegExp)[];
  /** Adds the tools `list_resources` and `read_resource`, for clients that know tools only; default: false. */
  readonly resourcesAsTools?: boolean;
  /** Adds the tools `list_prompts` and `get_prompt`; default: false. */
  readonly promptsAsTools?: boolean;
  /** What the server is made of, in the order in which clients see it; at least one. */
  readonly sources: readonly ConfigSource[];
}

/** One thing to compile. */
export type ConfigSource = OpenApiConfig | TsConfig | McpConfig | SkillsConfig | MountConfig;

/** The sources of another configuration, as `mount()` writes it down: its server's parts become parts of this one. */
export interface MountConfig extends MountSettings {
  readonly kind: "mount";
  /** The configuration file, its folder, or the folder of a generated project. */
  readonly path: string;
}

/** What a mounted configuration may be told. */
export interface MountSettings {
  /** Prefix of all that it offers, in front of its sources' own: `billing` makes `billing_pets_listPets`. */
  readonly namespace?: string;
}

/** An OpenAPI document, as `openapi()` writes it down. */
export interface OpenApiConfig extends OpenApiSettings {
  readonly kind: "openapi";
  /** Path of the document, or its http or https address. */
  readonly document: string;
}

/** Annotated functions, as `ts()` writes them down. */
export interface TsConfig extends TsSettings {
  readonly kind: "typescript";
  /** Folders, files and patterns of the sources; at least one. */
  readonly inputs: readonly string[];
}

/** Another MCP server, as `mcp()` writes it down. */
export interface McpConfig extends McpTarget, McpSettings {
  readonly kind: "mcp";
}

/**
 * How a server is reached: a `command`, a `url`, or a `server` of an `mcpServers` file. In headers, variables, arguments and
 * addresses `${NAME}` stands for an environment variable; generated code knows values by such names only.
 */
export interface McpTarget extends ServerSettings {
  /** The program with its arguments as one line, in which quotes hold words together, or as words. */
  readonly command?: string | readonly string[];
}

/** What another server may be told. */
export interface McpSettings extends SourceSettings {
  /** Keep only components with one of these tags. */
  readonly includeTags?: readonly string[];
  /** Leave components with one of these tags out. */
  readonly excludeTags?: readonly string[];
  /** Whether arguments of another type are converted where that loses nothing; default: true. */
  readonly coerce?: boolean;
  /** Changes of components, by the name that the server gives them, or by address. */
  readonly tools?: Readonly<Record<string, ToolOverride>>;
}

/** Folders of skills, as `skills()` writes them down. */
export interface SkillsConfig extends SkillsSettings {
  readonly kind: "skills";
  /** Folders of skills, or of one skill; at least one. */
  readonly folders: readonly string[];
}

/** What folders of skills may be told. */
export interface SkillsSettings extends SourceSettings {
  /** Name of the file that makes a folder a skill; default: `SKILL.md`. */
  readonly mainFile?: string;
  /** Whether the other files of a skill are one template, or resources one by one; default: `template`. */
  readonly supportingFiles?: "template" | "resources";
}

/** What annotated functions may be told; each has a flag of `mcpgen ts` of the same name. */
export interface TsSettings extends SourceSettings {
  /** Whether arguments of another type are converted where that loses nothing; default: true. */
  readonly coerce?: boolean;
  /** Changes of components, by their names or those of their functions. */
  readonly tools?: Readonly<Record<string, ToolOverride>>;
}

/** What sources of every kind may be told. */
export interface SourceSettings {
  /** Name of the provider: its folder, environment prefix and client class; default: the document's file name or title. */
  readonly name?: string;
  /** Prefix of the names that clients see: `pets` makes `pets_listPets`. */
  readonly namespace?: string;
}

/** What a document may be told; each has a flag of `mcpgen openapi` of the same name. */
export interface OpenApiSettings extends SourceSettings {
  /** Keep only these operations, e.g. `GET /pets/*`. */
  readonly include?: readonly string[];
  /** Leave these operations out. */
  readonly exclude?: readonly string[];
  /** Keep only operations with one of these tags. */
  readonly includeTags?: readonly string[];
  /** Leave operations with one of these tags out. */
  readonly excludeTags?: readonly string[];
  /** What results promise; default: `relaxed`. */
  readonly outputSchemas?: OpenApiSourceOptions["outputSchemas"];
  /** Whether arguments of another type are converted where that loses nothing; default: true. */
  readonly coerce?: boolean;
  /** Media type to prefer where a body may have several. */
  readonly mediaType?: string;
  /** Whether references may lead out of the document's folder; default: false. */
  readonly allowRefs?: boolean;
  /** OpenAPI Overlay documents to apply first, in order. */
  readonly overlays?: readonly string[];
  /** Environment variables of credentials by security scheme, e.g. `{ bearerAuth: "GITHUB_TOKEN" }`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Rules over operations: the first that matches says what an operation becomes; the default is a tool. */
  readonly routes?: readonly RouteRule[];
  /** Has the last word on what an operation becomes, also over excluded ones. */
  readonly route?: RouteFunction;
  /** Changes of components, by operationId, by the name that a component would have, or by `GET /path`. */
  readonly tools?: Readonly<Record<string, ToolOverride>>;
}
