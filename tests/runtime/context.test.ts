import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  ResourceUpdatedNotificationSchema,
  type ClientCapabilities,
} from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, it } from "vitest";
import { createContext, type Context } from "../../src/runtime/context.js";
import { memoryStore } from "../../src/runtime/state.js";
import type { Tool } from "../../src/runtime/tool.js";
import { connectedClient } from "./connected-client.js";
import { sampleServer } from "./sample-server.js";
import { callTool, request } from "./test-server.js";

/** A server with one tool that does something with its context, and gives the JSON of what came of it. */
function serverWith(body: (context: Context) => unknown) {
  const tool: Tool = {
    name: "own",
    inputSchema: { type: "object" },
    call: async (_args, scope) => {
      const value: unknown = (await body(createContext(scope))) ?? null;
      return { content: [{ type: "text", text: JSON.stringify(value) }] };
    },
  };
  return sampleServer({ tools: [tool] }).server;
}

/** What the tool gives, or what its error says, for a client that offers this. */
async function outcome(
  body: (context: Context) => unknown,
  capabilities: ClientCapabilities = {},
  prepare: (client: Client) => void = () => undefined,
): Promise<unknown> {
  const client = await connectedClient(serverWith(body), { capabilities, prepare });
  const { content, isError } = await client.callTool({ name: "own" });
  const [{ text } = { text: "" }] = content as { text: string }[];
  await client.close();
  return isError === true ? text : (JSON.parse(text) as unknown);
}

const form = { properties: { name: { type: "string" }, age: { type: "integer", default: 30 } }, required: ["name"] };

describe("elicit", () => {
  const answering = (answer: object, seen: unknown[] = []) => {
    return (client: Client) => {
      client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
        seen.push(params);
        return { action: "accept", ...answer };
      });
    };
  };

  it("asks with the form as it is, and gives what fits it", async () => {
    const seen: unknown[] = [];
    const answer = await outcome(
      (context) => context.elicit<{ name: string }>("Who?", form),
      { elicitation: {} },
      answering({ content: { name: "Ann", age: 7 } }, seen),
    );
    expect(answer).toEqual({ action: "accept", content: { name: "Ann", age: 7 } });
    expect(seen).toMatchObject([{ message: "Who?", requestedSchema: { type: "object", ...form } }]);
  });

  it("says when the answer does not fit", async () => {
    const answer = await outcome(
      (context) => context.elicit("Who?", { ...form, required: ["name"] }),
      { elicitation: { form: {} } },
      answering({ content: { age: "old" } }),
    );
    expect(answer).toBe("Invalid answer of the user:\n- `name` is missing\n- `age` must be an integer");
  });

  it.each(["decline", "cancel"])("gives %s", async (action) => {
    const answer = await outcome((context) => context.elicit("Who?", form), { elicitation: {} }, answering({ action }));
    expect(answer).toEqual({ action });
  });

  it("opens pages, of https only", async () => {
    const seen: unknown[] = [];
    const open = (url: string) =>
      outcome(
        (context) => context.elicit("Pay", { url, elicitationId: "e1" }),
        { elicitation: { url: {} } },
        (client) => {
          answering({}, seen)(client);
        },
      );
    expect(await open("https://pay.example.com/1")).toEqual({ action: "accept", content: {} });
    expect(seen).toEqual([
      expect.objectContaining({ mode: "url", message: "Pay", url: "https://pay.example.com/1", elicitationId: "e1" }),
    ]);
    expect(await open("http://pay.example.com/1")).toBe("A page for the user must have an https address.");
    expect(await open("javascript:alert(1)")).toBe("A page for the user must have an https address.");
  });

  it("refuses forms that ask for secrets", async () => {
    const answer = await outcome(
      (context) => context.elicit("Log in", { properties: { user: { type: "string" }, apiKey: { type: "string" } } }),
      { elicitation: {} },
      answering({}),
    );
    expect(answer).toBe("A form must not ask for a secret (`apiKey`); use a page.");
  });

  it("says what the client lacks", async () => {
    expect(await outcome((context) => context.elicit("Who?", form))).toBe(
      "This needs a client that offers elicitation by form; yours does not.",
    );
    expect(
      await outcome(
        (context) => context.elicit("Pay", { url: "https://a.example" }),
        { elicitation: {} },
        answering({}),
      ),
    ).toBe("This needs a client that offers elicitation by url; yours does not.");
  });
});

describe("sample and roots", () => {
  it("ask the client's model", async () => {
    const seen: unknown[] = [];
    const answer = await outcome(
      (context) => context.sample("Hello?", { maxTokens: 100, systemPrompt: "Be kind." }),
      { sampling: {} },
      (client) => {
        client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => {
          seen.push(params);
          return { role: "assistant", model: "m1", stopReason: "endTurn", content: { type: "text", text: "Hi!" } };
        });
      },
    );
    expect(answer).toEqual({
      text: "Hi!",
      content: [{ type: "text", text: "Hi!" }],
      model: "m1",
      stopReason: "endTurn",
    });
    expect(seen).toEqual([
      {
        messages: [{ role: "user", content: { type: "text", text: "Hello?" } }],
        maxTokens: 100,
        systemPrompt: "Be kind.",
      },
    ]);
  });

  it("ask for the client's folders", async () => {
    const roots = [{ uri: "file:///home", name: "Home" }];
    const answer = await outcome(
      (context) => context.roots(),
      { roots: {} },
      (client) => {
        client.setRequestHandler(ListRootsRequestSchema, () => ({ roots }));
      },
    );
    expect(answer).toEqual(roots);
  });

  it("say what the client lacks", async () => {
    expect(await outcome((context) => context.sample("x"))).toMatch(/^This needs a client that offers sampling;/);
    expect(await outcome((context) => context.roots())).toMatch(/^This needs a client that offers roots;/);
  });

  it("say that clients without a session cannot be asked", async () => {
    const server = serverWith((context) => context.sample("x"));
    const result = await callTool(server, "own", {}, request({ server }));
    expect(result.content).toEqual([
      {
        type: "text",
        text: "This needs a client that can be asked while a call runs: serve over stdio, or over HTTP with sessions.",
      },
    ]);
  });
});

describe("the server itself", () => {
  it("is asked for its resources", async () => {
    const answer = await outcome(async (context) => [
      (await context.listResources()).map(({ uri }) => uri),
      await context.readResource("sample://pets/7"),
    ]);
    expect(answer).toMatchObject([
      ["sample://status", "sample://pets/special"],
      [{ uri: "sample://pets/7", text: '{"path":"/pets/id","args":{"petId":7}}' }],
    ]);
  });

  it("notifies the client", async () => {
    const seen: unknown[] = [];
    await outcome(
      (context) => {
        context.notify("notifications/resources/updated", { uri: "sample://status" });
      },
      {},
      (client) => {
        client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void seen.push(params));
      },
    );
    expect(seen).toEqual([{ uri: "sample://status" }]);
  });
});

describe("the request", () => {
  it("shows who asks and what they offer, and no more", async () => {
    const answer = await outcome((context) => context.request, { roots: { listChanged: true } });
    expect(answer).toEqual({
      id: 1,
      session: expect.any(String) as string,
      headers: {},
      client: { name: "tester", version: "9" },
      capabilities: { roots: { listChanged: true } },
      meta: {},
    });
  });
});

describe("state", () => {
  it("belongs to the session", async () => {
    const server = serverWith(async ({ state, request: { headers } }) => {
      const before = await state.get<number>("n");
      if (headers["x-reset"] === "1") await state.delete("n");
      else await state.set("n", (before ?? 0) + 1);
      return before;
    });
    const call = async (session: string, headers = {}) =>
      (await callTool(server, "own", {}, request({ server, session, headers }))).content;
    const value = (json: string) => [{ type: "text", text: json }];
    expect(await call("a")).toEqual(value("null"));
    expect(await call("a")).toEqual(value("1"));
    expect(await call("b")).toEqual(value("null"));
    expect(await call("a", { "x-reset": "1" })).toEqual(value("2"));
    expect(await call("a")).toEqual(value("null"));
  });

  it("needs a session", async () => {
    const server = serverWith((context) => context.state.get("n"));
    const { isError, content } = await callTool(server, "own", {}, request({ server }));
    expect(isError).toBe(true);
    expect(content[0]).toMatchObject({ text: expect.stringMatching(/^State belongs to a session/) as string });
  });

  it("is forgotten in time, and gives way when there is too much", () => {
    const store = memoryStore(2);
    void store.set("gone", 1, -1);
    expect(store.get("gone")).toBeUndefined();
    for (const key of ["a", "b", "c"]) void store.set(key, { key }, 10);
    expect(["a", "b", "c"].map((key) => store.get(key))).toEqual([undefined, { key: "b" }, { key: "c" }]);
  });
});

describe("what is not in use", () => {
  it.each([
    [
      "visibility",
      (context: Context) => {
        context.disable({ tags: ["x"] });
      },
      /`withVisibility`/,
    ],
    [
      "streams that go on",
      (context: Context) => {
        context.closeStream();
      },
      /resumable HTTP sessions/,
    ],
  ])("%s", async (_what, body, message) => {
    expect(await outcome(body)).toMatch(message);
  });
});
