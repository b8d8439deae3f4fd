import type { OpenApiFlags } from "../config/openapi-options.js";
import { compact } from "../ir/compact.js";
import type { GenerationFlags } from "./generation-flags.js";

/** All options of `mcpgen openapi`, as they stand on the command line. */
export interface OpenApiCommandFlags extends OpenApiFlags, GenerationFlags {}

/** An option as users write and read it. */
export interface FlagDefinition {
  /** `--name`; one that begins with `--no-` turns off what is on. */
  readonly long: `--${string}`;
  readonly short?: `-${string}`;
  /** What its value is called in the help; absent for one without a value. */
  readonly value?: string;
  /** What a value must look like. */
  readonly pattern?: RegExp;
  /** The only values. */
  readonly choices?: readonly string[];
  /** Value when it is not given, for the help. */
  readonly default?: string;
  /** Can be given several times; its values are a list. */
  readonly isList?: true;
  /** Not in the help. */
  readonly isHidden?: true;
  /** What it cannot stand beside. */
  readonly conflict?: string;
  readonly about: string;
}

const outputModes = ["relaxed", "strict", "none"] as const;
const formats = ["text", "json"] as const;
const sdkLines = ["v1"] as const;
const printable = ["ir"] as const;

/** The options of `mcpgen openapi`, in the order of the help. */
export const openApiFlags: readonly FlagDefinition[] = [
  { long: "--output", short: "-o", value: "dir", about: "folder of the project" },
  {
    long: "--name",
    value: "name",
    about: "name of the server and its provider (default: the document's file name or title)",
  },
  { long: "--namespace", value: "prefix", about: "prefix of all names that clients see" },
  {
    long: "--include",
    value: "pattern",
    isList: true,
    about: 'keep only these operations, e.g. "GET /pets/*" (repeatable)',
  },
  { long: "--exclude", value: "pattern", isList: true, about: "leave these operations out (repeatable)" },
  { long: "--include-tag", value: "tag", isList: true, about: "keep only operations with this tag (repeatable)" },
  { long: "--exclude-tag", value: "tag", isList: true, about: "leave operations with this tag out (repeatable)" },
  {
    long: "--output-schemas",
    value: "mode",
    choices: outputModes,
    default: "relaxed",
    about: "what results promise",
  },
  { long: "--no-coerce", about: "take arguments only in their declared type" },
  { long: "--media-type", value: "type", about: "media type to prefer where a body may have several" },
  { long: "--allow-refs", about: "read references that lead out of the document's folder" },
  { long: "--overlays", value: "path", isList: true, about: "OpenAPI Overlay document to apply first (repeatable)" },
  {
    long: "--env",
    value: "scheme=VARIABLE",
    isList: true,
    pattern: /^[^=]+=[A-Za-z_]\w*$/,
    about: "environment variable of a security scheme's credential (repeatable)",
  },
  { long: "--sdk", value: "line", choices: sdkLines, default: "v1", about: "line of the MCP SDK that the server uses" },
  { long: "--allow-remote", about: "read the document from an address" },
  { long: "--dry-run", conflict: "check", about: "print what would be written, and write nothing" },
  { long: "--check", conflict: "force", about: "exit with 1 when the folder is not what would be generated" },
  { long: "--force", about: "overwrite edited files, and write into a folder of other files" },
  { long: "--strict", about: "take warnings for errors" },
  { long: "--quiet", about: "print errors and warnings only" },
  { long: "--format", value: "format", choices: formats, default: "text", about: "how diagnostics are printed" },
  {
    long: "--print",
    value: "what",
    choices: printable,
    isHidden: true,
    about: "print what is compiled instead of writing it",
  },
];

/** Values of the options that were given, by name without the hyphens in front. */
export type FlagValues = ReadonlyMap<string, string | boolean | readonly (string | boolean)[] | undefined>;

/** Types the options that were given; their values are valid already. */
export function typedFlags(values: FlagValues): OpenApiCommandFlags {
  const text = (name: string): string | undefined =>
    [values.get(name)].flat().find((value) => typeof value === "string");
  const list = (name: string): readonly string[] | undefined =>
    values.has(name) ? [values.get(name)].flat().filter((value) => typeof value === "string") : undefined;
  const choice = <Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined =>
    choices.find((one) => one === text(name));
  const isOn = (name: string): true | undefined => ([values.get(name)].flat()[0] === true ? true : undefined);
  return compact({
    output: text("output"),
    name: text("name"),
    namespace: text("namespace"),
    include: list("include"),
    exclude: list("exclude"),
    includeTag: list("include-tag"),
    excludeTag: list("exclude-tag"),
    outputSchemas: choice("output-schemas", outputModes),
    coerce: isOn("no-coerce") && false,
    mediaType: text("media-type"),
    allowRefs: isOn("allow-refs"),
    overlays: list("overlays"),
    env: pairs(list("env")),
    sdk: choice("sdk", sdkLines),
    allowRemote: isOn("allow-remote"),
    dryRun: isOn("dry-run"),
    check: isOn("check"),
    force: isOn("force"),
    strict: isOn("strict"),
    quiet: isOn("quiet"),
    format: choice("format", formats) ?? "text",
    print: choice("print", printable),
  });
}

/** `["bearerAuth=GITHUB_TOKEN"]` → `{ bearerAuth: "GITHUB_TOKEN" }`. */
function pairs(list: readonly string[] | undefined): Readonly<Record<string, string>> | undefined {
  return (
    list &&
    Object.fromEntries(list.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]))
  );
}

/** Why a value is not valid, as commander would go on; `undefined` when it is. Choices are not looked at. */
export function invalidValueReason({ pattern, value: form }: FlagDefinition, value: string): string | undefined {
  if (value.trim() === "") return "It is empty.";
  return pattern?.test(value) === false ? `It must look like ${form ?? ""}.` : undefined;
}

/** `--dry-run` → `dry-run`. */
export function flagName({ long }: FlagDefinition): string {
  return long.slice(2);
}
