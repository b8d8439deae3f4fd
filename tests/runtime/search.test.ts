import { describe, expect, it } from "vitest";
import type { McpRequest } from "../../src/runtime/call-context.js";
import { withScopes } from "../../src/runtime/auth/scopes.js";
import { functionTool } from "../../src/runtime/function-tool.js";
import type { JsonObject } from "../../src/runtime/json.js";
import { logging } from "../../src/runtime/middleware/logging.js";
import { withMiddleware, type Middleware } from "../../src/runtime/middleware/middleware.js";
import { slidingWindow } from "../../src/runtime/middleware/rate-limiting.js";
import { responseCaching } from "../../src/runtime/middleware/response-caching.js";
import { responseLimiting } from "../../src/runtime/middleware/response-limiting.js";
import { withPagination } from "../../src/runtime/pagination.js";
import { staticProvider } from "../../src/runtime/provider.js";
import type { ToolResult } from "../../src/runtime/result.js";
import { isSearched, withLazyTools, type SearchedProvider } from "../../src/runtime/search/lazy-tools.js";
import { Ranking } from "../../src/runtime/search/rank.js";
import type { SearchEntry } from "../../src/runtime/search/search-entry.js";
import { searchServer } from "../../src/runtime/search/search-server.js";
import { stemOf } from "../../src/runtime/search/stem.js";
import { termsOf } from "../../src/runtime/search/terms.js";
import type { McpServer, ServerOptions } from "../../src/runtime/server.js";
import type { ListedComponent, Tool } from "../../src/runtime/tool.js";
import { withVisibility } from "../../src/runtime/visibility.js";
import { callTool, recordingLog, request, settingsOf } from "./test-server.js";

function tool(name: string, more: Partial<Tool> = {}): Tool {
  return functionTool<{ id: number }>({
    name,
    title: name.replaceAll("_", " "),
    description: `Does ${name}.`,
    tags: ["things"],
    inputSchema: {
      type: "object",
      properties: { id: { type: "integer" } },
      required: ["id"],
      additionalProperties: false,
    },
    outputSchema: { type: "object", properties: { made: { type: "string" } }, required: ["made"] },
    ...more,
    call: (args) => ({ made: `${name} ${String(args.id)}` }),
  });
}

const tools = [
  tool("create_thing"),
  tool("delete_thing", { annotations: { destructiveHint: true } }),
  tool("list_things", { annotations: { readOnlyHint: true } }),
  tool("open_safe", { tags: ["secret"] }),
];

function entryOf({ name, title = "", description = "", tags = [], annotations }: Tool, group: string): SearchEntry {
  const terms = [...new Set(termsOf(`${name} ${title} ${description}`))].sort().join(" ");
  return {
    name,
    title,
    description,
    tags,
    ...(annotations && { annotations }),
    group,
    parameters: "id: integer",
    terms,
  };
}

interface Setting extends ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly pinned?: readonly string[];
  readonly all?: readonly Tool[];
}

/** A server of four tools in two groups, and which of the groups were loaded. */
function searched({ env = {}, pinned = [], all = tools, ...options }: Setting = {}) {
  const loaded: string[] = [];
  const groups = {
    safe: all.filter(({ tags }) => tags?.[0] === "secret"),
    things: all.filter(({ tags }) => tags?.[0] !== "secret"),
  };
  const load = (group: "safe" | "things") => async () => {
    loaded.push(group);
    return Promise.resolve(groups[group]);
  };
  const provider = withLazyTools(staticProvider({ name: "sample", apis: () => ({}), tools: [] }), {
    index: () => Promise.resolve(all.map((one) => entryOf(one, groups.safe.includes(one) ? "safe" : "things"))),
    groups: { safe: load("safe"), things: load("things") },
    pinned,
  });
  const { log, lines } = recordingLog();
  const server = searchServer({ name: "s", version: "1", providers: [provider] }, settingsOf(env), { log, ...options });
  return { server, loaded, lines };
}

async function namesOf(server: McpServer, given: McpRequest = request()): Promise<readonly string[]> {
  return (await list(server, given)).map(({ name }) => name);
}

async function list(server: McpServer, given: McpRequest = request(), params: JsonObject = {}) {
  return ((await server.answer("tools/list", params, () => given)) as { tools: readonly ListedComponent[] }).tools;
}

function textOf({ content: [first] }: ToolResult): string {
  return first?.type === "text" ? first.text : "";
}

const search = async (server: McpServer, query: string, given = request()) =>
  textOf(await callTool(server, "search_tools", { query }, given));
const describeTool = (server: McpServer, name: string, given = request()) =>
  callTool(server, "describe_tool", { name }, given);
const call = (server: McpServer, name: string, args: JsonObject = { id: 1 }, given = request()) =>
  callTool(server, "call_tool", { name, arguments: args }, given);

/** Neither found nor described nor reached, and told apart in nothing from a name that was never given. */
async function expectHidden(server: McpServer, name: string, given = request()): Promise<void> {
  const unknown = (one: string) => ({
    content: [{ type: "text", text: `Unknown tool: ${one}. search_tools gives the names of those that there are.` }],
    isError: true,
  });
  expect(await search(server, name.replaceAll("_", " "), given)).not.toContain(name);
  for (const one of [name, "no_such_tool"]) {
    expect(await describeTool(server, one, given)).toEqual(unknown(one));
    expect(await call(server, one, { id: 1 }, given)).toEqual(unknown(one));
    await expect(callTool(server, one, { id: 1 }, given)).rejects.toThrow(`Unknown tool: ${one}`);
  }
}

describe("a server whose tools are searched for", () => {
  it("lists three tools, and those that are pinned in full", async () => {
    const { server, loaded } = searched();
    expect(await namesOf(server)).toEqual(["search_tools", "describe_tool", "call_tool"]);
    expect(loaded).toEqual([]);
    const pinned = searched({ pinned: ["create_thing"] });
    const [, , , last, ...more] = await list(pinned.server);
    expect(last).toMatchObject({ name: "create_thing", inputSchema: { required: ["id"] } });
    expect(more).toEqual([]);
    expect(pinned.loaded).toEqual(["things"]);
  });

  it("takes few tokens, and tells what there is to find", async () => {
    const { server } = searched();
    const [first] = await list(server);
    expect(first?.description).toContain("4 tools");
    expect(first?.description).toContain("things, secret");
    expect(JSON.stringify(await list(server)).length / 4).toBeLessThan(600);
  });

  it("finds, describes and calls; what is not needed is not loaded", async () => {
    const { server, loaded } = searched();
    const found = await search(server, "remove a thing");
    expect(found).toMatch(/^delete_thing\n {2}delete thing\n {2}Does delete_thing\.\n {2}arguments: id: integer\n\n/);
    expect(loaded).toEqual([]);
    const described = JSON.parse(textOf(await describeTool(server, "delete_thing"))) as Tool;
    expect(described.inputSchema).toEqual(tools[1]?.inputSchema);
    expect(described.outputSchema).toEqual(tools[1]?.outputSchema);
    expect(loaded).toEqual(["things"]);
    expect(await call(server, "delete_thing")).toEqual(await callTool(server, "delete_thing", { id: 1 }, request()));
    expect(loaded).not.toContain("safe");
  });

  it("gives as many as are asked for", async () => {
    const { server } = searched();
    const result = await callTool(server, "search_tools", { query: "thing", limit: "1" }, request());
    expect(textOf(result)).toContain("The best of 3.");
    expect(textOf(result).match(/arguments:/g)).toHaveLength(1);
    expect(await search(server, "zebra")).toMatch(/^No tool fits/);
    expect(await callTool(server, "search_tools", { query: "thing", limit: 21 }, request())).toMatchObject({
      isError: true,
    });
    expect(textOf(await callTool(server, "search_tools", {}, request()))).toMatch(/query/);
  });

  it("checks arguments as for a direct call", async () => {
    const { server } = searched();
    for (const args of [{}, { id: "seven" }, { id: 1, more: 2 }]) {
      const direct = await callTool(server, "create_thing", args, request());
      expect(direct.isError).toBe(true);
      expect(await call(server, "create_thing", args)).toEqual(direct);
    }
    expect(textOf(await call(server, "create_thing", { id: "7" }))).toContain("create_thing 7");
    const asText = await callTool(server, "call_tool", { name: "create_thing", arguments: '{"id":7}' }, request());
    expect(textOf(asText)).toContain("create_thing 7");
  });

  it("shows tools of the author's own, which one of the same name replaces", async () => {
    const own = [tool("mine"), tool("create_thing", { description: "Mine, too." })];
    const { server } = searched({ tools: own });
    expect(await namesOf(server)).toEqual(["search_tools", "describe_tool", "call_tool", "mine", "create_thing"]);
    expect(textOf(await describeTool(server, "create_thing"))).toContain("Mine, too.");
    expect(textOf(await call(server, "mine"))).toContain("mine 1");
  });

  it("gives way to tools that are called like its own", async () => {
    const { server } = searched({ all: [tool("call_tool"), tool("search_tools")] });
    expect(await namesOf(server)).toEqual(["search_tools_", "describe_tool", "call_tool_"]);
    expect(textOf(await callTool(server, "call_tool", { id: 3 }, request()))).toContain("call_tool 3");
    const through = await callTool(server, "call_tool_", { name: "call_tool", arguments: { id: 3 } }, request());
    expect(textOf(through)).toContain("call_tool 3");
  });

  it("does not call itself", async () => {
    const { server } = searched();
    expect(textOf(await call(server, "call_tool", { name: "create_thing" }))).toMatch(/^Unknown tool: call_tool\./);
    expect(textOf(await call(server, "search_tools", { query: "thing" }))).toMatch(/^Unknown tool: search_tools\./);
  });

  it("is no provider of other kinds", () => {
    const plain = staticProvider({ name: "plain", apis: () => ({}), tools });
    expect(isSearched(plain)).toBe(false);
    const lazy: SearchedProvider = withLazyTools(plain, { index: () => Promise.resolve([]), groups: {} });
    expect(isSearched(lazy)).toBe(true);
  });

  it("says so when the modules of a group cannot be loaded", async () => {
    const broken = withLazyTools(staticProvider({ name: "sample", apis: () => ({}), tools: [] }), {
      index: () => Promise.resolve(tools.map((one) => entryOf(one, "things"))),
      groups: { things: () => Promise.reject(new Error("no such module")) },
    });
    const { log, lines } = recordingLog();
    const server = searchServer({ name: "s", version: "1", providers: [broken] }, settingsOf(), { log });
    expect(textOf(await call(server, "create_thing"))).toMatch(/^Unknown tool/);
    expect(lines.map(({ message }) => message)).toContain("Provider sample failed; its components are left out.");
    expect(await namesOf(server)).toHaveLength(3);
  });
});

describe("what is hidden is not there", () => {
  it("by its tag", async () => {
    const { server } = searched({ env: { MCP_EXCLUDE_TAGS: "secret" } });
    await expectHidden(server, "open_safe");
    expect((await list(server))[0]?.description).not.toContain("secret");
    expect(textOf(await call(server, "create_thing"))).toContain("create_thing 1");
  });

  it("by visibility, until a session enables it", async () => {
    const { server } = searched();
    const hiding = withVisibility(server, { tags: ["secret"] });
    await expectHidden(hiding, "open_safe");
    expect(await search(server, "open safe")).toContain("open_safe");
  });

  it("by scope", async () => {
    const guarded = withScopes(searched().server, [{ names: ["open_safe"], scopes: ["keys"] }], { open: false });
    await expectHidden(guarded, "open_safe");
    const open = withScopes(searched().server, [{ names: ["open_safe"], scopes: ["keys"] }], { open: true });
    expect(await search(open, "open safe")).toContain("open_safe");
    expect(textOf(await call(open, "open_safe"))).toContain("open_safe 1");
  });

  it("by middleware that leaves it out of lists", async () => {
    const leavesOut: Middleware = {
      onListTools: async (_call, next) => (await next()).filter(({ name }) => name !== "open_safe"),
    };
    const server = withMiddleware(searched().server, leavesOut);
    expect(await search(server, "open safe")).not.toContain("open_safe");
    expect((await describeTool(server, "open_safe")).isError).toBe(true);
  });

  it("also where the list comes in pages or from memory", async () => {
    const { server } = searched({ env: { MCP_EXCLUDE_TAGS: "secret" } });
    const paged = withPagination(server, 2);
    await expectHidden(paged, "open_safe");
    expect(await namesOf(paged)).toHaveLength(3);
    expect(await search(paged, "list things")).toContain("list_things");
    const caching = withMiddleware(server, responseCaching(server));
    await expectHidden(caching, "open_safe");
    expect(textOf(await describeTool(caching, "create_thing"))).toContain("inputSchema");
    expect(await search(caching, "create thing")).toContain("create_thing");
  });

  it("when a client asks as the server asks itself", async () => {
    const guarded = withScopes(searched().server, [{ names: ["open_safe"], scopes: ["keys"] }], { open: false });
    const given = await list(guarded, request(), { "mcpgen/describe": "open_safe" });
    expect(given.map(({ name }) => name)).toEqual(["search_tools", "describe_tool", "call_tool"]);
  });
});

describe("what surrounds the server", () => {
  it("sees the tool that is called, and its arguments", async () => {
    const seen: unknown[] = [];
    const watching: Middleware = {
      onCallTool: async (one, next) => {
        seen.push([one.name, one.args]);
        return next();
      },
    };
    const server = withMiddleware(searched().server, watching);
    await call(server, "create_thing", { id: 5 });
    await callTool(server, "create_thing", { id: 6 }, request());
    expect(seen).toEqual([
      ["create_thing", { id: 5 }],
      ["create_thing", { id: 6 }],
    ]);
  });

  it("logs as for a direct call", async () => {
    const { server, lines } = searched();
    const logged = withMiddleware(server, logging({ log: server.log, payloads: true }));
    const told = async (ask: () => Promise<unknown>) => {
      const before = lines.length;
      await ask();
      return lines.slice(before).map(({ message }) => message.replace(/\d+(?:\.\d+)?/g, "n"));
    };
    const through = await told(() => call(logged, "create_thing"));
    expect(through).toEqual(await told(() => callTool(logged, "create_thing", { id: 1 }, request())));
    expect(through.join()).toContain("create_thing");
  });

  it("limits calls once each", async () => {
    const { server } = searched();
    const limited = withMiddleware(server, slidingWindow({ most: 2 }));
    await call(limited, "create_thing");
    await call(limited, "create_thing");
    await expect(call(limited, "create_thing")).rejects.toThrow();
  });

  it("changes what is described", async () => {
    const server = withMiddleware(searched().server, responseLimiting());
    expect(textOf(await describeTool(server, "create_thing"))).not.toContain("outputSchema");
    expect(await call(server, "create_thing")).not.toHaveProperty("structuredContent");
  });

  it("keeps time limits", async () => {
    const slow = functionTool<{ id: number }>({
      name: "slow",
      tags: ["things"],
      inputSchema: { type: "object", properties: { id: { type: "integer" } } },
      timeoutMs: 20,
      call: () => new Promise(() => undefined),
    });
    const { server } = searched({ all: [slow] });
    expect(await call(server, "slow")).toMatchObject({ isError: true });
  });
});

describe("words", () => {
  it("are those of names, sentences and other scripts", () => {
    expect(termsOf("listOrgMembers list_org-members")).toEqual(["list", "org", "member", "list", "org", "member"]);
    expect(termsOf("Does the HTTPServer reply?")).toEqual(["http", "server", "repli"]);
    expect(termsOf("Naïve façade — the user's café")).toEqual(["naiv", "facad", "user", "cafe"]);
    expect(termsOf("検索する")).toEqual(["検索", "索す", "する"]);
    expect(termsOf("")).toEqual([]);
  });

  it.each([
    ["caresses", "caress"],
    ["ponies", "poni"],
    ["agreed", "agre"],
    ["plastered", "plaster"],
    ["sing", "sing"],
    ["conflated", "conflat"],
    ["hopping", "hop"],
    ["falling", "fall"],
    ["filing", "file"],
    ["sky", "sky"],
    ["relational", "relat"],
    ["vietnamization", "vietnam"],
    ["sensibiliti", "sensibl"],
    ["formalize", "formal"],
    ["electrical", "electr"],
    ["adjustable", "adjust"],
    ["replacement", "replac"],
    ["adoption", "adopt"],
    ["homologous", "homolog"],
    ["controll", "control"],
    ["cease", "ceas"],
  ])("%s comes down to %s, as Porter has it", (word, stem) => {
    expect(stemOf(word)).toBe(stem);
  });
});

describe("the ranking", () => {
  const ranking = new Ranking(tools.map((one) => entryOf(one, "things")));
  const best = (query: string) => ranking.best(query).map(({ name }) => name);

  it("knows other words, and what is to happen", () => {
    expect(best("erase a thing")[0]).toBe("delete_thing");
    expect(best("make a thing")[0]).toBe("create_thing");
    expect(best("which things are there?")[0]).toBe("list_things");
  });

  it("puts a tool first that is named", () => {
    expect(best("list_things")[0]).toBe("list_things");
    expect(best(" open_safe ")[0]).toBe("open_safe");
  });

  it("answers the same every time, and nothing to nothing", () => {
    expect(best("thing")).toEqual(best("thing"));
    expect(best("")).toEqual([]);
    expect(best("__proto__ constructor")).toEqual([]);
    expect(new Ranking([]).best("thing")).toEqual([]);
  });
});
