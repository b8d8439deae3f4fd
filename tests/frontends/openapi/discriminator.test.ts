import { describe, expect, it } from "vitest";
import { loadDocument, withBody } from "./load-document.js";

const variant = (kind: unknown, own: string, required = true) => ({
  type: "object",
  ...(required && { required: ["kind"] }),
  properties: { ...(kind !== undefined && { kind }), [own]: { type: "string" } },
});

/** The document with the union as the property `p` of a body, and the variants by the value that selects them. */
async function load(discriminator: unknown, schemas: Readonly<Record<string, unknown>>) {
  const oneOf = Object.keys(schemas).map((name) => ({ $ref: `#/components/schemas/${name}` }));
  const document = withBody(
    { type: "object", properties: { p: { oneOf, discriminator }, bare: { $ref: "#/components/schemas/Cat" } } },
    { components: { schemas } },
  );
  const loaded = await loadDocument(document);
  const union = loaded.tool("send").input.properties[0]?.schema;
  const members = union?.kind === "union" ? union.members : [];
  const pins = members.map((member) => {
    const name = member.kind === "reference" ? member.name : "";
    const shape = loaded.type(name);
    const property = shape?.kind === "object" ? shape.properties.find((one) => one.name === "kind") : undefined;
    return [name, property?.schema.kind === "enum" ? property.schema.values : property?.schema.kind];
  });
  return { ...loaded, union, pins };
}

const text = { type: "string", description: "Which pet." };

describe("a discriminated union among arguments", () => {
  it("pins the discriminator in each variant: by the mapping, else by the schema's name", async () => {
    const { union, pins, type } = await load(
      { propertyName: "kind", mapping: { cat: "Cat", kitten: "#/components/schemas/Cat" } },
      { Cat: variant(text, "purr"), Dog: variant(text, "bark") },
    );
    expect(union).toMatchObject({ kind: "union", mode: "anyOf" });
    // Cat stands alone too, so that its variant takes another name.
    expect(pins).toEqual([
      ["CatVariant", ["cat", "kitten"]],
      ["Dog", ["Dog"]],
    ]);
    expect(type("CatVariant")).toMatchObject({
      properties: [{ name: "kind", required: true, schema: { description: "Which pet." } }, { name: "purr" }],
    });
    expect(type("Cat")).toMatchObject({ properties: [{ schema: { kind: "string" } }, {}] });
  });

  it.each([
    ["says so itself", { type: "string", enum: ["Cat"] }, ["Cat", ["Cat"]]],
    ["says something else", { type: "string", enum: ["tom"] }, ["Cat", ["tom"]]],
    ["allows more", { type: "string", enum: ["Cat", "Dog"] }, ["CatVariant", ["Cat"]]],
    ["is no text", { type: "integer" }, ["Cat", "number"]],
    ["does not declare it, and no mapping does", undefined, ["Cat", undefined]],
  ])("a variant that %s", async (_what, kind, expected) => {
    const { pins } = await load(
      { propertyName: "kind" },
      { Cat: variant(kind, "purr", false), Dog: variant(text, "bark") },
    );
    expect(pins[0]).toEqual(expected);
  });

  it("leaves the variant of defaultMapping open, and drops a default that selects another variant", async () => {
    const { pins, type } = await load(
      { propertyName: "kind", defaultMapping: "Dog" },
      { Cat: variant({ ...text, default: "Dog" }, "purr"), Dog: variant(text, "bark") },
    );
    expect(pins).toEqual([
      ["CatVariant", ["Cat"]],
      ["Dog", "string"],
    ]);
    expect(JSON.stringify(type("CatVariant"))).not.toContain("default");
  });
});
