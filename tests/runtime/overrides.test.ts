import { describe, expect, it } from "vitest";
import { bytesBlock } from "../../src/runtime/content.js";
import { ownTool } from "../../src/runtime/own-tool.js";
import type { Tool } from "../../src/runtime/tool.js";
import { ToolError } from "../../src/runtime/tool-error.js";
import { sampleServer, type SampleApi } from "./sample-server.js";
import { callTool, request, response } from "./test-server.js";

type Next = (args?: object) => Promise<unknown>;
type Scope = SampleApi & { readonly next: Next };

describe("an override", () => {
  it("wraps the call: it changes what goes in and what comes out", async () => {
    const { server } = sampleServer({
      overrides: {
        getPet: async ({ petId }: { petId: number }, { next }: Scope) => ({
          ...((await next({ petId: petId + 1 })) as object),
          id: 9,
        }),
      },
    });
    expect(await callTool(server, "getPet", { petId: "6" }, request())).toMatchObject({
      structuredContent: { path: "/pets/7", id: 9 },
      content: [{ type: "text", text: '{"path":"/pets/7","args":{"petId":7},"id":9}' }],
    });
  });

  it("replaces the call, with the API's client at hand; what is no object is wrapped", async () => {
    const { server } = sampleServer({
      overrides: { listPets: async (_args: object, { api }: Scope) => [(await api.get("/one")).data] },
    });
    expect(await callTool(server, "listPets", {}, request())).toMatchObject({
      structuredContent: { result: [{ path: "/one" }] },
      _meta: { fastmcp: { wrap_result: true } },
    });
  });

  it("keeps what the call said of a next page", async () => {
    const link = '<https://api.example.com/pets?page=2>; rel="next"';
    const { server } = sampleServer({
      answer: () => response([1, 2], "application/json", { link }),
      overrides: { listPets: async (_args: object, { next }: Scope) => [await next(), "more"] },
    });
    const { structuredContent, _meta } = await callTool(server, "listPets", {}, request());
    expect(structuredContent).toEqual({ result: [[1, 2], "more"] });
    expect(_meta).toMatchObject({ "mcpgen/link": { next: "https://api.example.com/pets?page=2" } });
  });

  it("may give back an image as it came", async () => {
    const answer = () => response(Uint8Array.of(1, 2, 3), "image/png");
    const { server } = sampleServer({ answer, overrides: { admin: (_args: object, { next }: Scope) => next() } });
    const { content } = await callTool(server, "admin", {}, request());
    expect(content).toEqual([bytesBlock(Uint8Array.of(1, 2, 3), "image/png", "")]);
  });

  it("sees only arguments that are valid", async () => {
    const { server } = sampleServer({ overrides: { getPet: () => ({ id: 1 }) } });
    expect(await callTool(server, "getPet", { petId: "x" }, request())).toMatchObject({ isError: true });
  });

  it("fails as a tool does: what a ToolError says is shown, anything else is masked", async () => {
    const { server, lines } = sampleServer({
      overrides: {
        getPet: () => {
          throw new ToolError("Not on Sundays.");
        },
        listPets: () => {
          throw new Error("password=1");
        },
      },
    });
    const text = async (name: string, args: { petId?: number }) =>
      (await callTool(server, name, args, request())).content[0];
    expect(await text("getPet", { petId: 1 })).toMatchObject({ text: "Not on Sundays." });
    expect(await text("listPets", {})).toMatchObject({ text: "Internal error; see the server's log." });
    expect(lines.map(({ message }) => message)).toEqual(["listPets failed."]);
  });

  it("of a name that every object has is not found by accident", async () => {
    const { server } = sampleServer({ overrides: {} });
    await expect(callTool(server, "constructor", {}, request())).rejects.toThrow("Unknown tool: constructor");
  });
});

describe("a tool of the author's own", () => {
  const counted: Tool = ownTool<{ kind: string }, SampleApi>({
    name: "countPets",
    inputSchema: { type: "object", properties: { kind: { type: "string", default: "dog" } } },
    outputSchema: { type: "object", properties: { kind: { type: "string" }, path: { type: "string" } } },
    call: async ({ kind }, { api, context }) => {
      context.progress(1, 2);
      return { kind, ...((await api.get("/count")).data as object) };
    },
  });

  it("is given the clients of all APIs, and its value becomes its result", async () => {
    const sent: unknown[] = [];
    const { server } = sampleServer({ tools: [counted] });
    const result = await callTool(server, "countPets", {}, request({ sendProgress: (one) => sent.push(one) }));
    expect(result.structuredContent).toMatchObject({ kind: "dog", path: "/count" });
    expect(sent).toEqual([{ progress: 1, total: 2 }]);
  });

  it("stands before the generated ones in the list", async () => {
    const { server } = sampleServer({ tools: [counted] });
    expect((await server.list("tools")).map(({ name }) => name).slice(0, 2)).toEqual(["countPets", "getPet"]);
  });
});
