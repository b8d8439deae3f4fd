import { describe, expect, test } from "vitest";
import { compareSurfaces, type ListedComponent } from "../../src/drift/compare-surfaces.js";
import type { JsonObject } from "../../src/ir/json.js";

function tool(fields: JsonObject = {}): ListedComponent {
  return {
    kind: "tool",
    name: "listPets",
    inputSchema: { type: "object", properties: {}, additionalProperties: false },
    ...fields,
  };
}

function taking(properties: JsonObject, required: readonly string[] = [], rest: JsonObject = {}): ListedComponent {
  return tool({ inputSchema: { type: "object", properties, required, additionalProperties: false, ...rest } });
}

function giving(properties: JsonObject, rest: JsonObject = {}): ListedComponent {
  return tool({ outputSchema: { type: "object", properties, ...rest } });
}

function differences(before: ListedComponent, after: ListedComponent): readonly string[] {
  return compareSurfaces([before], [after]).map(({ level, path, what }) => `${level}: ${path}${path && " "}${what}`);
}

const text = { type: "string" };
const limit = { type: "integer", minimum: 1, maximum: 100 };

describe("arguments", () => {
  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    [
      "the same in another order",
      { a: text, b: limit },
      { b: { maximum: 100, minimum: 1, type: "integer" }, a: text },
      [],
    ],
    ["a new optional one", {}, { a: text }, ["compatible: arguments.a is new"]],
    ["one less", { a: text }, {}, ["breaking: arguments.a is gone"]],
    ["another type", { a: text }, { a: { type: "integer" } }, ["breaking: arguments.a is integer instead of string"]],
    ["a type more", { a: text }, { a: { type: ["string", "null"] } }, ["compatible: arguments.a may be null too"]],
    ["a type less", { a: { type: ["string", "null"] } }, { a: text }, ["breaking: arguments.a is no longer null"]],
    [
      "integer to number",
      { a: { type: "integer" } },
      { a: { type: "number" } },
      ["compatible: arguments.a may be number too"],
    ],
    [
      "number to integer",
      { a: { type: "number" } },
      { a: { type: "integer" } },
      ["breaking: arguments.a is no longer number"],
    ],
    [
      "a stricter enum",
      { a: { enum: ["x", "y"] } },
      { a: { enum: ["x"] } },
      [`breaking: arguments.a can no longer be "y"`],
    ],
    ["a looser enum", { a: { enum: ["x"] } }, { a: { enum: ["x", "y"] } }, [`compatible: arguments.a can be "y" too`]],
    [
      "a text that becomes an enum",
      { a: text },
      { a: { type: "string", enum: ["x"] } },
      [`breaking: arguments.a is one of "x" only`],
    ],
    [
      "tighter bounds",
      { a: limit },
      { a: { ...limit, maximum: 50 } },
      ["breaking: arguments.a has maximum 50 instead of 100"],
    ],
    [
      "wider bounds",
      { a: limit },
      { a: { ...limit, minimum: 0 } },
      ["compatible: arguments.a has minimum 0 instead of 1"],
    ],
    [
      "a bound less",
      { a: limit },
      { a: { type: "integer", minimum: 1 } },
      ["compatible: arguments.a has no maximum any more"],
    ],
    ["a pattern", { a: text }, { a: { ...text, pattern: "^x" } }, [`breaking: arguments.a has pattern "^x"`]],
    [
      "another format",
      { a: { ...text, format: "uri" } },
      { a: { ...text, format: "email" } },
      [`compatible: arguments.a has format "email"`],
    ],
    ["a default", { a: limit }, { a: { ...limit, default: 20 } }, ["compatible: arguments.a has the default 20"]],
    [
      "a description",
      { a: text },
      { a: { ...text, description: "A." } },
      ["wording: arguments.a has a new description"],
    ],
    [
      "items",
      { a: { type: "array", items: text } },
      { a: { type: "array", items: limit } },
      [
        "breaking: arguments.a[] is integer instead of string",
        "breaking: arguments.a[] has minimum 1",
        "breaking: arguments.a[] has maximum 100",
      ],
    ],
    [
      "a property of an object",
      { a: { type: "object", properties: { b: text } } },
      { a: { type: "object", properties: { b: text, c: text }, required: ["c"] } },
      ["breaking: arguments.a.c is new and required"],
    ],
    [
      "an alternative more",
      { a: text },
      { a: { anyOf: [text, { type: "integer" }] } },
      ["compatible: arguments.a may be integer too"],
    ],
    [
      "an alternative less",
      { a: { anyOf: [text, { type: "integer" }] } },
      { a: text },
      ["breaking: arguments.a can no longer be integer"],
    ],
    [
      "alternatives written as types",
      { a: { anyOf: [text, { type: "object", properties: { b: text } }] } },
      { a: { type: ["string", "object"], properties: { b: text, c: text } } },
      ["compatible: arguments.a.c is new"],
    ],
    [
      "alternatives that become anything",
      { a: { anyOf: [text, limit] } },
      { a: {} },
      ["compatible: arguments.a may be anything too"],
    ],
    [
      "anything that becomes alternatives",
      { a: {} },
      { a: { anyOf: [text, limit] } },
      ["breaking: arguments.a can no longer be anything"],
    ],
    [
      "an object that says no more what it holds",
      { a: { type: "object", properties: { b: text } } },
      { a: { type: "object" } },
      ["compatible: arguments.a no longer says which properties it has"],
    ],
    [
      "an alternative that changed",
      { a: { anyOf: [text, limit] } },
      { a: { anyOf: [limit, { ...text, maxLength: 3 }] } },
      ["breaking: arguments.a has maxLength 3"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(differences(taking(before), taking(after))).toEqual(expected);
  });

  test("that become required, or no longer are", () => {
    expect(differences(taking({ a: text }), taking({ a: text }, ["a"]))).toEqual([
      "breaking: arguments.a is required now",
    ]);
    expect(differences(taking({ a: text }, ["a"]), taking({ a: text }))).toEqual([
      "compatible: arguments.a is no longer required",
    ]);
    expect(differences(taking({}), taking({ a: text }, ["a"]))).toEqual(["breaking: arguments.a is new and required"]);
  });

  test("behind references, recursive ones too", () => {
    const node = (extra: JsonObject) => ({
      $defs: { Node: { type: "object", properties: { next: { $ref: "#/$defs/Node" }, ...extra } } },
    });
    const at = { a: { $ref: "#/$defs/Node" } };
    expect(differences(taking(at, [], node({ v: text })), taking(at, [], node({ v: text })))).toEqual([]);
    expect(differences(taking(at, [], node({ v: text })), taking(at, [], node({ v: limit })))[0]).toBe(
      "breaking: arguments.a.v is integer instead of string",
    );
    // Written out or named, a schema is the same.
    const inline = taking({ a: { type: "object", properties: { v: text } } });
    const named = taking({ a: { $ref: "#/$defs/V" } }, [], {
      $defs: { V: { type: "object", properties: { v: text } } },
    });
    expect(differences(inline, named)).toEqual([]);
  });

  test("that nobody declared", () => {
    expect(differences(taking({}), taking({}, [], { additionalProperties: true }))).toEqual([
      "compatible: arguments takes further properties",
    ]);
    expect(differences(taking({}, [], { additionalProperties: true }), taking({}))).toEqual([
      "breaking: arguments takes no further properties",
    ]);
  });

  test("with names of Object's own", () => {
    expect(differences(taking({}), taking(JSON.parse(`{"__proto__":{"type":"string"}}`) as JsonObject))).toEqual([
      "compatible: arguments.__proto__ is new",
    ]);
    expect(differences(taking({ constructor: text }), taking({}))).toEqual(["breaking: arguments.constructor is gone"]);
  });
});

describe("results are read, so what widens them breaks", () => {
  test.each<[string, ListedComponent, ListedComponent, readonly string[]]>([
    ["a property more", giving({}), giving({ a: text }), ["compatible: result.a is new"]],
    ["a property less", giving({ a: text, b: text }), giving({ b: text }), ["breaking: result.a is gone"]],
    [
      "a type more",
      giving({ a: text }),
      giving({ a: { type: ["string", "null"] } }),
      ["breaking: result.a may be null too"],
    ],
    [
      "a type less",
      giving({ a: { type: ["string", "null"] } }),
      giving({ a: text }),
      ["compatible: result.a is no longer null"],
    ],
    [
      "required before",
      giving({ a: text }, { required: ["a"] }),
      giving({ a: text }),
      ["breaking: result.a is no longer required"],
    ],
    [
      "required now",
      giving({ a: text }),
      giving({ a: text }, { required: ["a"] }),
      ["compatible: result.a is required now"],
    ],
    [
      "a value more",
      giving({ a: { enum: [1] } }),
      giving({ a: { enum: [1, 2] } }),
      ["breaking: result.a can be 2 too"],
    ],
    ["no schema any more", giving({}), tool(), ["breaking: result is no longer described"]],
    ["a schema", tool(), giving({}), ["compatible: result is described now"]],
  ])("%s", (_, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });
});

describe("components", () => {
  test("come and go; one that only lost its name is recognised", () => {
    const renamed = compareSurfaces(
      [tool({ description: "All pets." })],
      [tool({ description: "All pets.", name: "searchPets" })],
    );
    expect(renamed.map(({ level, component, what }) => [level, component, what])).toEqual([
      ["compatible", "searchPets", "is new"],
      ["breaking", "listPets", "is gone; `searchPets` looks like its new name"],
    ]);
    expect(compareSurfaces([], [])).toEqual([]);
  });

  test("of other kinds are known by their address", () => {
    const resource = (uri: string, rest: JsonObject = {}): ListedComponent => ({
      kind: "resource",
      name: "r",
      uri,
      ...rest,
    });
    expect(
      compareSurfaces(
        [resource("a://1", { mimeType: "text/plain" })],
        [resource("a://1", { mimeType: "text/html", name: "q" })],
      ),
    ).toEqual([
      {
        level: "breaking",
        kind: "resource",
        component: "a://1",
        path: "mimeType",
        what: "is text/html instead of text/plain",
      },
    ]);
    const template: ListedComponent = { kind: "template", name: "t", uriTemplate: "a://{b}" };
    expect(
      compareSurfaces([template], [{ ...template, uriTemplate: "a://{c}" }]).map(({ component }) => component),
    ).toEqual(["a://{c}", "a://{b}"]);
  });

  test("take arguments of prompts as a list", () => {
    const prompt = (...list: readonly JsonObject[]): ListedComponent => ({
      kind: "prompt",
      name: "p",
      arguments: list,
    });
    expect(
      differences(
        prompt({ name: "a" }, { name: "b" }),
        prompt({ name: "a", required: true, description: "A." }, { name: "c", required: true }),
      ),
    ).toEqual([
      "breaking: arguments.a is required now",
      "wording: arguments.a has a description that is new",
      "breaking: arguments.c is new and required",
      "breaking: arguments.b is gone",
    ]);
  });

  test("say what they do and where they belong", () => {
    const old = tool({
      title: "T",
      annotations: { readOnlyHint: true, openWorldHint: true },
      _meta: { fastmcp: { tags: ["a", "b"] } },
    });
    const now = tool({
      description: "D",
      annotations: { openWorldHint: true },
      _meta: { "mcpgen/deprecated": true, fastmcp: { tags: ["b", "c"] } },
    });
    expect(differences(old, now)).toEqual([
      "breaking: annotations.readOnlyHint is false now",
      "compatible: is deprecated",
      "compatible: tags changed: −a, +c",
      "wording: title is gone",
      "wording: description is new",
    ]);
  });
});

describe("results that have grown beyond what is shown in full", () => {
  const properties = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`property${String(index)}`, { type: ["string", "null"] }]),
    );
  const owner = { type: ["object", "null"], properties: properties(12) };
  const bare = { type: ["object", "null"] };

  test("lose the properties of their largest parts, which breaks nobody", () => {
    expect(differences(giving({ ...properties(30), owner }), giving({ ...properties(32), owner: bare }))).toEqual([
      "compatible: result.property30 is new",
      "compatible: result.property31 is new",
      "wording: result.owner is shown without its properties, as the whole has become too large",
    ]);
  });

  test("are not meant by small ones, which lose what they had", () => {
    expect(differences(giving({ owner }), giving({ owner: bare }))).toEqual([
      "breaking: result.owner no longer says which properties it has",
    ]);
  });
});
