import { describe, expect, it } from "vitest";
import { connect, ToolCallError } from "../../src/runtime/mcp-client.js";
import { readResource, readTemplate } from "../../src/runtime/read-resource.js";
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
});
