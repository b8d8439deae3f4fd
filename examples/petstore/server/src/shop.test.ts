import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClient } from "./mcp-client.js";
import { ToolCallError } from "./runtime/mcp-client.js";
import { createServer } from "./server.js";
import { readSettings } from "./settings.js";
import { overrides, tools } from "./shop.js";

// The shop itself, in place of the network.
const pets = [
  { id: 1, name: "Rex", status: "available", tags: ["dog"] },
  { id: 2, name: "Tom", status: "sold", tags: ["cat"] },
];
const asked: string[] = [];

function answer(url: URL): Response {
  asked.push(`${url.pathname}${url.search}`);
  const [, id] = /\/pets\/(\d+)$/.exec(url.pathname) ?? [];
  if (id !== undefined) return Response.json(pets.find((pet) => pet.id === Number(id)));
  if (url.pathname.endsWith("/orders")) return Response.json({ id: 7, quantity: 1 });
  const tags = url.searchParams.get("tags")?.split(",");
  return Response.json(pets.filter((pet) => tags === undefined || tags.some((tag) => pet.tags.includes(tag))));
}

const server = createServer({
  settings: readSettings({ PETSTORE_API_KEY: "secret", MCP_LOG_LEVEL: "error" }),
  fetch: async (url) => answer(new URL(String(url))),
  overrides,
  tools,
});
const client = await createClient(server);
after(() => client.close());

test("an override changes what goes into a call and what comes out", async () => {
  assert.deepEqual(await client.listPets({ tags: ["DOG", "CAT"] }), [pets[0]]);
  assert.equal(asked.at(-1), "/v1/pets?tags=dog,cat");
});

test("an override may call the API itself, and fail in words for the model", async () => {
  assert.equal((await client.placeOrder({ petId: 1 }))?.id, 7);
  assert.deepEqual(asked.slice(-2), ["/v1/pets/1", "/v1/store/orders"]);
  await assert.rejects(client.placeOrder({ petId: 2 }), (error: unknown) => {
    assert.ok(error instanceof ToolCallError);
    assert.equal(error.message, "Tom has found a home already.");
    return true;
  });
});

test("a tool of one's own stands beside the generated ones", async () => {
  const names = (await client.connection.list("tools")).map(({ name }) => name);
  assert.deepEqual(names.slice(0, 2), ["count_pets", "search_pets"]);
  assert.equal(await client.connection.callTool("count_pets", { tag: "dog" }), "1 with the tag dog");
});
