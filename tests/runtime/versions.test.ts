import { describe, expect, it } from "vitest";
import { withScopes } from "../../src/runtime/auth/scopes.js";
import { functionPrompt } from "../../src/runtime/function-prompt.js";
import { functionResource, functionTemplate } from "../../src/runtime/function-resource.js";
import { withPagination } from "../../src/runtime/pagination.js";
import { promptFeature, promptSources } from "../../src/runtime/prompts.js";
import { staticProvider, type Provider } from "../../src/runtime/provider.js";
import { resourceFeature, resourceSources } from "../../src/runtime/resources.js";
import { withLazyTools } from "../../src/runtime/search/lazy-tools.js";
import { searchServer } from "../../src/runtime/search/search-server.js";
import { buildServer, type McpServer } from "../../src/runtime/server.js";
import type { Tool } from "../../src/runtime/tool.js";
import { olderServer, withVersions } from "../../src/runtime/versions.js";
import { connectedClient } from "./connected-client.js";
import { modernClient } from "./second-line/modern-client.js";
import { callTool, recordingLog, request, settingsOf } from "./test-server.js";

const tool = (name: string, version: string | undefined, answer = `${name} ${String(version)}`): Tool => ({
  name,
  ...(version !== undefined && { version }),
  tags: ["t"],
  inputSchema: { type: "object" },
  call: () => ({ content: [{ type: "text", text: answer }] }),
});

function provider(version: string, tools: readonly Tool[]): Provider {
  const input = { type: "object", properties: { who: { type: "string" } }, required: ["who"] } as const;
  return staticProvider({
    name: `p${version}`,
    apis: () => ({}),
    tools,
    ...resourceSources(
      [
        functionResource({
          name: "status",
          uri: "app://status",
          mimeType: "",
          version,
          read: () => `status ${version}`,
        }),
      ],
      [
        functionTemplate<{ who: string }>({
          name: "greeting",
          uriTemplate: "app://greet/{who}",
          mimeType: "",
          version,
          inputSchema: input,
          read: ({ who }) => `${who} ${version}`,
        }),
      ],
    ),
    ...promptSources([
      functionPrompt<{ who: string }>({
        name: "greet",
        version,
        inputSchema: input,
        get: ({ who }) => `${who} ${version}`,
      }),
    ]),
    features: [resourceFeature, promptFeature],
  });
}

const settings = settingsOf();
const own = [tool("add", "2.0"), tool("plain", undefined), tool("single", "7")];

function versioned(around = (server: McpServer) => server): McpServer {
  const main = buildServer({ name: "n", version: "1", providers: [provider("2.0", own)] }, settings, {
    log: recordingLog().log,
  });
  return withVersions(main, [
    { version: "2.0-beta", server: around(olderServer([toolsOnly([tool("add", "2.0-beta")])], settings)) },
    { version: "1.0", server: olderServer([provider("1.0", [tool("add", "1.0")])], settings) },
  ]);
}

const toolsOnly = (tools: readonly Tool[]) => staticProvider({ name: "t", apis: () => ({}), tools });
const asking = (version: string) => ({ _meta: { fastmcp: { version } } });

describe.each([
  ["v1", connectedClient],
  ["v2", modernClient],
] as const)("versions of components, on the line %s", (_, connect) => {
  it("are listed with the highest, which is the only one", async () => {
    const client = await connect(versioned());
    const { tools } = await client.listTools();
    expect(tools.map(({ name, _meta }) => [name, _meta?.["fastmcp"]])).toEqual([
      ["add", { tags: ["t"], version: "2.0", versions: ["2.0", "2.0-beta", "1.0"] }],
      ["plain", { tags: ["t"] }],
      ["single", { tags: ["t"], version: "7" }],
    ]);
    const mark = { fastmcp: { tags: [], version: "2.0", versions: ["2.0", "1.0"] } };
    expect((await client.listPrompts()).prompts).toMatchObject([{ name: "greet", _meta: mark }]);
    expect((await client.listResources()).resources).toMatchObject([{ uri: "app://status", _meta: mark }]);
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([{ name: "greeting", _meta: mark }]);
  });

  it("are called by _meta, the highest by default", async () => {
    const client = await connect(versioned());
    const call = async (params: object) => (await client.callTool({ name: "add", ...params })).content;
    expect(await call({})).toMatchObject([{ text: "add 2.0" }]);
    expect(await call(asking("2.0"))).toMatchObject([{ text: "add 2.0" }]);
    expect(await call(asking("1.0"))).toMatchObject([{ text: "add 1.0" }]);
    expect(await call(asking("2.0-beta"))).toMatchObject([{ text: "add 2.0-beta" }]);
    expect(await call({ _meta: { fastmcp: {} } })).toMatchObject([{ text: "add 2.0" }]);
  });

  it("are those of prompts, resources and templates, too", async () => {
    const client = await connect(versioned());
    const prompt = { name: "greet", arguments: { who: "Ann" } };
    const said = async (more: object) => (await client.getPrompt({ ...prompt, ...more })).messages[0]?.content;
    expect(await said({})).toMatchObject({ text: "Ann 2.0" });
    expect(await said(asking("1.0"))).toMatchObject({ text: "Ann 1.0" });
    const read = async (uri: string, more: object) => (await client.readResource({ uri, ...more })).contents;
    expect(await read("app://status", {})).toMatchObject([{ uri: "app://status", text: "status 2.0" }]);
    expect(await read("app://status", asking("1.0"))).toMatchObject([{ uri: "app://status", text: "status 1.0" }]);
    expect(await read("app://greet/Bo", {})).toMatchObject([{ text: "Bo 2.0" }]);
    expect(await read("app://greet/Bo", asking("1.0"))).toMatchObject([{ uri: "app://greet/Bo", text: "Bo 1.0" }]);
  });

  it("that are not there are refused with those that are", async () => {
    const client = await connect(versioned());
    await expect(client.callTool({ name: "add", ...asking("3.0") })).rejects.toThrow(
      "add has no version 3.0; it has 2.0, 2.0-beta, 1.0.",
    );
    await expect(client.callTool({ name: "single", ...asking("1.0") })).rejects.toThrow(
      "single has no version 1.0; it has 7.",
    );
    await expect(client.callTool({ name: "plain", ...asking("1.0") })).rejects.toThrow(
      "plain has no version 1.0; it has none.",
    );
    await expect(client.getPrompt({ name: "greet", ...asking("2.0-beta") })).rejects.toThrow("it has 2.0, 1.0.");
    await expect(client.readResource({ uri: "app://status", ...asking("9") })).rejects.toThrow("it has 2.0, 1.0.");
    await expect(client.callTool({ name: "nothing", ...asking("1.0") })).rejects.toThrow("Unknown tool: nothing");
  });
});

describe("an older version", () => {
  it("is hidden from those who lack its scope", async () => {
    const guard = (server: McpServer) => withScopes(server, [{ names: ["add"], scopes: ["math"] }], { open: false });
    const client = await connectedClient(versioned(guard));
    const { tools } = await client.listTools();
    expect(tools[0]?._meta?.["fastmcp"]).toMatchObject({ versions: ["2.0", "1.0"] });
    await expect(client.callTool({ name: "add", ...asking("2.0-beta") })).rejects.toThrow("it has 2.0, 1.0.");
  });

  it("stands behind whatever is put around the server", async () => {
    const client = await connectedClient(withPagination(versioned(), 1));
    expect((await client.listTools()).tools).toMatchObject([{ _meta: { fastmcp: { versions: { length: 3 } } } }]);
    expect((await versioned().list("tools"))[0]).toMatchObject({ _meta: { fastmcp: { versions: { length: 3 } } } });
  });

  it("is there where tools are searched for", async () => {
    const lazy = withLazyTools(toolsOnly([]), {
      index: () => Promise.resolve([{ name: "add", version: "2.0", group: "g", parameters: "", terms: "add" }]),
      groups: { g: () => Promise.resolve([tool("add", "2.0")]) },
    });
    const search = searchServer({ name: "n", version: "1", providers: [lazy] }, settings);
    const scoped = withScopes(search, [{ names: ["add"], scopes: ["new"] }], { open: false });
    const older = [{ version: "1.0", server: olderServer([toolsOnly([tool("add", "1.0")])], settings) }];
    const client = await connectedClient(withVersions(search, older));
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain("add");
    const call = async (version: string) => (await client.callTool({ name: "add", ...asking(version) })).content;
    expect(await call("2.0")).toMatchObject([{ text: "add 2.0" }]);
    expect(await call("1.0")).toMatchObject([{ text: "add 1.0" }]);
    await expect(call("3.0")).rejects.toThrow("add has no version 3.0; it has 2.0, 1.0.");
    const guarded = await connectedClient(withVersions(scoped, older));
    await expect(guarded.callTool({ name: "add", ...asking("3.0") })).rejects.toThrow("it has 1.0.");
    await expect(guarded.callTool({ name: "add", ...asking("2.0") })).rejects.toThrow("it has 1.0.");
    expect((await guarded.callTool({ name: "add", ...asking("1.0") })).content).toMatchObject([{ text: "add 1.0" }]);
  });

  it("is waited for, and takes no tool of the author's", async () => {
    let finish: () => void = () => undefined;
    const slow: Tool = {
      ...tool("add", "1.0"),
      call: () =>
        new Promise((resolve) => {
          finish = () => {
            resolve({ content: [] });
          };
        }),
    };
    const main = buildServer({ name: "n", version: "1", providers: [toolsOnly(own)] }, settings, {
      tools: [tool("add", "2.0", "mine")],
    });
    const server = withVersions(main, [{ version: "1.0", server: olderServer([toolsOnly([slow])], settings) }]);
    expect((await callTool(server, "add", {}, request())).content).toMatchObject([{ text: "mine" }]);
    const call = server.answer("tools/call", { name: "add", ...asking("1.0") }, () => request());
    await new Promise((resolve) => setTimeout(resolve, 5));
    let isIdle = false;
    const idle = server.idle().then(() => (isIdle = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isIdle).toBe(false);
    finish();
    await Promise.all([call, idle]);
  });
});
