import { buildFlags, checkFlags, typedBuildFlags, type BuildFlags } from "./build-flags.js";
import type { DiffFlags } from "./diff-flags.js";
import type { CallFlags, ListFlags } from "./everyday-flags.js";
import type { FlagDefinition, FlagValues } from "./flag.js";
import type { LintFlags } from "./lint-flags.js";
import { openApiFlags, typedFlags, type OpenApiCommandFlags } from "./openapi-flags.js";
import { tsFlags, typedTsFlags, type TsCommandFlags } from "./ts-flags.js";

/** What the user asked for, or that the command line has been answered already (help, version, wrong usage). */
export type Request = CommandRequest | { readonly kind: "answered"; readonly exitCode: number };

/** A command and what it was told. */
export type CommandRequest =
  | OpenApiRequest
  | TsRequest
  | BuildRequest
  | DiffRequest
  | LintRequest
  | ListRequest
  | CallRequest
  | RunRequest
  | BundleRequest
  | InitRequest
  | InstallRequest;

/** `mcpgen openapi`. */
export interface OpenApiRequest {
  readonly kind: "openapi";
  /** Path, URL, or `-` for standard input. */
  readonly document: string;
  readonly flags: OpenApiCommandFlags;
}

/** `mcpgen ts`. */
export interface TsRequest {
  readonly kind: "ts";
  /** Folders, files and patterns. */
  readonly inputs: readonly string[];
  readonly flags: TsCommandFlags;
}

/** `mcpgen build`, and `mcpgen check`, which is `mcpgen build --check`. */
export interface BuildRequest {
  readonly kind: "build";
  readonly flags: BuildFlags;
}

/** `mcpgen diff`. */
export interface DiffRequest {
  readonly kind: "diff";
  /** Two of: a surface.json, a folder with one, an OpenAPI document, a git revision. */
  readonly before: string;
  readonly after: string;
  readonly flags: DiffFlags;
}

/** `mcpgen lint`. */
export interface LintRequest {
  readonly kind: "lint";
  /** A document, a configuration, a generated folder or a surface.json; absent: the configuration that is found. */
  readonly target: string | undefined;
  readonly flags: LintFlags;
}

/** `mcpgen list`, and `mcpgen inspect`, which prints everything. */
export interface ListRequest {
  readonly kind: "list";
  /** A folder, a document, a command, an address, or a server of an mcp.json. */
  readonly target: string;
  readonly whole: boolean;
  readonly flags: ListFlags;
}

/** `mcpgen call`. */
export interface CallRequest {
  readonly kind: "call";
  readonly target: string;
  /** Name of a tool or prompt, or address of a resource. */
  readonly name: string;
  /** Arguments as `key=value`. */
  readonly pairs: readonly string[];
  readonly flags: CallFlags;
}

/** `mcpgen run`. */
export interface RunRequest {
  readonly kind: "run";
  /** A document or a generated folder. */
  readonly target: string;
  /** What the server is told, e.g. `--http`. */
  readonly args: readonly string[];
}

/** `mcpgen bundle`. */
export interface BundleRequest {
  readonly kind: "bundle";
  readonly folder: string;
  readonly output: string;
}

/** `mcpgen init`. */
export interface InitRequest {
  readonly kind: "init";
  /** Write without asking. */
  readonly isSure: boolean;
}

/** `mcpgen install`. */
export interface InstallRequest {
  readonly kind: "install";
  readonly client: string;
  /** The generated folder. */
  readonly folder: string;
}

/** A command as users write and read it. */
export interface CommandDefinition {
  readonly name: string;
  readonly about: string;
  /** What it must be told beside its options. */
  readonly arguments: readonly CommandArgument[];
  readonly flags: readonly FlagDefinition[];
  /** What is asked for, or what is wrong with it. Every value is valid by itself already. */
  readonly request: (args: readonly string[], values: FlagValues) => CommandRequest | { readonly wrong: string };
}

/** What a command must be told. */
export interface CommandArgument {
  readonly name: string;
  readonly about: string;
  /** May be given several times; only the last argument. */
  readonly isList?: true;
  /** May be left out; only the last argument. */
  readonly isOptional?: true;
}

/** The command that is meant when none is named. */
export const defaultCommand = "build";

/** The commands that are to answer as fast as can be, in the order of the help; `rare-commands.ts` has the others. */
export const commands: readonly CommandDefinition[] = [
  {
    name: "openapi",
    about: "compile an OpenAPI document to a server project",
    arguments: [
      {
        name: "document",
        about: "path of the document, an http or https address with --allow-remote, or - for standard input",
      },
    ],
    flags: openApiFlags,
    request: ([document = ""], values) => {
      if (document === "") return { wrong: "the document is an empty text" };
      if (!values.has("output") && !values.has("print")) {
        return { wrong: "option '-o, --output <dir>' is missing: it says where to write" };
      }
      return { kind: "openapi", document, flags: typedFlags(values) };
    },
  },
  {
    name: "ts",
    about: "compile annotated TypeScript functions to a server inside their package",
    arguments: [{ name: "dir-or-glob", about: "folders, files or patterns of the sources", isList: true }],
    flags: tsFlags,
    request: (inputs, values) => {
      if (inputs.includes("")) return { wrong: "an input is an empty text" };
      return { kind: "ts", inputs, flags: typedTsFlags(values) };
    },
  },
  {
    name: "build",
    about: "compile what the configuration file names (the command when none is given)",
    arguments: [],
    flags: buildFlags,
    request: (_args, values) => ({ kind: "build", flags: typedBuildFlags(values) }),
  },
  {
    name: "check",
    about: "exit with 1 and print the difference when what is on disk is not what would be built",
    arguments: [],
    flags: checkFlags,
    request: (_args, values) => ({ kind: "build", flags: { ...typedBuildFlags(values), check: true } }),
  },
];
