import type { OpenApiFlags } from "../config/openapi-options.js";
import { compact } from "../ir/compact.js";
import { FlagReader, type FlagDefinition, type FlagValues } from "./flag.js";
import { surfaceFlags, typedSurfaceFlags } from "./surface-flags.js";
import { generationFlags, typedGenerationFlags, type GenerationFlags } from "./generation-flags.js";

/** All options of `mcpgen openapi`, as they stand on the command line. */
export interface OpenApiCommandFlags extends OpenApiFlags, GenerationFlags {}

const outputModes = ["relaxed", "strict", "none"] as const;
const sdkLines = ["v1", "v2"] as const;

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
  ...surfaceFlags,
  { long: "--sdk", value: "line", choices: sdkLines, default: "v1", about: "line of the MCP SDK that the server uses" },
  { long: "--allow-remote", about: "read the document from an address" },
  ...generationFlags,
];

/** Types the options that were given; their values are valid already. */
export function typedFlags(values: FlagValues): OpenApiCommandFlags {
  const flags = new FlagReader(values);
  return {
    ...typedGenerationFlags(values),
    ...compact({
      name: flags.text("name"),
      namespace: flags.text("namespace"),
      include: flags.list("include"),
      exclude: flags.list("exclude"),
      includeTag: flags.list("include-tag"),
      excludeTag: flags.list("exclude-tag"),
      outputSchemas: flags.choice("output-schemas", outputModes),
      coerce: flags.isOn("no-coerce") && false,
      mediaType: flags.text("media-type"),
      allowRefs: flags.isOn("allow-refs"),
      overlays: flags.list("overlays"),
      env: pairs(flags.list("env")),
      sdk: flags.choice("sdk", sdkLines),
      ...typedSurfaceFlags(flags),
    }),
  };
}

/** `["bearerAuth=GITHUB_TOKEN"]` → `{ bearerAuth: "GITHUB_TOKEN" }`. */
function pairs(list: readonly string[] | undefined): Readonly<Record<string, string>> | undefined {
  return (
    list &&
    Object.fromEntries(list.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]))
  );
}
