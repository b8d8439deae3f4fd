import { textBlock, type ContentBlock, type ResourceContents } from "./content.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import type { Message } from "./message.js";
import { withMiddleware } from "./middleware/middleware.js";
import { toolInjection } from "./middleware/tool-injection.js";
import { ProtocolError, type McpServer } from "./server.js";
import { ToolError } from "./tool-error.js";
import { erased, type CallScope, type ListedComponent, type Tool } from "./tool.js";

type Ask = (method: string, params: JsonObject) => Promise<Readonly<Record<string, unknown>>>;

const text: JsonSchema = { type: "string" };

/** For clients that know tools only: `list_resources` and `read_resource`, after the server's own tools. */
export function withResourcesAsTools(server: McpServer): McpServer {
  const list = tool(
    server,
    "list_resources",
    "List what can be read with read_resource: addresses, and templates of addresses.",
    {},
    async (ask) => {
      const { resources } = await ask("resources/list", {});
      const { resourceTemplates } = await ask("resources/templates/list", {});
      const all = [...listOf(resources), ...listOf(resourceTemplates)];
      return [
        jsonBlock(
          all.map(({ name, uri, uriTemplate, description, mimeType }) =>
            known({ name, uri, uri_template: uriTemplate, description, mime_type: mimeType }),
          ),
        ),
      ];
    },
  );
  const read = tool(
    server,
    "read_resource",
    "Read a resource by its address; for a template, the address with its variables filled in.",
    { uri: text },
    async (ask, { uri }) => {
      const { contents } = await ask("resources/read", { uri: uri ?? "" });
      return erased<readonly ResourceContents[]>(contents).map((one): ContentBlock =>
        one.text === undefined ? { type: "resource", resource: one } : textBlock(one.text),
      );
    },
  );
  return withMiddleware(server, toolInjection(server, [list, read]));
}

/** For clients that know tools only: `list_prompts` and `get_prompt`, after the server's own tools. */
export function withPromptsAsTools(server: McpServer): McpServer {
  const list = tool(
    server,
    "list_prompts",
    "List the prompts that get_prompt gives, with their arguments.",
    {},
    async (ask) => {
      const { prompts } = await ask("prompts/list", {});
      return [
        jsonBlock(
          listOf(prompts).map(({ name, description, arguments: given }) =>
            known({ name, description, arguments: given }),
          ),
        ),
      ];
    },
  );
  const get = tool(
    server,
    "get_prompt",
    "Get the messages of a prompt.",
    { name: text, arguments: { type: "object", additionalProperties: text } },
    async (ask, { name, arguments: given }) => {
      const { messages } = await ask("prompts/get", { name: name ?? "", arguments: given ?? {} });
      const shown = erased<readonly Message[]>(messages).map(({ role, content }) =>
        erased<JsonObject>({ role, content: content.type === "text" ? content.text : content }),
      );
      return [jsonBlock({ messages: shown })];
    },
    ["name"],
  );
  return withMiddleware(server, toolInjection(server, [list, get]));
}

/** Asks the server as clients do, through all that is around it. */
function tool(
  server: McpServer,
  name: string,
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
  answer: (ask: Ask, args: JsonObject) => Promise<readonly ContentBlock[]>,
  required: readonly string[] = Object.keys(properties),
): Tool {
  return {
    name,
    description,
    annotations: { readOnlyHint: true },
    inputSchema: { type: "object", properties, ...(required.length > 0 && { required }), additionalProperties: false },
    call: async (args, { request }: CallScope) => {
      const ask: Ask = async (method, params) =>
        erased(
          await (request.server ?? server).answer(method, params, () => ({
            ...request,
            sendProgress: () => undefined,
          })),
        );
      try {
        return { content: await answer(ask, args) };
      } catch (error) {
        throw error instanceof ProtocolError ? new ToolError(error.message) : error;
      }
    },
  };
}

function listOf(value: unknown): readonly ListedComponent[] {
  return erased(value ?? []);
}

function jsonBlock(value: JsonValue): ContentBlock {
  return textBlock(JSON.stringify(value));
}

/** What is known of something. */
function known(facts: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const entries = Object.entries(facts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return Object.fromEntries(entries);
}
