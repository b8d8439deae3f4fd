import { ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, it } from "vitest";
import { createContext, type Context } from "../../src/runtime/context.js";
import { withMiddleware } from "../../src/runtime/middleware/middleware.js";
import { withMounted } from "../../src/runtime/mounted-server.js";
import { withNotifications } from "../../src/runtime/notifications.js";
import { withPagination } from "../../src/runtime/pagination.js";
import { staticProvider, type Provider } from "../../src/runtime/provider.js";
import { buildServer, type McpServer } from "../../src/runtime/server.js";
import type { Tool } from "../../src/runtime/tool.js";
import { withVisibility } from "../../src/runtime/visibility.js";
import { connectedClient } from "./connected-client.js";
import { sampleServer } from "./sample-server.js";
import { settingsOf } from "./test-server.js";

const own = (name: string, body: (context: Context) => unknown = () => name): Tool => ({
  name,
  inputSchema: { type: "object" },
  call: async (_args, scope) => ({
    content: [{ type: "text", text: JSON.stringify((await body(createContext(scope))) ?? null) }],
  }),
});

function outer(...tools: readonly Tool[]): McpServer {
  const provider = staticProvider({ name: "outer", apis: () => undefined, tools });
  return buildServer({ name: "outer", version: "1", providers: [provider] }, settingsOf());
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
const namesOf = async (client: Awaited<ReturnType<typeof connectedClient>>) =>
  (await client.listTools()).tools.map(({ name }) => name);
const textOf = (result: object) => JSON.stringify("content" in result ? result.content : undefined);

describe("a mounted server", () => {
  it("offers all that it has under its namespace, and answers under its own names", async () => {
    const { server } = sampleServer();
    const client = await connectedClient(withMounted(outer(own("look")), server, { namespace: "pets" }));
    expect(await namesOf(client)).toEqual(["look", "pets_getPet", "pets_listPets", "pets_admin"]);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain("sample://pets/status");
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(["sample://pets/pets/{petId}{?limit}"]);
    expect(textOf(await client.callTool({ name: "look" }))).toContain("look");
    expect((await client.callTool({ name: "pets_getPet", arguments: { petId: 7 } })).isError).toBeUndefined();
    const { contents } = await client.readResource({ uri: "sample://pets/status" });
    expect(contents[0]?.uri).toBe("sample://pets/status");
    await expect(client.callTool({ name: "getPet" })).rejects.toMatchObject({ code: -32602 });
    await expect(client.callTool({ name: "pets_nothing" })).rejects.toMatchObject({ code: -32602 });
    await expect(client.readResource({ uri: "sample://status" })).rejects.toMatchObject({ code: -32002 });
  });

  it("gives way where the outer server has the name, and may be in pages itself", async () => {
    const { server } = sampleServer();
    const mine = own("getPet", () => "the outer one's");
    const client = await connectedClient(withMounted(outer(mine), withPagination(server, 1)));
    expect(await namesOf(client)).toEqual(["getPet", "listPets", "admin"]);
    expect(textOf(await client.callTool({ name: "getPet" }))).toContain("outer one's");
  });

  it("keeps what is around it: middleware, and what its tools read of it", async () => {
    const asked: string[] = [];
    const tool = own("read", async (context) => (await context.listResources()).map(({ uri }) => uri));
    const inner = withMiddleware(sampleServer({ tools: [tool] }).server, {
      onCallTool: (call, next) => {
        asked.push(call.name);
        return next();
      },
    });
    const client = await connectedClient(withMounted(outer(own("look")), inner, { namespace: "in" }));
    expect(textOf(await client.callTool({ name: "in_read" }))).toContain("sample://status");
    await client.callTool({ name: "look" });
    expect(asked).toEqual(["read"]);
  });

  it("tells the sessions that have seen its lists, and no others, when they change", async () => {
    const inner = withNotifications(sampleServer().server);
    const one = withNotifications(withMounted(outer(), inner, { namespace: "in" }));
    const other = withNotifications(outer(own("look")));
    const seen: string[] = [];
    for (const [name, server] of Object.entries({ one, other })) {
      const client = await connectedClient(server);
      client.setNotificationHandler(ToolListChangedNotificationSchema, () => void seen.push(name));
      await client.listTools();
    }
    inner.changed("tools");
    await turn();
    expect(seen).toEqual(["one"]);
  });

  it("shows and hides its components session by session", async () => {
    const hide = own("hide", (context) => {
      context.disable({ tags: ["pets"] });
    });
    const inner = withVisibility(sampleServer({ tools: [hide] }).server);
    const server = withMounted(outer(own("look")), inner, { namespace: "in" });
    const [a, b] = [await connectedClient(server), await connectedClient(server)];
    const changes: string[] = [];
    a.setNotificationHandler(ToolListChangedNotificationSchema, () => void changes.push("a"));
    b.setNotificationHandler(ToolListChangedNotificationSchema, () => void changes.push("b"));
    await a.callTool({ name: "in_hide" });
    await turn();
    expect(await namesOf(a)).toEqual(["look", "in_hide", "in_admin"]);
    expect(await namesOf(b)).toEqual(["look", "in_hide", "in_getPet", "in_listPets", "in_admin"]);
    expect(changes).toEqual(["a"]);
    await expect(a.callTool({ name: "in_getPet", arguments: { petId: 1 } })).rejects.toMatchObject({ code: -32602 });
  });
});

describe("a provider of one's own", () => {
  it("is asked anew where its lists are live, and its failures cost only its own", async () => {
    let names = ["first"];
    const live: Provider = {
      name: "live",
      live: true,
      tools: {
        list: () => names.map((name) => own(name)),
        get: (name) => Promise.resolve(names.includes(name) ? own(name) : undefined),
      },
    };
    const broken: Provider = { name: "broken", live: true, tools: { list: () => Promise.reject(new Error("down")) } };
    const server = buildServer({ name: "x", version: "1", providers: [] }, settingsOf(), {
      tools: [own("mine")],
      providers: [live, broken],
      log: sampleServer().server.log,
    });
    const client = await connectedClient(server);
    expect(await namesOf(client)).toEqual(["mine", "first"]);
    names = ["second"];
    expect(await namesOf(client)).toEqual(["mine", "second"]);
    expect(textOf(await client.callTool({ name: "second" }))).toContain("second");
    await expect(client.callTool({ name: "first" })).rejects.toMatchObject({ code: -32602 });
  });
});
