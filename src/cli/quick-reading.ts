import { parseArgs } from "node:util";
import { commands, defaultCommand, type CommandArgument, type CommandRequest } from "./commands.js";
import { flagName, invalidValueReason, type FlagDefinition, type FlagValues } from "./flag.js";

/**
 * Reads a command line with nothing wrong or unusual about it; `undefined` for any other, which commander reads and
 * answers. Loading commander would be a third of the time of a run that finds nothing changed.
 */
export function quickReading(argv: readonly string[]): CommandRequest | undefined {
  const [first = ""] = argv;
  const isNamed = first !== "" && !first.startsWith("-");
  const definition = commands.find(({ name }) => name === (isNamed ? first : defaultCommand));
  if (definition === undefined || argv.includes("--") || argv.includes("")) return undefined;
  const parsed = parsedOrNothing(isNamed ? argv.slice(1) : argv, definition.flags);
  if (parsed === undefined || !isNumberOf(definition.arguments, parsed.positionals.length)) return undefined;
  const { values, positionals } = parsed;
  if (definition.flags.some((flag) => !isPlain(flag, values))) return undefined;
  const request = definition.request(positionals, values);
  return "wrong" in request ? undefined : request;
}

function isNumberOf(declared: readonly CommandArgument[], given: number): boolean {
  return declared.at(-1)?.isList === true ? given >= declared.length : given === declared.length;
}

function parsedOrNothing(
  args: readonly string[],
  flags: readonly FlagDefinition[],
): { readonly values: FlagValues; readonly positionals: readonly string[] } | undefined {
  const options = flags.map((flag) => {
    const type = flag.value === undefined ? ("boolean" as const) : ("string" as const);
    const short = flag.short?.slice(1);
    return [flagName(flag), { type, multiple: true, ...(short !== undefined && { short }) }] as const;
  });
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(options),
      allowPositionals: true,
    });
    return { values: new Map(Object.entries(values)), positionals };
  } catch {
    return undefined;
  }
}

function isPlain(flag: FlagDefinition, values: FlagValues): boolean {
  const value = values.get(flagName(flag));
  if (value === undefined) return true;
  if (flag.conflict !== undefined && values.has(flag.conflict)) return false;
  // Commander checks every one of repeated values, and the last one counts.
  if (flag.isList !== true && [value].flat().length > 1) return false;
  return [value].flat().every((one) => typeof one !== "string" || isValid(flag, one));
}

function isValid(flag: FlagDefinition, value: string): boolean {
  return invalidValueReason(flag, value) === undefined && (flag.choices === undefined || flag.choices.includes(value));
}
