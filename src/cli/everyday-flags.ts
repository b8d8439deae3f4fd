import { FlagReader, type FlagDefinition, type FlagValues } from "./flag.js";

/** Options of `mcpgen list` and `mcpgen inspect`. */
export interface ListFlags {
  readonly json: boolean;
  /** Headers of every request to an address. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Options of `mcpgen call`. */
export interface CallFlags extends ListFlags {
  readonly isPrompt: boolean;
}

const header: FlagDefinition = {
  long: "--header",
  value: "name: value",
  isList: true,
  pattern: /^[!#$%&'*+.^_`|~\w-]+\s*:/,
  about: "header of every request to an address (repeatable)",
};
const json: FlagDefinition = { long: "--json", about: "print JSON" };

/** The options of `mcpgen list`, in the order of the help. */
export const listFlags: readonly FlagDefinition[] = [json, header];
/** The options of `mcpgen inspect`, which prints JSON whether or not it is asked to. */
export const inspectFlags: readonly FlagDefinition[] = [json, header];
/** The options of `mcpgen call`, in the order of the help. */
export const callFlags: readonly FlagDefinition[] = [
  { long: "--prompt", about: "the name is that of a prompt" },
  json,
  header,
];
/** The options of `mcpgen bundle`. */
export const bundleFlags: readonly FlagDefinition[] = [
  { long: "--output", short: "-o", value: "file", about: "file to write (default: server.mjs)" },
];

/** Types the options that were given; their values are valid already. */
export function typedCallFlags(values: FlagValues): CallFlags {
  const flags = new FlagReader(values);
  const headers = (flags.list("header") ?? []).map((one): [string, string] => {
    const colon = one.indexOf(":");
    return [one.slice(0, colon).trim(), one.slice(colon + 1).trim()];
  });
  return {
    json: flags.isOn("json") ?? false,
    isPrompt: flags.isOn("prompt") ?? false,
    headers: Object.fromEntries(headers),
  };
}
