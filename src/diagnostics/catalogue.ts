import type { Severity } from "./diagnostic.js";

/** What a code means: severity, message and help. */
interface Entry {
  readonly severity: Severity;
  readonly message: (parameters: never) => string;
  readonly help: string | ((parameters: never) => string);
}

const suggestion = (name: string | undefined, otherwise: string) =>
  name === undefined ? otherwise : `Did you mean \`${name}\`?`;

/** A server that is larger than clients like, and options that keep fewer of its tools. */
interface LargeServer {
  readonly tools: number;
  readonly tokens: number;
  readonly exceeded: readonly { readonly client: string; readonly tools: number }[];
  readonly selection:
    { readonly option: string; readonly setting: string; readonly values: readonly string[] } | undefined;
}

/** Every code that mcpgen can report, by area. `docs/diagnostics.md` has a section for each. */
export const catalogue = {
  // ------------------------------------------------------------------ the document as a file
  "openapi/cannot-read": {
    severity: "error",
    message: (p: { file: string; reason: string }) => `\`${p.file}\` cannot be read: ${p.reason}.`,
    help: "Give the path of an OpenAPI document in YAML or JSON.",
  },
  "openapi/empty-document": {
    severity: "error",
    message: (p: { file: string }) => `\`${p.file}\` is empty.`,
    help: "Give the path of an OpenAPI document in YAML or JSON.",
  },
  "openapi/not-text": {
    severity: "error",
    message: (p: { file: string }) => `\`${p.file}\` is not a text file in UTF-8.`,
    help: "Give the path of an OpenAPI document in YAML or JSON.",
  },
  "openapi/syntax": {
    severity: "error",
    message: (p: { reason: string }) => `The document cannot be parsed: ${p.reason}.`,
    help: "Correct the syntax at this place.",
  },
  "openapi/duplicate-key": {
    severity: "warning",
    message: () => "This key stands twice in one object; the last one counts.",
    help: "Remove one of the two.",
  },
  "openapi/too-large": {
    severity: "error",
    message: (p: { what: string; limit: string }) => `The document has more ${p.what} than mcpgen reads (${p.limit}).`,
    help: "Split the document, or remove what the server does not need.",
  },
  "openapi/not-openapi": {
    severity: "error",
    message: (p: { found: string }) => `This is not an OpenAPI document: ${p.found}.`,
    help: 'An OpenAPI document is an object with `openapi: "3.x.y"` or `swagger: "2.0"`.',
  },
  "openapi/unsupported-version": {
    severity: "error",
    message: (p: { version: string }) => `Version \`${p.version}\` is not one that mcpgen reads.`,
    help: "Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are read.",
  },
  "openapi/odd-version": {
    severity: "warning",
    message: (p: { version: string; readAs: string }) =>
      `Version \`${p.version}\` is not a published one; the document is read as ${p.readAs}.`,
    help: (p: { version: string; readAs: string }) => `Write the version as a string, e.g. \`"${p.readAs}"\`.`,
  },
  "openapi/no-operations": {
    severity: "warning",
    message: () => "The document has no operation that becomes a component; the server will be empty.",
    help: "Check `paths`, and the rules and options that leave operations out.",
  },
  "openapi/webhooks-ignored": {
    severity: "note",
    message: (p: { count: number }) =>
      `${String(p.count)} webhook${p.count === 1 ? " is" : "s are"} left out: a server cannot call them.`,
    help: "Nothing to do; webhooks describe requests that the API makes.",
  },

  "openapi/invalid-overlay": {
    severity: "error",
    message: (p: { what: string }) => `${p.what}.`,
    help: "See the OpenAPI Overlay Specification 1.0.",
  },
  "openapi/unused-overlay-action": {
    severity: "warning",
    message: (p: { target: string }) => `The target \`${p.target}\` matches nothing in the document.`,
    help: "Correct the JSONPath, or remove the action.",
  },

  // ------------------------------------------------------------------ references
  "openapi/dangling-ref": {
    severity: "warning",
    message: (p: { ref: string; consequence: string; suggestion: string | undefined }) =>
      `\`${p.ref}\` does not exist; ${p.consequence}.`,
    help: (p: { ref: string; consequence: string; suggestion: string | undefined }) =>
      suggestion(p.suggestion, "Correct the reference, or add what it names."),
  },
  "openapi/circular-ref": {
    severity: "warning",
    message: (p: { ref: string; consequence: string }) => `\`${p.ref}\` leads back to itself; ${p.consequence}.`,
    help: "Let the chain of references end at a definition.",
  },
  "openapi/external-ref": {
    severity: "warning",
    message: (p: { ref: string; consequence: string }) =>
      `\`${p.ref}\` lies outside the document's folder and is not read; ${p.consequence}.`,
    help: "Bring what it names into the document's folder, or allow it with `--allow-refs`.",
  },

  // ------------------------------------------------------------------ operations
  "openapi/unsupported": {
    severity: "warning",
    message: (p: { what: string; consequence: string }) => `${p.what}; ${p.consequence}.`,
    help: "Correct the document at this place, or exclude the operation.",
  },
  "openapi/undeclared-path-parameter": {
    severity: "warning",
    message: (p: { name: string; path: string }) =>
      `\`{${p.name}}\` in \`${p.path}\` is not declared; it becomes a required string.`,
    help: "Declare it under `parameters` with `in: path`.",
  },
  "openapi/unused-path-parameter": {
    severity: "warning",
    message: (p: { name: string; path: string }) =>
      `Path parameter \`${p.name}\` does not occur in \`${p.path}\`; it is left out.`,
    help: "Write it into the path in braces, or remove it.",
  },
  "openapi/invalid-parameter": {
    severity: "warning",
    message: (p: { name: string; in: string }) =>
      `Parameter \`${p.name}\` ${p.in === "" ? "does not say where it travels" : `travels in \`${p.in}\`, which is no place for one`}; it is left out.`,
    help: "Give it a `name`, and `in: path`, `query`, `header`, `cookie`, or `querystring` with `content`.",
  },
  "openapi/duplicate-parameter": {
    severity: "warning",
    message: (p: { name: string; in: string }) =>
      `Parameter \`${p.name}\` in ${p.in} is declared twice; the first counts.`,
    help: "Remove one of the two.",
  },
  "openapi/unknown-security-scheme": {
    severity: "warning",
    message: (p: { name: string; consequence: string }) =>
      `Security scheme \`${p.name}\` is not declared; ${p.consequence}.`,
    help: "Declare it under `securitySchemes` (`securityDefinitions` in Swagger 2.0).",
  },
  "openapi/invalid-schema": {
    severity: "warning",
    message: (p: { what: string }) => `${p.what}.`,
    help: "Correct the schema at this place.",
  },
  "openapi/unsafe-pattern": {
    severity: "warning",
    message: (p: { reason: string }) => `The pattern ${p.reason}; it is left out of the schema.`,
    help: "Write a pattern of at most 512 characters, without nested repetition, that is valid in JavaScript.",
  },
  "openapi/invisible-characters": {
    severity: "warning",
    message: (p: { count: number }) =>
      `${String(p.count)} invisible or direction-changing character${p.count === 1 ? " is" : "s are"} taken out of this text.`,
    help: "Remove them: a reader cannot see what the model would read.",
  },
  "openapi/invalid-server": {
    severity: "warning",
    message: (p: { url: string; reason: string }) => `Server \`${p.url}\` cannot be used: ${p.reason}.`,
    help: "Give an absolute http or https URL, or set the base URL in the environment.",
  },
  "openapi/invalid-extension": {
    severity: "warning",
    message: (p: { what: string }) => `${p.what}; it is ignored.`,
    help: "`x-mcp` may hold as, name, title, description, tags, annotations and arguments.",
  },

  // ------------------------------------------------------------------ the configuration
  "config/not-found": {
    severity: "error",
    message: (p: { folder: string; asked: string | undefined }) =>
      p.asked === undefined
        ? `There is no configuration in \`${p.folder}\` or above it.`
        : `\`${p.asked}\` is no configuration file and holds none.`,
    help: "Write mcpgen.config.ts, or compile one document with `mcpgen openapi <document> -o <dir>`.",
  },
  "config/cannot-load": {
    severity: "error",
    message: (p: { file: string; reason: string }) => `\`${p.file}\` cannot be loaded: ${p.reason}.`,
    help: "Correct the file; it is run like any module, and exports its configuration as the default.",
  },
  "config/invalid": {
    severity: "error",
    message: (p: { path: string; reason: string; suggestion: string | undefined }) =>
      `${p.path === "" ? "The configuration" : `\`${p.path}\``} is not valid: ${p.reason}.`,
    help: (p: { path: string; reason: string; suggestion: string | undefined }) =>
      suggestion(p.suggestion, "docs/configuration.md lists every setting."),
  },

  "config/cannot-mount": {
    severity: "error",
    message: (p: { path: string; reason: string }) => `\`${p.path}\` cannot be mounted: ${p.reason}.`,
    help: "Name a configuration file, its folder, or the folder of a generated project.",
  },
  "config/unused-rule": {
    severity: "warning",
    message: (p: { rule: string; source: string; reason: string }) =>
      `\`${p.rule}\` of ${p.source} decides nothing: ${p.reason}.`,
    help: "Correct the rule, move it up, or remove it.",
  },
  "config/unused-override": {
    severity: "warning",
    message: (p: { path: string; reason: string; suggestion: string | undefined }) =>
      `\`${p.path}\` has no effect: ${p.reason}.`,
    help: (p: { path: string; reason: string; suggestion: string | undefined }) =>
      suggestion(p.suggestion, "Correct the name, or remove the setting."),
  },
  "config/route-function": {
    severity: "error",
    message: (p: { operation: string; reason: string }) =>
      `\`route()\` cannot decide on \`${p.operation}\`: ${p.reason}.`,
    help: "Let it answer tool, resource, template, exclude, or undefined to leave the decision as it is.",
  },

  // ------------------------------------------------------------------ TypeScript
  "typescript/no-files": {
    severity: "error",
    message: (p: { input: string }) => `\`${p.input}\` leads to no TypeScript file.`,
    help: "Give a folder, a file, or a pattern in quotes such as `'src/**/*.tool.ts'`; tests, declaration files and node_modules are never read.",
  },
  "typescript/no-components": {
    severity: "error",
    message: (p: { files: number }) =>
      `No exported function in ${String(p.files)} ${p.files === 1 ? "file" : "files"} has \`@tool\`, \`@resource\` or \`@prompt\`.`,
    help: "Write `@tool` into the documentation comment of an exported function.",
  },
  "typescript/syntax": {
    severity: "error",
    message: (p: { code: number; reason: string }) => `TS${String(p.code)}: ${p.reason}`,
    help: "Correct the syntax at this place.",
  },
  "typescript/misplaced-tag": {
    severity: "error",
    message: (p: { tag: string }) => `\`@${p.tag}\` stands on something that is no exported function.`,
    help: "Only exported functions, and exported constants that are functions, can be published.",
  },
  "typescript/not-exported": {
    severity: "warning",
    message: (p: { tag: string }) => `The function below \`@${p.tag}\` is not exported, so it is not published.`,
    help: "Export it, or remove the tag.",
  },
  "typescript/conflicting-kinds": {
    severity: "error",
    message: (p: { name: string; tags: readonly string[] }) =>
      `\`${p.name}\` has ${p.tags.map((tag) => `\`@${tag}\``).join(" and ")}; a function is published as one kind.`,
    help: "Keep one of the tags, and write a second function for the other.",
  },
  "typescript/unknown-tag": {
    severity: "warning",
    message: (p: { tag: string; similar: string }) => `\`@${p.tag}\` is no tag of mcpgen; it is ignored.`,
    help: (p: { tag: string; similar: string }) => `Did you mean \`@${p.similar}\`?`,
  },
  "typescript/unsupported-tag": {
    severity: "error",
    message: (p: { tag: string }) =>
      `\`@${p.tag}\` is not supported yet, and without it the component would promise too much.`,
    help: "Remove the tag.",
  },
  "typescript/tag-without-effect": {
    severity: "warning",
    message: (p: { tag: string; on: string }) => `\`@${p.tag}\` means nothing for ${p.on}; it is ignored.`,
    help: "Move the tag to the comment of the property or behind the `@param` that it is about, or remove it.",
  },
  "typescript/invalid-tag": {
    severity: "error",
    message: (p: { tag: string; text: string; expected: string }) =>
      `\`@${p.tag}${p.text === "" ? "" : ` ${p.text}`}\` needs ${p.expected}.`,
    help: "Correct the tag; text with special characters may stand in back-ticks.",
  },
  "typescript/unknown-parameter": {
    severity: "warning",
    message: (p: { name: string; function: string; similar: string | undefined }) =>
      `\`${p.function}\` has no parameter \`${p.name}\`; its \`@param\` is ignored.`,
    help: (p: { name: string; function: string; similar: string | undefined }) =>
      suggestion(p.similar, "Name a parameter, or a member of the object that it takes."),
  },
  "typescript/unnamed-function": {
    severity: "error",
    message: () => "A function that is exported as default has no name.",
    help: "Give the function a name, or write one behind the tag: `@tool name`.",
  },
  "typescript/unnamed-parameter": {
    severity: "error",
    message: (p: { function: string }) =>
      `A parameter of \`${p.function}\` is taken apart, so its argument has no name.`,
    help: "Give the parameter a name and take it apart in the body; only a single object can be taken apart in its place.",
  },
  "typescript/invalid-name": {
    severity: "error",
    message: (p: { name: string }) =>
      `\`${p.name}\` is no name that clients accept: 1 to 64 letters of A–Z, digits, \`_\` and \`-\`.`,
    help: "Write a name of these characters behind the tag.",
  },
  "typescript/duplicate": {
    severity: "error",
    message: (p: { what: string; value: string; other: string }) =>
      `The ${p.what} \`${p.value}\` is taken by a function in \`${p.other}\`.`,
    help: "Rename one of the two functions, give it another name behind its tag, or give both a `@version`, each its own.",
  },
  "typescript/overloads": {
    severity: "warning",
    message: (p: { name: string; count: number }) =>
      `\`${p.name}\` has ${String(p.count)} overloads; the first one is published.`,
    help: "Write a function of its own for what the others take.",
  },
  "typescript/any": {
    severity: "error",
    message: (p: { at: string }) => `The type of \`${p.at}\` is \`any\`, which says nothing about what may be passed.`,
    help: "Declare the type; write `unknown` where any JSON value is meant.",
  },
  "typescript/unresolved-type": {
    severity: "error",
    message: (p: { at: string }) => `The type of \`${p.at}\` cannot be resolved.`,
    help: "Correct the name or its import, or install the package that it comes from.",
  },
  "typescript/no-json-form": {
    severity: "error",
    message: (p: { at: string; what: string }) => `\`${p.at}\` is ${p.what}, which JSON cannot carry.`,
    help: "Take plain data here, and leave the rest to the function itself.",
  },
  "typescript/nested-context": {
    severity: "error",
    message: (p: { at: string }) => `\`${p.at}\` is a \`Context\`, which is never part of the arguments or the result.`,
    help: "Take the context as a parameter of its own.",
  },
  "typescript/endless-type": {
    severity: "error",
    message: (p: { at: string; type: string }) => `The type of \`${p.at}\` grows without end: \`${p.type}\`.`,
    help: "Name the type that repeats, so that it can refer to itself.",
  },
  "typescript/resource-address": {
    severity: "error",
    message: (p: { address: string; reason: string }) => `The address \`${p.address}\` ${p.reason}.`,
    help: "Write an address such as `app://settings` or `` `weather://{city}{?unit}` ``.",
  },
  "typescript/template-variables": {
    severity: "error",
    message: (p: { address: string; reason: string }) =>
      `The variables of \`${p.address}\` and the parameters differ: ${p.reason}.`,
    help: "Variables and parameters are the same names; those of the query are optional parameters.",
  },
  "typescript/resource-result": {
    severity: "error",
    message: (p: { name: string }) => `\`${p.name}\` is a resource, but returns nothing.`,
    help: "Return text, bytes, or a value that is told as JSON.",
  },
  "typescript/prompt-result": {
    severity: "error",
    message: (p: { name: string; type: string }) => `\`${p.name}\` is a prompt, but returns \`${p.type}\`.`,
    help: "Return a string, or messages: `Message[]` of `mcpgen`.",
  },
  "typescript/completion": {
    severity: "error",
    message: (p: { what: string }) => `\`@complete\` ${p.what}.`,
    help: "Write `@complete parameter function`, where the function is exported: `(value, context) => string[]`.",
  },
  "typescript/mcpgen-not-installed": {
    severity: "warning",
    message: (p: { file: string }) => `\`${p.file}\` imports \`mcpgen\`, which is not installed in this package.`,
    help: "Run `npm i -D mcpgen`; until then your own compiler does not find it.",
  },
  "typescript/commonjs-syntax": {
    severity: "error",
    message: (p: { tsconfig: string }) =>
      `\`${p.tsconfig}\` sets \`verbatimModuleSyntax\` for CommonJS, where generated code cannot be written.`,
    help: 'Set `"type": "module"` in package.json, or remove `verbatimModuleSyntax`.',
  },

  // ------------------------------------------------------------------ other servers
  "mcp/no-server": {
    severity: "error",
    message: (p: { file: string; reason: string }) => `\`${p.file}\` names no server: ${p.reason}.`,
    help: "Write `mcp({ file, server })` with a file of `mcpServers` and the name of one of them.",
  },
  "mcp/cannot-connect": {
    severity: "error",
    message: (p: { server: string; reason: string }) =>
      `The MCP server \`${p.server}\` cannot be asked what it offers: ${p.reason}.`,
    help: "Start it, or correct the address, the command, or the variables that it needs; once it was reached, runs do without it.",
  },
  "mcp/unreachable": {
    severity: "warning",
    message: (p: { server: string; reason: string }) =>
      `The MCP server \`${p.server}\` cannot be reached: ${p.reason}. What it listed last time counts; nobody knows whether it has changed.`,
    help: "Nothing to do while it is down; run mcpgen again when it is back.",
  },
  "mcp/nothing": {
    severity: "warning",
    message: (p: { server: string }) => `The MCP server \`${p.server}\` offers nothing that is published.`,
    help: "Check which tags are kept, and that the server lists what you expect: `mcpgen list <server>`.",
  },
  "mcp/skipped": {
    severity: "warning",
    message: (p: { kind: string; name: string; reason: string }) =>
      `The ${p.kind} ${p.name === "" ? "without a name" : `\`${p.name}\``} is left out: ${p.reason}.`,
    help: "Correct it in the other server; the rest is published.",
  },
  "mcp/value-left-out": {
    severity: "note",
    message: (p: { what: string; variable: string }) =>
      `The value of ${p.what} is not written down: the generated server reads \`${p.variable}\`.`,
    help: "Set the variable where the server runs; write `${NAME}` in the configuration to choose its name.",
  },
  "mcp/reserved-variable": {
    severity: "error",
    message: (p: { variable: string }) => `\`${p.variable}\` is a variable of the generated server's own.`,
    help: "Choose a name that does not begin with `MCP_`.",
  },

  // ------------------------------------------------------------------ skills
  "skills/none": {
    severity: "error",
    message: (p: { folder: string; reason: string }) => `\`${p.folder}\` leads to no skill: ${p.reason}.`,
    help: "Name a folder with a SKILL.md in it, or a folder of such folders.",
  },
  "skills/no-main-file": {
    severity: "note",
    message: (p: { folder: string; file: string }) => `\`${p.folder}\` holds no ${p.file}; it is no skill.`,
    help: "Add the file, or move the folder elsewhere.",
  },
  "skills/cannot-read": {
    severity: "warning",
    message: (p: { file: string; reason: string }) => `\`${p.file}\` is left out: ${p.reason}.`,
    help: "Make the file readable and keep it small: what is served is part of the server's code.",
  },
  "skills/outside-link": {
    severity: "warning",
    message: (p: { path: string; folder: string }) => `\`${p.path}\` leads out of \`${p.folder}\`; it is left out.`,
    help: "Put a copy of what it leads to into the folder, or name its own folder in the configuration.",
  },
  "skills/front-matter": {
    severity: "warning",
    message: (p: { file: string; reason: string }) => `The front matter of \`${p.file}\` cannot be read: ${p.reason}.`,
    help: "Write YAML between the two lines of `---`: a `name` and a `description`.",
  },
  "skills/duplicate": {
    severity: "warning",
    message: (p: { name: string; other: string }) =>
      `There is a skill \`${p.name}\` already (\`${p.other}\`); this one is left out.`,
    help: "Rename one of the two folders.",
  },

  // ------------------------------------------------------------------ the program
  "program/renamed": {
    severity: "warning",
    message: (p: { wanted: string; used: string; reason: string }) =>
      `\`${p.wanted}\` ${p.reason}; the component is called \`${p.used}\`.`,
    help: "Give the operation an operationId or `x-mcp.name` of its own.",
  },
  "program/provider-clash": {
    severity: "error",
    message: (p: { name: string; other: string; sources: readonly [string, string] }) =>
      `The sources \`${p.sources[0]}\` and \`${p.sources[1]}\` would be the providers \`${p.other}\` and \`${p.name}\`, which share folder and variables.`,
    help: "Give one of the two another `name` in the configuration.",
  },
  "program/name-clash": {
    severity: "error",
    message: (p: { kind: string; address: string; provider: string; other: string; place: string }) =>
      `The ${p.kind} \`${p.address}\` of \`${p.provider}\` is one of \`${p.other}\` too (${p.place}).`,
    help: "Give one of the two sources a `namespace`, or rename or hide one of the two.",
  },
  "program/environment-clash": {
    severity: "warning",
    message: (p: { wanted: string; used: string; what: string }) =>
      `Variable \`${p.wanted}\` is taken; ${p.what} reads \`${p.used}\`.`,
    help: "Choose another name with `env` in the configuration.",
  },
  "program/shortened-descriptions": {
    severity: "note",
    message: (p: { megabytes: number; argument: number; nested: number; depth: boolean }) =>
      `The list of components would have more than ${String(p.megabytes)} MB; descriptions of arguments are cut to ${String(p.argument)} characters, those inside them ${p.nested === 0 ? "are left out" : `to ${String(p.nested)}`}${p.depth ? ", and the largest parts of schemas come down to their type" : ""}.`,
    help: 'Keep fewer operations, e.g. `--include-tag <tag>` or `--include "GET /path/**"`, and descriptions stay whole.',
  },
  "program/too-deep": {
    severity: "error",
    message: () => "Schemas lead to one another over more levels than mcpgen can follow.",
    help: "Look for schemas that refer to one another by the hundred, in a line, and leave out the operations that need them.",
  },
  "program/large-surface": {
    severity: "note",
    message: (p: { components: number; tokens: number }) =>
      `The surface has ${String(p.components)} components of about ${String(p.tokens)} tokens; many clients take no more than 40 tools or 25000 tokens.`,
    help: 'Let clients search instead: `--surface search`, or `surface: "search"` in the configuration. Or keep what is needed, e.g. `--include-tag <tag>` or `--include "GET /path/**"`.',
  },

  // ------------------------------------------------------------------ what clients and models stumble over
  "lint/suspicious-text": {
    severity: "warning",
    message: (p: { name: string; path: string; what: string }) =>
      `\`${p.name}\`${p.path === "" ? "" : ` (${p.path})`} ${p.what}.`,
    help: "Read the text as a model would; correct the source, or replace it with an override.",
  },
  "lint/too-many-tools": {
    severity: "warning",
    message: (p: LargeServer) => {
      const clients = p.exceeded.map(({ client, tools }) => `${client} ${String(tools)}`).join(", ");
      const rest = clients === "" ? "25000 leave a model room for its task" : `the most that clients take: ${clients}`;
      return `There are ${String(p.tools)} tools of about ${String(p.tokens)} tokens; ${rest}.`;
    },
    help: ({ selection }: LargeServer) => {
      const search = 'Or let clients search: `--surface search`, `surface: "search"` in the configuration.';
      if (selection === undefined)
        return `Keep what is needed, e.g. with \`visibility\` in the configuration. ${search}`;
      const options = selection.values.map((value) => `${selection.option} ${JSON.stringify(value)}`).join(" ");
      return `Keep what is needed, e.g. \`${options}\`, or in the configuration \`${selection.setting}: ${JSON.stringify(selection.values)}\`. ${search}`;
    },
  },
  "lint/large-tool": {
    severity: "note",
    message: (p: { name: string; tokens: number }) => `\`${p.name}\` alone has about ${String(p.tokens)} tokens.`,
    help: "Hide arguments that are not needed, or shorten their descriptions, with `tools` in the configuration.",
  },
  "lint/long-name": {
    severity: "warning",
    message: (p: { name: string; over: readonly { client: string; length: number; limit: number }[] }) =>
      `\`${p.name}\` is too long for ${p.over.map(({ client, length, limit }) => `${client} (${String(length)} of ${String(limit)} characters with the server's name)`).join(" and ")}.`,
    help: "Choose a shorter name for the server, the namespace, or the tool.",
  },
  "lint/description": {
    severity: "warning",
    message: (p: { name: string; reason: string }) => `\`${p.name}\` ${p.reason}.`,
    help: "Say what it does and when to use it: in the source, or with `tools` in the configuration.",
  },
  "lint/same-description": {
    severity: "warning",
    message: (p: { names: readonly string[] }) =>
      `${p.names
        .slice(0, 5)
        .map((name) => `\`${name}\``)
        .join(", ")}${p.names.length > 5 ? ` and ${String(p.names.length - 5)} more` : ""} have one description.`,
    help: "Say what sets each apart: a model has nothing else to choose by.",
  },
  "lint/long-description": {
    severity: "note",
    message: (p: { name: string; length: number }) =>
      `The description of \`${p.name}\` has ${String(p.length)} characters; some models read 1024.`,
    help: "Put what matters first, or shorten it with `tools` in the configuration.",
  },
  "lint/undescribed-arguments": {
    severity: "note",
    message: (p: { name: string; silent: readonly string[]; total: number }) =>
      `${String(p.silent.length)} of the ${String(p.total)} arguments of \`${p.name}\` have no description: ${p.silent.slice(0, 8).join(", ")}${p.silent.length > 8 ? ", …" : ""}.`,
    help: "Describe them in the source, or with `tools` in the configuration.",
  },
  "lint/not-portable": {
    severity: "note",
    message: (p: { name: string; findings: readonly { models: string; what: string; path: string }[] }) =>
      `The arguments of \`${p.name}\` hold what some models do not take: ${p.findings.map(({ models, what, path }) => `${what}${path === "" ? "" : ` at \`${path}\``} (${models})`).join("; ")}.`,
    help: "Nothing to do for other models; else simplify the schema, or hide the argument.",
  },

  // ------------------------------------------------------------------ the output
  "output/edited-file": {
    severity: "error",
    message: (p: { files: readonly string[]; directory?: string }) =>
      p.directory === undefined
        ? `Generated files were edited by hand: ${p.files.join(", ")}.`
        : `\`${p.directory}\` is not empty and holds no mcpgen.lock.json: what is in it was not generated.`,
    help: (p: { files: readonly string[]; directory?: string }) =>
      p.directory === undefined
        ? "Move the changes into src/main.ts or the input, or overwrite them with `--force`."
        : "Choose another folder, or write into this one with `--force`.",
  },
  "output/foreign-file": {
    severity: "error",
    message: (p: { files: readonly string[] }) =>
      `Files that mcpgen did not write stand where generated ones belong: ${p.files.join(", ")}.`,
    help: "Move them elsewhere, or overwrite them with `--force`.",
  },
  "output/unsafe-path": {
    severity: "error",
    message: (p: { path: string; reason: string }) => `\`${p.path}\` is not written: ${p.reason}.`,
    help: "Remove what leads out of the output folder, or choose another folder with `-o`.",
  },
  "output/cannot-write": {
    severity: "error",
    message: (p: { file: string; reason: string }) => `\`${p.file}\` cannot be written: ${p.reason}.`,
    help: "Make the output folder writable, or choose another one with `-o`.",
  },
  "output/out-of-date": {
    severity: "error",
    message: (p: { files: readonly string[] }) =>
      `What is on disk is not what would be generated: ${p.files.join(", ")}.`,
    help: "Run mcpgen again and commit what it writes.",
  },
  "output/missing-dependency": {
    severity: "warning",
    message: (p: { packages: readonly string[] }) =>
      `package.json lacks what the generated code needs: ${p.packages.join(", ")}.`,
    help: (p: { packages: readonly string[] }) => `Run \`npm install ${p.packages.join(" ")}\`.`,
  },
  "output/unknown-runtime-module": {
    severity: "error",
    message: (p: { file: string; module: string; known: readonly string[] }) =>
      `\`${p.file}\` imports \`runtime/${p.module}\`, which the runtime does not have.`,
    help: (p: { file: string; module: string; known: readonly string[] }) => `There are: ${p.known.join(", ")}.`,
  },
  "output/recovered": {
    severity: "note",
    message: (p: { outcome: "completed" | "rolled back" }) =>
      `An earlier run was interrupted while it wrote; it was ${p.outcome}.`,
    help: "Nothing to do.",
  },
  "output/other-version": {
    severity: "note",
    message: (p: { before: string; now: string }) =>
      `The folder was generated by mcpgen ${p.before}; this is ${p.now}, and so the copied runtime may be behind.`,
    help: "Run mcpgen again, read the difference, and commit what it writes.",
  },
  "output/no-surface": {
    severity: "error",
    message: (p: { target: string; reason: string }) => `\`${p.target}\` has no surface to compare: ${p.reason}.`,
    help: "Name a surface.json, a folder with one, an OpenAPI document, or a git revision such as `main` or `HEAD~1:server`.",
  },
  "output/cannot-bundle": {
    severity: "error",
    message: (p: { target: string; reason: string }) => `\`${p.target}\` cannot be made one file: ${p.reason}.`,
    help: "Name a generated folder that type-checks, or a document; `npm install` in the folder brings what it imports.",
  },
  "output/cannot-connect": {
    severity: "error",
    message: (p: { target: string; reason: string }) => `There is no MCP server at \`${p.target}\`: ${p.reason}.`,
    help: "Name a generated folder, a document, a command in quotes, an http or https address, or a server of an mcp.json.",
  },
  "output/unreadable-lock": {
    severity: "warning",
    message: (p: { reason: string }) => `mcpgen.lock.json cannot be read (${p.reason}); it is written anew.`,
    help: "Commit the new lock file.",
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** Type of the catalogue. */
export type Catalogue = typeof catalogue;

/** A code of the catalogue. */
export type DiagnosticCode = keyof Catalogue;
