import { Command, CommanderError, Option } from "commander";
import type { OpenApiFlags } from "../config/openapi-options.js";
import { exitCodes } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";

/** What the user asked for, or that the command line has been answered already (help, version, wrong usage). */
export type Request = OpenApiRequest | { readonly kind: "answered"; readonly exitCode: number };

/** `mcpgen openapi`. */
export interface OpenApiRequest {
  readonly kind: "openapi";
  /** Path, URL, or `-` for standard input. */
  readonly document: string;
  readonly flags: OpenApiCommandFlags;
}

/** All options of `mcpgen openapi`. */
export interface OpenApiCommandFlags extends OpenApiFlags {
  /** Output folder; absent only with `print`. */
  readonly output?: string;
  readonly allowRemote?: true;
  readonly dryRun?: true;
  readonly check?: true;
  readonly force?: true;
  readonly strict?: true;
  readonly quiet?: true;
  readonly format: "text" | "json";
  /** Print the IR instead of writing a project. */
  readonly print?: "ir";
}

/** Reads the command line. Wrong usage is explained on standard error. */
export function readCommandLine(argv: readonly string[], version: string, terminal: Terminal): Request {
  let request: Request | undefined;
  const command = mcpgenCommand(version, terminal, (found) => (request = found));
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: "answered", exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.usage };
  }
  return request ?? { kind: "answered", exitCode: exitCodes.usage };
}

function mcpgenCommand(version: string, terminal: Terminal, found: (request: Request) => void): Command {
  const program = new Command("mcpgen")
    .description("Compiles OpenAPI documents to MCP servers in TypeScript.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text);
      },
      writeErr: (text) => {
        terminal.err(text);
      },
    })
    .showHelpAfterError("(--help tells what there is)");

  const openapi = program
    .command("openapi")
    .description("compile an OpenAPI document to a server project")
    .argument("<document>", "path of the document, an http or https address with --allow-remote, or - for standard input")
    .option("-o, --output <dir>", "folder of the project")
    .option("--name <name>", "name of the server and its provider (default: the document's file name or title)", some)
    .option("--namespace <prefix>", "prefix of all names that clients see", some)
    .option("--include <pattern>", 'keep only these operations, e.g. "GET /pets/*" (repeatable)', collect)
    .option("--exclude <pattern>", "leave these operations out (repeatable)", collect)
    .option("--include-tag <tag>", "keep only operations with this tag (repeatable)", collect)
    .option("--exclude-tag <tag>", "leave operations with this tag out (repeatable)", collect)
    .addOption(
      new Option("--output-schemas <mode>", "what results promise")
        .choices(["relaxed", "strict", "none"])
        .default("relaxed"),
    )
    .option("--no-coerce", "take arguments only in their declared type")
    .option("--media-type <type>", "media type to prefer where a body may have several", some)
    .option("--allow-refs", "read references that lead out of the document's folder")
    .addOption(new Option("--sdk <line>", "line of the MCP SDK that the server uses").choices(["v1"]).default("v1"))
    .option("--allow-remote", "read the document from an address")
    .addOption(new Option("--dry-run", "print what would be written, and write nothing").conflicts("check"))
    .addOption(new Option("--check", "exit with 1 when the folder is not what would be generated").conflicts("force"))
    .option("--force", "overwrite edited files, and write into a folder of other files")
    .option("--strict", "take warnings for errors")
    .option("--quiet", "print errors and warnings only")
    .addOption(new Option("--format <format>", "how diagnostics are printed").choices(["text", "json"]).default("text"))
    .addOption(new Option("--print <what>").choices(["ir"]).hideHelp())
    .action((document: string, flags: OpenApiCommandFlags) => {
      if (document === "") openapi.error("error: the document is an empty text");
      if (flags.output === "") openapi.error("error: option '-o, --output <dir>' is an empty text");
      if (flags.output === undefined && flags.print === undefined) {
        openapi.error("error: option '-o, --output <dir>' says where to write; it is missing");
      }
      found({ kind: "openapi", document, flags });
    });
  return program;
}

function collect(value: string, list: readonly string[] = []): readonly string[] {
  return [...list, some(value)];
}

function some(value: string): string {
  if (value.trim() === "") throw new CommanderError(exitCodes.usage, "mcpgen.empty", "the value is empty");
  return value;
}
