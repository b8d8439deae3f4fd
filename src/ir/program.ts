import type { Component } from "./component.js";
import type { HttpApi } from "./http-api.js";
import type { NamedType } from "./named-type.js";
import type { Origin } from "./origin.js";
import type { RemoteServer } from "./remote-server.js";

/** The root of the IR: one server. Readonly, JSON-serialisable, without references into the input. */
export interface Program {
  /** What the server says of itself. */
  readonly server: ServerInfo;
  /** Its sources, in the order of the configuration. */
  readonly providers: readonly Provider[];
  /** Versions of components that are not listed since there are higher ones, the highest first; absent: none. */
  readonly older?: readonly OlderVersion[];
  /** Kinds that clients can also list and read with tools, in this order; absent: none. */
  readonly asTools?: readonly ("resources" | "prompts")[];
  /** Present where clients search for tools instead of listing them all. */
  readonly search?: SearchSurface;
}

/** What clients get when they ask for a version that is not the highest. */
export interface OlderVersion {
  readonly version: string;
  /** The components of this version; folders and names are theirs alone. */
  readonly providers: readonly Provider[];
}

/** A surface of a few tools that find, describe and call the others. */
export interface SearchSurface {
  /** Names of tools that clients see without searching, in the order of the surface. */
  readonly pinned: readonly string[];
}

/** What a server says of itself to clients. */
export interface ServerInfo {
  /** Name for programs, kebab-case. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Version of the server; a document's own version for a server of one document. */
  readonly version: string;
  /** What the model is told about the server as a whole; empty when there is nothing to tell. */
  readonly instructions: string;
}

/** One source of components. */
export interface Provider {
  /** Name in kebab-case: its folder, and in upper case its environment prefix. */
  readonly name: string;
  /** Where it came from, as the headers of its files say, e.g. `petstore.yaml` or `src/tools`. */
  readonly source: string;
  /** What it offers, in the source's order. */
  readonly components: readonly Component[];
  /** Named types that its components' inputs and its operations use; dependencies may follow their users. */
  readonly types: readonly NamedType[];
  /** Named types that its tools' results use, in the output mode; a name may also stand in `types`, with another shape. */
  readonly results: readonly NamedType[];
  /** What results promise: `relaxed` shapes, the documented ones (`strict`), or nothing. */
  readonly outputMode: OutputMode;
  /** Most bytes of a named schema that are written out wherever it is mentioned; a larger one stands once in each tool's `$defs`. */
  readonly inlineLimit: number;
  /** False when arguments must have their declared type as they come. */
  readonly coerce: boolean;
  /** Every operation of the document and what became of it; empty for other sources. */
  readonly routes: readonly Route[];
  /** The HTTP API behind its components, where there is one. */
  readonly client?: HttpApi;
  /** How its components' functions are imported; present exactly where bindings are functions. */
  readonly functions?: FunctionModules;
  /** The MCP server that its components stand for; present exactly where bindings are remote. */
  readonly remote?: RemoteServer;
}

/** What generated code must know of the package that functions live in. Results of functions are promised as declared (`outputMode: "strict"`). */
export interface FunctionModules {
  /** Ending of relative imports in place of a source's `.ts` or `.tsx` (`.mts` and `.cts` keep their letter: `.mjs`, `.cjs`); `.ts` keeps the source's own. */
  readonly importExtension: ".js" | ".ts";
  /** What the package's compiler makes of `.ts` files: decides whether `import.meta` and the like may be written. */
  readonly moduleSystem: "esm" | "commonjs";
  /** The package's tsconfig.json from the working directory, with `/`; absent where there is none. */
  readonly tsconfig?: string;
  /** Folder of the package's package.json, relative to the working directory with `/`; `.` for the working directory itself, `..` segments where it lies above. */
  readonly packageFolder: string;
}

/** What became of one operation of a document. */
export interface Route {
  /** HTTP method in upper case. */
  readonly method: string;
  /** Path template as written. */
  readonly path: string;
  /** What it became. */
  readonly as: "tool" | "resource" | "template" | "exclude";
  /** Name of the component; empty when excluded. */
  readonly name: string;
  /** Which rule decided, e.g. `default`, `x-mcp`, `--exclude-tag admin`. */
  readonly rule: string;
  /** Where the operation was declared. */
  readonly origin: Origin;
}

/** `relaxed`: types, properties and items only, open and nullable; `strict`: as documented; `none`: no output schemas. */
export type OutputMode = "relaxed" | "strict" | "none";
