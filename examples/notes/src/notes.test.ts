import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createClient, type Client } from "./mcp/mcp-client.js";

let client: Client;

before(async () => {
  const main = fileURLToPath(new URL("./mcp/main.js", import.meta.url));
  client = await createClient(`"${process.execPath}" "${main}"`);
});

after(() => client.close());

test("notes are kept, found, counted and forgotten", async () => {
  const first = await client.addNote({
    title: "Bread",
    text: "Rye, two days.",
    tags: ["baking"],
    created: "2026-03-01",
  });
  assert.deepEqual(first, {
    id: 1,
    title: "Bread",
    text: "Rye, two days.",
    tags: ["baking"],
    created: "2026-03-01T00:00:00.000Z",
  });
  await client.addNote({ title: "Soup", text: "Leek and rye bread." });
  const found = await client.searchNotes({ query: "rye", order: "title" });
  assert.deepEqual(
    found.map(({ title }) => title),
    ["Bread", "Soup"],
  );
  assert.deepEqual(await client.countNotes(), { total: 2, byTag: { baking: 1 } });
  await client.deleteNote({ id: 2 });
  await assert.rejects(client.deleteNote({ id: 2 }), /There is no note 2/);
  await assert.rejects(client.addNote({ title: "", text: "" }), /title/);
});

test("dates are dates", async () => {
  const friday = "2026-05-01T00:00:00.000Z";
  assert.deepEqual(await client.addWorkingDays({ start: friday, days: 1 }), {
    date: "2026-05-04T00:00:00.000Z",
    weekday: "Monday",
  });
  assert.equal(await client.endOf({ start: friday, span: { kind: "days", days: 2 } }), "2026-05-03T00:00:00.000Z");
  assert.equal(
    await client.endOf({ start: friday, span: { kind: "until", end: "2026-06-01" } }),
    "2026-06-01T00:00:00.000Z",
  );
  assert.equal(await client.nanoseconds({ at: friday }), "1777593600000000000");
});

test("bytes go in, an image comes out, and lines are imported one by one", async () => {
  const text = Buffer.from("Tea: Darjeeling\nno note\nMilk: oat").toString("base64");
  assert.equal((await client.checksum({ file: text })).bytes, 33);
  const imported = await client.importNotes({ file: text });
  assert.deepEqual(
    imported.map(({ title }) => title),
    ["Tea", "Milk"],
  );
  const { content } = await client.connection.callToolRaw("swatch", { colour: "#ff8800" });
  const [image] = content;
  assert.ok(image?.type === "image" && image.mimeType === "image/png" && image.data.startsWith("iVBORw0KGgo"));
});

test("notes can be read, and reviewed with a prompt whose arguments complete", async () => {
  assert.match((await client.readIndex()).text ?? "", /^1\. Bread$/m);
  assert.equal((await client.readNote({ id: 1, heading: 2 })).text, "## Bread\n\nRye, two days.\n");
  const { messages } = await client.getReviewPrompt({ tag: "imported", days: 1 });
  const [message] = messages;
  assert.ok(message?.content.type === "text");
  assert.match(message.content.text, /^Write a brief review of these 2 notes of the last 1 days:\n- Tea: Darjeeling/);
  const complete = async (name: string, value: string) => {
    const ref = { type: "ref/prompt", name: "review" };
    return (await client.connection.request("completion/complete", { ref, argument: { name, value } }))["completion"];
  };
  assert.deepEqual(await complete("tone", "f"), { values: ["friendly", "formal"], total: 2, hasMore: false });
  assert.deepEqual(await complete("tag", "imp"), { values: ["imported"], total: 1, hasMore: false });
});
