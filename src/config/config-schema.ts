import { z } from "zod";
import type { RouteFunction } from "../compile.js";
import type { Config } from "./config.js";

const text = z.string().trim().min(1, "it is empty");
const texts = z.array(text);
const variable = z.string().regex(/^[A-Za-z_]\w*$/, "it must be the name of an environment variable");
const namespace = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, "it must be 1 to 40 letters, digits, `_` and `-`");

const expression = z.union([text, z.instanceof(RegExp)], "it must be a text or a regular expression");
const as = z.enum(["tool", "resource", "template", "exclude"]);

const routeRule = z.strictObject({
  methods: texts.exactOptional().describe("HTTP methods, in any case."),
  path: expression
    .exactOptional()
    .describe("Glob over the path as written: `*` stays within a segment, `**` does not."),
  tags: texts.exactOptional().describe("Tags that the operation must have, all of them."),
  operationId: expression.exactOptional(),
  as: as.exactOptional().describe("What the operation becomes; default: what the document says, else a tool."),
  addTags: texts.exactOptional().describe("Tags for what it becomes."),
});

const argument = z.strictObject({
  name: text.exactOptional().describe("Name that the model sees."),
  description: z.string().exactOptional(),
  default: z
    .json()
    .exactOptional()
    .describe("Value told to the model; of a hidden argument the one that is always sent."),
  hide: z.boolean().exactOptional().describe("The model does not see it."),
  examples: z.array(z.json()).exactOptional().describe("Example values, most telling first."),
});

const toolOverride = z.strictObject({
  name: text.exactOptional().describe("Name that clients see, before the namespace."),
  title: text.exactOptional(),
  description: z.string().exactOptional(),
  tags: texts.exactOptional().describe("Tags beside its own."),
  annotations: z
    .strictObject({
      readOnlyHint: z.boolean().exactOptional(),
      destructiveHint: z.boolean().exactOptional(),
      idempotentHint: z.boolean().exactOptional(),
      openWorldHint: z.boolean().exactOptional(),
    })
    .exactOptional(),
  scopes: texts.exactOptional().describe("OAuth scopes that a caller's token must all have."),
  enabled: z.boolean().exactOptional().describe("False leaves it out."),
  arguments: z.record(z.string(), argument).exactOptional(),
});

const openApiSource = z.strictObject({
  kind: z.literal("openapi"),
  document: text.describe("Path of the document, or its http or https address."),
  name: text.exactOptional().describe("Name of the provider: its folder, environment prefix and client class."),
  namespace: namespace.exactOptional().describe("Prefix of the names that clients see."),
  include: texts.exactOptional().describe("Keep only these operations, e.g. `GET /pets/*`."),
  exclude: texts.exactOptional().describe("Leave these operations out."),
  includeTags: texts.exactOptional().describe("Keep only operations with one of these tags."),
  excludeTags: texts.exactOptional().describe("Leave operations with one of these tags out."),
  outputSchemas: z.enum(["relaxed", "strict", "none"]).exactOptional().describe("What results promise."),
  coerce: z.boolean().exactOptional().describe("Whether arguments of another type are converted."),
  mediaType: text.exactOptional().describe("Media type to prefer where a body may have several."),
  allowRefs: z.boolean().exactOptional().describe("Whether references may lead out of the document's folder."),
  overlays: texts.exactOptional().describe("OpenAPI Overlay documents to apply first, in order."),
  routes: z.array(routeRule).exactOptional().describe("Rules over operations; the first that matches counts."),
  route: z.custom<RouteFunction>((value) => typeof value === "function", "it must be a function").exactOptional(),
  tools: z
    .record(z.string(), toolOverride)
    .exactOptional()
    .describe("Changes of components, by operationId, by the name that a component would have, or by `GET /path`."),
  env: z
    .record(z.string(), variable)
    .exactOptional()
    .describe("Environment variables of credentials by security scheme."),
});

const tsSource = z.strictObject({
  kind: z.literal("typescript"),
  inputs: texts.min(1, "there is none").describe("Folders, files and patterns of the sources."),
  name: text.exactOptional().describe("Name of the provider: its folder and environment prefix."),
  namespace: namespace.exactOptional().describe("Prefix of the names that clients see."),
  coerce: z.boolean().exactOptional().describe("Whether arguments of another type are converted."),
  tools: z
    .record(z.string(), toolOverride)
    .exactOptional()
    .describe("Changes of components, by their names or those of their functions."),
});

const mcpSource = z
  .strictObject({
    kind: z.literal("mcp"),
    command: z
      .union([text, texts.min(1, "there is none")], "it must be a command line or a list of words")
      .exactOptional()
      .describe("The program with its arguments as one line, or as words."),
    args: z.array(z.string()).exactOptional().describe("Arguments behind the command."),
    env: z.record(z.string(), z.string()).exactOptional().describe("Variables of the program, e.g. `${API_KEY}`."),
    cwd: text.exactOptional().describe("Folder that the program runs in."),
    url: text.exactOptional().describe("Address of the server."),
    headers: z.record(z.string(), z.string()).exactOptional().describe("Headers, e.g. `Bearer ${TOKEN}`."),
    file: text.exactOptional().describe("A file of `mcpServers`."),
    server: text.exactOptional().describe("Which of the file's servers; default: the only one."),
    name: text.exactOptional().describe("Name of the provider: its folder and environment prefix."),
    namespace: namespace.exactOptional().describe("Prefix of the names that clients see."),
    includeTags: texts.exactOptional().describe("Keep only components with one of these tags."),
    excludeTags: texts.exactOptional().describe("Leave components with one of these tags out."),
    coerce: z.boolean().exactOptional().describe("Whether arguments of another type are converted."),
    tools: z
      .record(z.string(), toolOverride)
      .exactOptional()
      .describe("Changes of components, by the name that the server gives them, or by address."),
  })
  .refine(
    ({ command, url, file }) => [command, url, file].filter((one) => one !== undefined).length === 1,
    "it must have one of `command`, `url` and `file`",
  );

const skillsSource = z.strictObject({
  kind: z.literal("skills"),
  folders: texts.min(1, "there is none").describe("Folders of skills, or of one skill."),
  name: text.exactOptional().describe("Name of the provider: its folder."),
  namespace: namespace.exactOptional().describe("Prefix of the names that clients see."),
  mainFile: text
    .regex(/^[^/\\]+$/, "it must be the name of a file")
    .exactOptional()
    .describe("Name of the file that makes a folder a skill; default: SKILL.md."),
  supportingFiles: z
    .enum(["template", "resources"])
    .exactOptional()
    .describe("Whether the other files of a skill are one template, or resources one by one."),
});

const mountSource = z.strictObject({
  kind: z.literal("mount"),
  path: text.describe("The configuration file, its folder, or the folder of a generated project."),
  namespace: namespace.exactOptional().describe("Prefix of all that it offers."),
});

const visibilityRule = z.strictObject({
  action: z.enum(["show", "hide", "only"]).describe("`only` shows what matches and hides everything else."),
  names: z.array(expression).exactOptional().describe("Names as clients see them; `*` is any text."),
  tags: texts.exactOptional().describe("One of these tags."),
  kinds: z.array(z.enum(["tool", "resource", "template", "prompt"])).exactOptional(),
  versions: z
    .strictObject({
      from: text.exactOptional().describe("The lowest version that matches."),
      below: text.exactOptional().describe("The lowest version that no longer matches."),
      unversioned: z.boolean().exactOptional().describe("Whether a component without a version matches."),
    })
    .exactOptional(),
});

/** What a configuration must look like; unknown keys are errors. */
export const configSchema = z.strictObject({
  name: text.exactOptional().describe("Name of the server for programs."),
  title: text.exactOptional().describe("Name of the server for people."),
  version: text.exactOptional().describe("Version of the server."),
  instructions: z.string().exactOptional().describe("What the model is told about the server as a whole."),
  output: text.describe("Folder that is written."),
  layout: z.enum(["project", "embedded"]).exactOptional().describe("A project of its own, or part of a package."),
  sdk: z.enum(["v1", "v2"]).exactOptional().describe("MCP SDK line that the server uses."),
  surface: z
    .enum(["all", "search"])
    .exactOptional()
    .describe("What clients list: every tool, or a few that find, describe and call the others."),
  pinned: z
    .array(expression)
    .exactOptional()
    .describe('Tools that clients list with `surface: "search"` nonetheless, by name; `*` is any text.'),
  resourcesAsTools: z.boolean().exactOptional().describe("Adds the tools `list_resources` and `read_resource`."),
  promptsAsTools: z.boolean().exactOptional().describe("Adds the tools `list_prompts` and `get_prompt`."),
  visibility: z.array(visibilityRule).exactOptional().describe("What clients see, rule by rule."),
  sources: z
    .array(z.discriminatedUnion("kind", [openApiSource, tsSource, mcpSource, skillsSource, mountSource]))
    .min(1, "there is none")
    .describe("What the server is made of."),
}) satisfies z.ZodType<Config>;

/** JSON Schema of `mcpgen.config.json`. */
export function configJsonSchema(): object {
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    unrepresentable: "any",
    // JSON holds neither functions nor regular expressions.
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "custom") jsonSchema.not = {};
    },
  });
  return {
    ...schema,
    title: "mcpgen.config.json",
    // Editors are told by this key which schema a file follows.
    properties: { $schema: { type: "string" }, ...schema.properties },
  };
}
