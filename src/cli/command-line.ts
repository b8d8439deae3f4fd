import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { exitCodes } from "./exit-codes.js";
import {
  flagName,
  invalidValueReason,
  openApiFlags,
  typedFlags,
  type FlagDefinition,
  type FlagValues,
  type OpenApiCommandFlags,
} from "./openapi-flags.js";
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

/** Reads the command line. Help and the version are printed; wrong usage is explained on standard error. */
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
    .helpCommand("help [command]", "print the help of a command")
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
    .argument(
      "<document>",
      "path of the document, an http or https address with --allow-remote, or - for standard input",
    );
  for (const flag of openApiFlags) openapi.addOption(optionOf(flag));
  openapi.action((document: string) => {
    const values = givenValues(openapi);
    if (document === "") openapi.error("error: the document is an empty text");
    if (!values.has("output") && !values.has("print")) {
      openapi.error("error: option '-o, --output <dir>' is missing: it says where to write");
    }
    found({ kind: "openapi", document, flags: typedFlags(values) });
  });
  return program;
}

function optionOf(flag: FlagDefinition): Option {
  const names = flag.short === undefined ? flag.long : `${flag.short}, ${flag.long}`;
  const option = new Option(flag.value === undefined ? names : `${names} <${flag.value}>`, flag.about);
  if (flag.choices !== undefined) option.choices(flag.choices);
  else if (flag.isList === true) option.argParser(collect(flag));
  else if (flag.value !== undefined) option.argParser((value) => valid(flag, value));
  if (flag.default !== undefined) option.default(flag.default);
  if (flag.conflict !== undefined) option.conflicts(flag.conflict);
  return option.hideHelp(flag.isHidden === true);
}

/** The values that stand on the command line; defaults are filled in elsewhere. */
function givenValues(command: Command): FlagValues {
  const values = new Map<string, string | boolean | readonly string[]>();
  for (const flag of openApiFlags) {
    const key = optionOf(flag).attributeName();
    const value: unknown = command.getOptionValue(key);
    if (command.getOptionValueSource(key) !== "cli") continue;
    if (typeof value === "string") values.set(flagName(flag), value);
    else if (Array.isArray(value))
      values.set(
        flagName(flag),
        value.filter((one) => typeof one === "string"),
      );
    else values.set(flagName(flag), true);
  }
  return values;
}

/** Commander gives no list the first time, whatever its types say. */
function collect(flag: FlagDefinition): (value: string, list?: readonly string[]) => readonly string[] {
  return (value, list) => [...(list ?? []), valid(flag, value)];
}

function valid(flag: FlagDefinition, value: string): string {
  const reason = invalidValueReason(flag, value);
  if (reason !== undefined) throw new InvalidArgumentError(reason);
  return value;
}
