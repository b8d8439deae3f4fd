import { describe, expect, it } from "vitest";
import { surface } from "../../src/emitter/surface.js";
import { withPromptsAsTools, withResourcesAsTools } from "../../src/runtime/components-as-tools.js";
import { functionPrompt } from "../../src/runtime/function-prompt.js";
import { connect } from "../../src/runtime/mcp-client.js";
import { promptFeature, promptSources } from "../../src/runtime/prompts.js";
import { staticProvider } from "../../src/runtime/provider.js";
import { resourceFeature } from "../../src/runtime/resources.js";
import { sampleServer } from "./sample-server.js";

const greeting = staticProvider({
  name: "greetings",
  apis: () => undefined,
  tools: [],
  features: [promptFeature, resourceFeature],
  ...promptSources([
    functionPrompt<{ whom: string }>({
      name: "greet",
      description: "Greets.",
      inputSchema: { type: "object", properties: { whom: { type: "string" } }, required: ["whom"] },
      get: ({ whom }) => `Hello ${whom}`,
    }),
  ]),
});

const server = () => sampleServer({ providers: [greeting] }).server;

describe("resources as tools", () => {
  it("are listed and read", async () => {
    const client = await connect(withResourcesAsTools(server()));
    const listed: unknown = JSON.parse(String(await client.callTool("list_resources")));
    expect(listed).toEqual([
      { name: "status", uri: "sample://status", mime_type: "application/json" },
      { name: "special", uri: "sample://pets/special" },
      expect.objectContaining({ name: "pet", uri_template: "sample://pets/{petId}{?limit}" }),
    ]);
    expect(await client.callTool("read_resource", { uri: "sample://pets/7" })).toContain('"petId":7');
    await expect(client.callTool("read_resource", { uri: "sample://nothing" })).rejects.toThrow("Resource not found");
    await client.close();
  });
});

describe("prompts as tools", () => {
  it("are listed and got", async () => {
    const client = await connect(withPromptsAsTools(server()));
    expect(JSON.parse(String(await client.callTool("list_prompts")))).toEqual([
      { name: "greet", description: "Greets.", arguments: [{ name: "whom", required: true }] },
    ]);
    expect(
      JSON.parse(String(await client.callTool("get_prompt", { name: "greet", arguments: { whom: "Ann" } }))),
    ).toEqual({
      messages: [{ role: "user", content: "Hello Ann" }],
    });
    await expect(client.callTool("get_prompt", { name: "nope" })).rejects.toThrow(/nope/);
    await client.close();
  });
});

it("the compiler knows the tools as the server lists them", async () => {
  const client = await connect(withPromptsAsTools(withResourcesAsTools(server())));
  const listed = (await client.list("tools")).slice(-4).map((tool) => ({ kind: "tool", ...tool }));
  const info = { name: "a", title: "", version: "1", instructions: "" };
  expect(surface({ server: info, providers: [], asTools: ["resources", "prompts"] })).toEqual(listed);
  await client.close();
});
