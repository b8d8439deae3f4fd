import { describe, expect, it } from "vitest";
import { aroundServer } from "../../src/runtime/around-server.js";
import { clientHandlers } from "../../src/runtime/client-handlers.js";
import { textBlock } from "../../src/runtime/content.js";
import { createContext } from "../../src/runtime/context.js";
import { connect, ToolCallError } from "../../src/runtime/mcp-client.js";
import { withNotifications } from "../../src/runtime/notifications.js";
import { readResource, readTemplate } from "../../src/runtime/read-resource.js";
import { withPagination } from "../../src/runtime/pagination.js";
import type { Tool } from "../../src/runtime/tool.js";
import { ToolError } from "../../src/runtime/tool-error.js";
import { sampleServer } from "./sample-server.js";
import { response } from "./test-server.js";

interface Pet {
  readonly id: number;
  readonly tags?: readonly { readonly name: string }[];
}

describe("connect", () => {
  it("calls tools of a server in memory and takes results out of their wrapping", async () => {
    const { server } = sampleServer({ answer: (path) => response(path === "/pets" ? [{ id: 1 }] : { result: 5 }) });
    const connection = await connect(server, { name: "tester" });
    expect(connection.serverInfo?.name).toBe("sample");
    expect(connection.instructions).toBe("Be kind.");
    const pets = await connection.callTool<Pet[]>("listPets");
    expect(pets[0]?.id).toBe(1);
    expect(await connection.callTool("getPet", { petId: 1 })).toEqual({ result: 5 });
    await connection.close();
  });

  it("gives text where there is no JSON, and content where it is no text", async () => {
    const answers = [response("hello", "text/plain"), response(new Uint8Array([1]), "image/png")];
    const { server } = sampleServer({ answer: () => answers.shift() ?? response({}) });
    const connection = await connect(server);
    expect(await connection.callTool("admin")).toBe("hello");
    expect(await connection.callTool("admin")).toEqual([{ type: "image", data: "AQ==", mimeType: "image/png" }]);
  });

  it("throws what a tool says of its failure", async () => {
    const { server } = sampleServer({ answer: () => Promise.reject(new ToolError("404 Not Found")) });
    const connection = await connect(server);
    await expect(connection.callTool("admin")).rejects.toThrow(ToolCallError);
    await expect(connection.callTool("admin")).rejects.toMatchObject({ message: "404 Not Found", tool: "admin" });
    expect((await connection.callToolRaw("admin")).isError).toBe(true);
    await expect(connection.callTool("nope")).rejects.toMatchObject({ code: -32602 });
  });

  it("reads resources, by address and by variables", async () => {
    const connection = await connect(sampleServer().server);
    expect((await readResource(connection, "sample://status")).text).toContain("/status");
    const pet = await readTemplate(connection, "sample://pets/{petId}{?limit}", { petId: 7, limit: 2 });
    expect(pet.uri).toBe("sample://pets/7?limit=2");
    expect(
      (await connection.list("tools")).length +
        (await connection.list("resources")).length +
        (await connection.list("resourceTemplates")).length,
    ).toBe(6);
  });

  it("asks for all pages of a list, and stops where a server goes round in circles", async () => {
    const { server } = sampleServer();
    const paged = await connect(withPagination(server, 2));
    expect((await paged.list("tools")).map(({ name }) => name)).toEqual(["getPet", "listPets", "admin"]);
    let asked = 0;
    const circular = aroundServer(server, async (method, _params, _request, next) => {
      if (method !== "tools/list") return next();
      return { tools: [], nextCursor: ["a", "b"][asked++ % 2] };
    });
    expect(await (await connect(circular)).list("tools")).toEqual([]);
    expect(asked).toBe(3);
  });
});

describe("clientHandlers", () => {
  it("answer what the server asks and hear what it tells", async () => {
    const told: unknown[] = [];
    const tool: Tool = {
      name: "ask",
      inputSchema: { type: "object" },
      call: async (_args, scope) => {
        const context = createContext(scope);
        context.log.warning("careful", { of: "dogs" });
        context.progress(1, 2, "half");
        const { action } = await context.elicit("Who?", { properties: { name: { type: "string" } } });
        const { content } = await context.sample("Hello?");
        const [root] = await context.roots();
        context.notify("notifications/tools/list_changed");
        return { content: [{ type: "text", text: JSON.stringify([action, content, root]) }] };
      },
    };
    const server = withNotifications(sampleServer({ tools: [tool] }).server);
    const connection = await connect(server, {
      prepare: clientHandlers({
        elicit: ({ message }) => {
          told.push(message);
          return { action: "accept", content: { name: "Ann" } };
        },
        sample: ({ messages }) => ({ role: "assistant", content: messages[0]?.content ?? textBlock(""), model: "m" }),
        roots: [{ uri: "file:///work", name: "work" }],
        log: ({ level, data }) => void told.push([level, data]),
        notified: (method) => void told.push(method),
      }),
    });
    const progress: unknown[] = [];
    const answer = await connection.callTool("ask", {}, { onProgress: (one) => progress.push(one) });
    expect(JSON.parse(String(answer))).toEqual([
      "accept",
      [{ type: "text", text: "Hello?" }],
      { uri: "file:///work", name: "work" },
    ]);
    // On revisions that ask in rounds the function has run more than once.
    await expect
      .poll(() => [...new Set(told.map((one) => JSON.stringify(one)))].map((one) => JSON.parse(one) as unknown))
      .toEqual([["warning", { message: "careful", data: { of: "dogs" } }], "Who?", "notifications/tools/list_changed"]);
    expect(progress).toContainEqual({ progress: 1, total: 2, message: "half" });
    await connection.close();
  });

  it("offer only what is there", async () => {
    const tool: Tool = {
      name: "ask",
      inputSchema: { type: "object" },
      call: async (_args, scope) => {
        await createContext(scope).roots();
        return { content: [] };
      },
    };
    const connection = await connect(sampleServer({ tools: [tool] }).server, { prepare: clientHandlers({}) });
    await expect(connection.callTool("ask")).rejects.toThrow(/client .*roots|capabilities: roots/);
  });
});
