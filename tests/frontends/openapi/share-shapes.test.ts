import { describe, expect, it } from "vitest";
import { surface } from "../../../src/emitter/surface.js";
import type { Program } from "../../../src/ir/program.js";
import { api, loadDocument } from "./load-document.js";

const address = (rest: object = {}) => ({
  type: "object",
  required: ["city"],
  properties: Object.fromEntries(
    ["city", "country", "line1", "line2", "postal_code", "state"].map((name) => [
      name,
      { type: "string", maxLength: 99 },
    ]),
  ),
  ...rest,
});

/** Operations whose bodies have these properties. */
const bodies = (...properties: readonly Readonly<Record<string, unknown>>[]) =>
  api(
    Object.fromEntries(
      properties.map((own, index) => [
        `/x${String(index)}`,
        {
          post: {
            operationId: `send${String(index)}`,
            requestBody: {
              required: true,
              content: { "application/json": { schema: { type: "object", properties: own } } },
            },
            responses: { 200: { description: "ok" } },
          },
        },
      ]),
    ),
  );

describe("shapes that repeat", () => {
  it("become named types, with what is said of each use beside the name", async () => {
    const { tool, provider } = await loadDocument(
      bodies(
        { home_address: address({ description: "Where one lives.", default: { city: "Ulm" } }) },
        { work: { type: "array", items: address() } },
      ),
    );
    expect(provider?.types.map(({ name }) => name)).toEqual(["HomeAddress"]);
    expect(tool("send0").input.properties[0]?.schema).toEqual({
      kind: "reference",
      name: "HomeAddress",
      description: "Where one lives.",
      default: { city: "Ulm" },
    });
    expect(tool("send1").input.properties[0]?.schema).toMatchObject({
      items: { kind: "reference", name: "HomeAddress" },
    });
    expect(provider?.types[0]?.schema).not.toHaveProperty("description");
  });

  it.each([
    ["a bound", { city: { type: "string", maxLength: 98 } }],
    ["a text inside", { city: { type: "string", maxLength: 99, description: "Which." } }],
  ])("%s makes another shape", async (_what, city) => {
    const other = address();
    const { provider } = await loadDocument(
      bodies({ a: address() }, { a: { ...other, properties: { ...other.properties, ...city } } }),
    );
    expect(provider?.types).toEqual([]);
  });

  it("what is required, or closed, makes another shape; names cannot be mistaken for marks", async () => {
    const { provider } = await loadDocument(
      bodies(
        { a: address() },
        { a: address({ required: [] }) },
        { a: address({ additionalProperties: false }) },
        { a: address({ required: [], properties: { ...address().properties, "city!": {} } }) },
        { a: address({ title: "Home" }) },
      ),
    );
    expect(provider?.types).toEqual([]);
  });

  it("take their title as their name, and the outermost is shared", async () => {
    const place = address({ title: "place", properties: { ...address().properties, inner: address() } });
    const { provider } = await loadDocument(bodies({ a: place }, { b: place }));
    expect(provider?.types.map(({ name }) => name)).toEqual(["place"]);
  });

  it("are written out for clients as they were", async () => {
    const one = await loadDocument(bodies({ a: address({ description: "One." }) }, { a: address() }));
    const other = await loadDocument(bodies({ a: address({ description: "One." }) }));
    const input = (loaded: typeof one) => {
      if (loaded.provider === undefined) throw new Error("nothing was loaded");
      const server = { name: "api", title: "Api", version: "1", instructions: "" };
      const program: Program = { server, providers: [loaded.provider] };
      return surface(program)[0];
    };
    expect(input(one)).toEqual(input(other));
  });
});
