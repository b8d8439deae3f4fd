import { describe, expect, it } from "vitest";
import { jsonSize } from "../../src/emitter/json-size.js";
import { SchemaLibrary } from "../../src/emitter/schema-library.js";
import type { Schema } from "../../src/ir/schema.js";
import { strongComponents } from "../../src/emitter/strong-components.js";
import { integer, named, property, reference, text } from "./sample-programs.js";

const record = (...properties: readonly [string, Schema][]): Schema => ({
  kind: "object",
  properties: properties.map(([name, schema]) => property(name, schema)),
});

const long = { ...text, description: "x".repeat(300) };

describe("SchemaLibrary", () => {
  const library = new SchemaLibrary(
    [
      named("User", record(["pet", reference("Pet")], ["team", reference("Team")])),
      named("Pet", record(["tag", reference("Tag")])),
      named("Tag", record(["id", integer])),
      named("Team", record(["lead", reference("Member")])),
      named("Member", record(["team", reference("Team")], ["big", reference("Big")])),
      named("Big", record(["long", long])),
      named("Unused", record(["id", integer])),
    ],
    [reference("User")],
    "schemas",
    250,
  );
  const value = (schema: Schema) => library.value(library.print(schema));

  it("sets recursive and large types apart", () => {
    expect(["User", "Pet", "Tag", "Team", "Member", "Big"].filter((name) => library.isApart(name))).toEqual([
      "Team",
      "Member",
      "Big",
    ]);
    expect(value(reference("Pet"))).toEqual({
      type: "object",
      properties: { tag: { type: "object", properties: { id: { type: "integer" } } } },
    });
    expect(value(reference("Team"))).toEqual({ $ref: "#/$defs/Team" });
  });

  it("lists what a schema's $refs lead to, in the document's order", () => {
    const names = (schema: Schema) =>
      library
        .definitions(schema)
        .map(({ value: defs }) =>
          defs.kind === "object" ? defs.members.map((member) => "key" in member && member.key) : [],
        );
    expect(names(reference("User"))).toEqual([["Team", "Member", "Big"]]);
    expect(names(record(["big", reference("Big")]))).toEqual([["Big"]]);
    expect(names(reference("Pet"))).toEqual([]);
  });

  it("declares a const after those that it mentions, and only those in use", () => {
    expect(library.names).toEqual(["Tag", "Pet", "Big", "Team", "Member", "User"]);
  });

  it("gives one value for one name", () => {
    expect(value(reference("Pet"))).toBe(value(reference("Pet")));
  });
});

describe("jsonSize", () => {
  it.each([[{}], [[]], [{ a: 1, "ü\n": [true, null, "日本", { b: {} }] }], ["\u2028"], [-1.5e300]])(
    "of %j is that of its JSON",
    (given) => {
      expect(jsonSize(given)).toBe(Buffer.byteLength(JSON.stringify(given)));
    },
  );
});

describe("strongComponents", () => {
  it("follows chains that are too long for recursion", () => {
    const length = 50_000;
    const nodes = Array.from({ length }, (_, index) => index);
    const components = strongComponents(nodes, (node) => (node + 1 < length ? [node + 1] : [length - 2]));
    expect(components).toHaveLength(length - 1);
    expect(components[0]).toEqual([length - 2, length - 1]);
    expect(components.at(-1)).toEqual([0]);
  });
});
