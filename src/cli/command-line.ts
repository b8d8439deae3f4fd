import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { commands, defaultCommand, type CommandDefinition, type Request } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import { flagName, invalidValueReason, type FlagDefinition, type FlagValues } from "./flag.js";
import { rareCommands } from "./rare-commands.js";
import type { Terminal } from "./terminal.js";

/** Reads the command line. Help and the version are printed; wrong usage is explained on standard error. */
export function readCommandLine(argv: readonly string[], version: string, terminal: Terminal): Request {
  let request: Request | undefined;
  const command = mcpgenCommand(version, terminal, (found) => (request = found));
  try {
    command.parse(withCommand(argv), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: "answered", exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.usage };
  }
  return request ?? { kind: "answered", exitCode: exitCodes.usage };
}

function mcpgenCommand(version: string, terminal: Terminal, found: (request: Request) => void): Command {
  const program = new Command("mcpgen")
    .description("Compiles OpenAPI documents and annotated TypeScript functions to MCP servers in TypeScript.")
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

  for (const definition of [...commands, ...rareCommands]) addCommand(program, definition, found);
  return program;
}

/** A line that names no command means the default one; the options of mcpgen itself stay. */
function withCommand(argv: readonly string[]): readonly string[] {
  const [first] = argv;
  const isOwn = first !== undefined && ["-h", "--help", "-V", "--version"].includes(first);
  return first === undefined || (first.startsWith("-") && !isOwn) ? [defaultCommand, ...argv] : argv;
}

function addCommand(program: Command, definition: CommandDefinition, found: (request: Request) => void): void {
  const command = program.command(definition.name).description(definition.about);
  for (const { name, about, isList, isOptional } of definition.arguments) {
    const words = isList === true ? `${name}...` : name;
    command.argument(isOptional === true ? `[${words}]` : `<${words}>`, about);
  }
  for (const flag of definition.flags) command.addOption(optionOf(flag));
  command.action(() => {
    const request = definition.request(command.args, givenValues(command, definition.flags));
    if ("wrong" in request) return command.error(`error: ${request.wrong}`);
    found(request);
  });
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
function givenValues(command: Command, flags: readonly FlagDefinition[]): FlagValues {
  const values = new Map<string, string | boolean | readonly string[]>();
  for (const flag of flags) {
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
