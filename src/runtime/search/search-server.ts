import { outermost } from "../around-server.js";
import { prepareArguments } from "../arguments.js";
import type { McpRequest } from "../call-context.js";
import { textBlock } from "../content.js";
import type { JsonObject } from "../json.js";
import type { JsonSchema } from "../json-schema.js";
import { plainText } from "../plain-text.js";
import { errorResult, type ToolResult } from "../result.js";
import { buildServer, ProtocolError, type McpServer, type ServerOptions } from "../server.js";
import { isToolError } from "../tool-error.js";
import { erased, listed, type ListedComponent } from "../tool.js";
import { isSearched } from "./lazy-tools.js";
import { Ranking } from "./rank.js";
import type { SearchEntry } from "./search-entry.js";
import {
  callInput,
  describeInput,
  searchInput,
  searchTools,
  searchToolNames,
  usuallyFound,
  type SearchToolNames,
} from "./search-tools.js";

type Definition = Parameters<typeof buildServer>[0];

/** Asks for one tool's whole definition, between the outside of the server and its inside; clients cannot send it. */
const described = "mcpgen/describe";

/** Most topics that the search tells of itself. */
const mostTopics = 60;

interface Catalogue {
  readonly byName: ReadonlyMap<string, SearchEntry>;
  /** Made at the first search: lists do without it. */
  readonly ranking: () => Ranking;
}

/**
 * Like `buildServer`, but clients see a tool that searches, one that describes and one that calls in place of all tools that can be
 * found; those that are pinned, and those that are no provider's of searched tools, stay. Whatever surrounds the server stands
 * between these three and the others: what it hides from a caller is not found, and calls pass it as if they came directly,
 * which they may as well.
 */
export function searchServer(
  definition: Definition,
  settings: McpServer["settings"],
  options: ServerOptions = {},
): McpServer {
  const server = buildServer(definition, settings, options);
  const providers = definition.providers.filter(isSearched);
  const core: McpServer = {
    ...server,
    answer: async (method, params, request) => {
      const name = method === "tools/list" ? params[described] : undefined;
      if (typeof name !== "string") return server.answer(method, params, request);
      const stub = (await server.list("tools")).find((tool) => tool.name === name);
      if (stub === undefined || stub.inputSchema !== undefined) return { tools: stub === undefined ? [] : [stub] };
      const tools = await Promise.all(providers.map(async (provider) => provider.tools?.get?.(name)));
      return { tools: tools.flatMap((tool) => (tool === undefined ? [] : listed(tool))).slice(0, 1) };
    },
  };
  let known: Promise<Catalogue> | undefined;
  const load = async (): Promise<Catalogue> => {
    const entries = (await Promise.all(providers.map((provider) => provider.entries()))).flat();
    let ranking: Ranking | undefined;
    return {
      byName: new Map(entries.map((entry) => [entry.name, entry])),
      ranking: () => (ranking ??= new Ranking(entries)),
    };
  };
  return outermost(core, (inner) => faced(inner, () => (known ??= load())));
}

/** What clients see of a server. */
function faced(inner: McpServer, catalogue: () => Promise<Catalogue>): McpServer {
  const namesOf = async () => searchToolNames(new Set((await catalogue()).byName.keys()));

  /** All tools that this caller may see; those to be searched have no schemas. */
  async function visible({ _meta }: JsonObject, request: () => McpRequest): Promise<readonly ListedComponent[]> {
    const all: ListedComponent[] = [];
    const seen = new Set<unknown>();
    let cursor: string | undefined;
    do {
      seen.add(cursor);
      const params = { ...(_meta !== undefined && { _meta }), ...(cursor !== undefined && { cursor }) };
      const page = erased<Page>(await inner.answer("tools/list", params, request));
      all.push(...page.tools);
      cursor = page.nextCursor;
    } while (!seen.has(cursor));
    return all;
  }

  async function list(params: JsonObject, request: () => McpRequest): Promise<object> {
    const all = await visible(params, request);
    const shown = all.filter(({ inputSchema }) => inputSchema !== undefined);
    const { byName } = await catalogue();
    const hidden = all.filter(({ inputSchema }) => inputSchema === undefined);
    const topics = new Set(hidden.flatMap(({ name }) => byName.get(name)?.tags?.[0] ?? []));
    const told = topics.size > mostTopics ? [] : [...topics];
    return { tools: hidden.length === 0 ? shown : [...searchTools(await namesOf(), hidden.length, told), ...shown] };
  }

  async function search({ query, limit = usuallyFound }: SearchArguments, all: readonly ListedComponent[]) {
    const { describe, call } = await namesOf();
    const { ranking } = await catalogue();
    const names = new Set(all.map(({ name }) => name));
    const found = ranking()
      .best(query)
      .filter(({ name }) => names.has(name));
    const tools = found.slice(0, limit);
    if (tools.length === 0) return "No tool fits. Try other words: what is there, and what should happen to it?";
    const more = `The best of ${String(found.length)}. ${describe} shows the whole schema of one, ${call} calls it.`;
    return [...tools.map(summary), more].join("\n\n");
  }

  const tools: Readonly<Record<keyof SearchToolNames, { input: JsonSchema; answer: Answer }>> = {
    search: {
      input: searchInput,
      answer: async (args, params, request) => textResult(await search(erased(args), await visible(params, request))),
    },
    describe: {
      input: describeInput,
      answer: async (args, { _meta }, request) => {
        const { name } = erased<{ name: string }>(args);
        const params = { ...(_meta !== undefined && { _meta }), [described]: name };
        const { tools: found } = erased<Page>(await inner.answer("tools/list", params, request));
        const tool = found.find((one) => one.name === name);
        return tool === undefined ? unknown(name) : textResult(JSON.stringify(tool));
      },
    },
    call: {
      input: callInput,
      answer: async (args, params, request) => {
        const { name, arguments: given = {} } = erased<{ name: string; arguments?: JsonObject }>(args);
        try {
          return await inner.answer("tools/call", { ...params, name, arguments: given }, request);
        } catch (error) {
          if (error instanceof ProtocolError && error.fault === "unknown-tool") return unknown(name);
          throw error;
        }
      },
    },
  };

  async function unknown(name: string): Promise<ToolResult> {
    return errorResult(`Unknown tool: ${name}. ${(await namesOf()).search} gives the names of those that there are.`);
  }

  return {
    ...inner,
    answer: async (method, params, request) => {
      if (method === "tools/list") return list(params, request);
      if (method !== "tools/call") return inner.answer(method, params, request);
      const names = await namesOf();
      const asked = (["search", "describe", "call"] as const).find((one) => names[one] === params["name"]);
      if (asked === undefined) return inner.answer(method, params, request);
      const { input, answer } = tools[asked];
      let args: JsonObject;
      try {
        args = prepareArguments(params["arguments"], { inputSchema: input });
      } catch (error) {
        if (isToolError(error)) return errorResult(error.message);
        throw error;
      }
      return answer(args, params, request);
    },
  };
}

type Answer = (args: JsonObject, params: JsonObject, request: () => McpRequest) => Promise<object>;

interface Page {
  readonly tools: readonly ListedComponent[];
  readonly nextCursor?: string;
}

interface SearchArguments {
  readonly query: string;
  readonly limit?: number;
}

function summary({ name, title = "", description = "", parameters }: SearchEntry): string {
  const texts = [description.includes(title) ? "" : title, description].filter((text) => text !== "");
  return [name, ...texts, `arguments: ${parameters === "" ? "none" : parameters}`].join("\n  ");
}

function textResult(text: string): ToolResult {
  return { content: [textBlock(plainText(text))] };
}
