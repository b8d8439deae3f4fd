import {
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, it } from "vitest";
import { createContext, type Context } from "../../src/runtime/context.js";
import { withLifespan } from "../../src/runtime/lifespan.js";
import { withNotifications } from "../../src/runtime/notifications.js";
import { withPagination } from "../../src/runtime/pagination.js";
import type { Tool } from "../../src/runtime/tool.js";
import { withVisibility } from "../../src/runtime/visibility.js";
import { connectedClient } from "./connected-client.js";
import { sampleServer } from "./sample-server.js";
import { callTool, request } from "./test-server.js";

const own = (name: string, body: (context: Context<Record<string, unknown>>) => unknown): Tool => ({
  name,
  inputSchema: { type: "object" },
  call: async (_args, scope) => ({
    content: [{ type: "text", text: JSON.stringify((await body(createContext(scope))) ?? null) }],
  }),
});
const turn = () => new Promise((resolve) => setTimeout(resolve, 10));

describe("pagination", () => {
  it("gives every list in pages, and the whole of it in the end", async () => {
    const client = await connectedClient(withPagination(sampleServer().server, 2));
    const first = await client.listTools();
    expect(first.tools.map(({ name }) => name)).toEqual(["getPet", "listPets"]);
    const second = await client.listTools({ cursor: first.nextCursor });
    expect(second.tools.map(({ name }) => name)).toEqual(["admin"]);
    expect(second.nextCursor).toBeUndefined();
    expect(await client.listResources()).not.toHaveProperty("nextCursor");
    expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(1);
  });

  it.each(["", "x", "W10=", "WyJyZXNvdXJjZXMvbGlzdCIsMV0=", "WyJ0b29scy9saXN0IiwtMV0=", "WyJ0b29scy9saXN0Iiw5OV0="])(
    "refuses the cursor %j, which is none of the list",
    async (cursor) => {
      const client = await connectedClient(withPagination(sampleServer().server, 2));
      await expect(client.listTools({ cursor })).rejects.toMatchObject({ code: -32602 });
    },
  );

  it("wants a size", () => {
    expect(() => withPagination(sampleServer().server, 0)).toThrow("at least one");
  });
});

describe("notifications", () => {
  it("are declared, and reach those whom they concern", async () => {
    const server = withNotifications(sampleServer().server);
    const seen: unknown[] = [];
    const clients = await Promise.all(
      ["a", "b"].map(async (name) => {
        const client = await connectedClient(server);
        client.setNotificationHandler(ToolListChangedNotificationSchema, () => void seen.push([name, "tools"]));
        client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => {
          seen.push([name, params.uri]);
        });
        await client.listTools();
        return client;
      }),
    );
    const [a, b] = clients;
    expect(a?.getServerCapabilities()).toMatchObject({
      tools: { listChanged: true },
      resources: { subscribe: true, listChanged: true },
    });
    expect(await a?.subscribeResource({ uri: "sample://status" })).toEqual({});
    server.changed("tools");
    server.updated("sample://status");
    await turn();
    expect(seen).toEqual([
      ["a", "tools"],
      ["b", "tools"],
      ["a", "sample://status"],
    ]);
    seen.length = 0;
    expect(await a?.unsubscribeResource({ uri: "sample://status" })).toEqual({});
    await b?.close();
    server.updated("sample://status");
    server.changed("tools");
    await turn();
    server.changed("tools");
    await turn();
    expect(seen).toEqual([
      ["a", "tools"],
      ["a", "tools"],
    ]);
  });

  it("are sent by functions, too", async () => {
    const tool = own("own", (context) => {
      context.notify("notifications/resources/updated", { uri: "sample://status" });
      context.notify("notifications/resources/list_changed");
    });
    const server = withNotifications(sampleServer({ tools: [tool] }).server);
    const seen: unknown[] = [];
    const listener = await connectedClient(server);
    listener.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void seen.push(params.uri));
    listener.setNotificationHandler(ResourceListChangedNotificationSchema, () => void seen.push("list"));
    await listener.subscribeResource({ uri: "sample://status" });
    await (await connectedClient(server)).callTool({ name: "own" });
    await turn();
    expect(seen).toEqual(["sample://status", "list"]);
  });

  it("are not promised without", async () => {
    const client = await connectedClient(sampleServer().server);
    await expect(client.subscribeResource({ uri: "sample://status" })).rejects.toThrow();
  });
});

describe("visibility", () => {
  const tools = [
    own("show", (context) => {
      context.enable({ tags: ["admin"], names: ["sample://status"] });
    }),
    own("hide", (context) => {
      context.disable({ tags: ["pets"] });
    }),
  ];
  const make = () =>
    withVisibility(sampleServer({ tools }).server, {
      tags: ["admin"],
      names: ["sample://status", "sample://pets/{petId}{?limit}"],
    });

  it("is a session's own: what is hidden is neither listed nor answered", async () => {
    const server = make();
    const a = await connectedClient(server);
    const b = await connectedClient(server);
    let changes = 0;
    a.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      changes++;
    });
    const names = async (client = a) => (await client.listTools()).tools.map(({ name }) => name);
    expect(await names()).toEqual(["show", "hide", "getPet", "listPets"]);
    await expect(a.callTool({ name: "admin" })).rejects.toMatchObject({ code: -32602 });
    await expect(a.readResource({ uri: "sample://status" })).rejects.toMatchObject({ code: -32002 });
    await expect(a.readResource({ uri: "sample://pets/7" })).rejects.toMatchObject({ code: -32002 });
    await a.callTool({ name: "show" });
    await a.readResource({ uri: "sample://status" });
    await a.callTool({ name: "hide" });
    expect(await names()).toEqual(["show", "hide", "admin"]);
    expect(changes).toBe(2);
    expect((await a.callTool({ name: "admin" })).isError).toBeUndefined();
    expect(await names(b)).toEqual(["show", "hide", "getPet", "listPets"]);
  });

  it("cannot change without a session", async () => {
    const server = make();
    const { isError, content } = await callTool(server, "show", {}, request({ server }));
    expect(isError).toBe(true);
    expect(content[0]).toMatchObject({ text: expect.stringContaining("no session") as string });
  });
});

describe("lifespan", () => {
  it("sets up in order, gives the values to functions, and disposes in reverse", async () => {
    const events: string[] = [];
    const part = (name: string) => () => {
      events.push(`+${name}`);
      return { value: name.toUpperCase(), dispose: () => void events.push(`-${name}`) };
    };
    const inner = sampleServer({ tools: [own("own", ({ lifespan }) => lifespan)] }).server;
    const server = await withLifespan(inner, { a: part("a"), b: part("b") });
    const client = await connectedClient(server);
    expect((await client.callTool({ name: "own" })).content).toEqual([{ type: "text", text: '{"a":"A","b":"B"}' }]);
    await server.close?.();
    expect(events).toEqual(["+a", "+b", "-b", "-a"]);
  });

  it("says what failed, and disposes of what was there", async () => {
    const events: string[] = [];
    const failing = withLifespan(sampleServer().server, {
      cache: () => ({ value: 1, dispose: () => void events.push("-cache") }),
      database: () => Promise.reject(new Error("connection refused")),
    });
    await expect(failing).rejects.toThrow("The server cannot start: database failed: connection refused");
    expect(events).toEqual(["-cache"]);
  });

  it("goes on when a part cannot be ended", async () => {
    const { server, lines } = sampleServer();
    const events: string[] = [];
    const living = await withLifespan(server, {
      a: () => ({ value: 1, dispose: () => void events.push("-a") }),
      b: () => ({ value: 1, dispose: () => Promise.reject(new Error("stuck")) }),
    });
    await living.close?.();
    expect(events).toEqual(["-a"]);
    expect(lines).toMatchObject([{ level: "error", message: "b could not be ended in order." }]);
  });
});
