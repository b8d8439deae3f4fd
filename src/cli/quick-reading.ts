import { parseArgs } from "node:util";
import type { OpenApiRequest } from "./command-line.js";
import {
  flagName,
  invalidValueReason,
  openApiFlags,
  typedFlags,
  type FlagDefinition,
  type FlagValues,
} from "./openapi-flags.js";

/**
 * Reads a command line of `mcpgen openapi` with nothing wrong or unusual about it; `undefined` for any other, which
 * commander reads and answers. Loading commander would be a third of the time of a run that finds nothing changed.
 */
export function quickReading(argv: readonly string[]): OpenApiRequest | undefined {
  const parsed = parsedOrNothing(argv);
  const [command, document, ...others] = parsed?.positionals ?? [];
  if (parsed === undefined || command !== "openapi" || others.length > 0) return undefined;
  if (document === undefined || document === "" || argv.includes("--")) return undefined;
  const { values } = parsed;
  if (openApiFlags.some((flag) => !isPlain(flag, values))) return undefined;
  if (!values.has("output") && !values.has("print")) return undefined;
  return { kind: "openapi", document, flags: typedFlags(values) };
}

function parsedOrNothing(
  argv: readonly string[],
): { readonly values: FlagValues; readonly positionals: readonly string[] } | undefined {
  const options = openApiFlags.map((flag) => {
    const type = flag.value === undefined ? ("boolean" as const) : ("string" as const);
    const short = flag.short?.slice(1);
    return [flagName(flag), { type, multiple: true, ...(short !== undefined && { short }) }] as const;
  });
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
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
