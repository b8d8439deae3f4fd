import fc from "fast-check";
import type { Parameter } from "../../src/ir/http-api.js";
import type { Program } from "../../src/ir/program.js";
import type { Property, Schema } from "../../src/ir/schema.js";
import { anyJson, hostileText } from "./hostile-text.js";
import { group, input, named, operation, program, property, template, tool } from "./sample-programs.js";

const texts = fc.record(
  { title: hostileText, description: hostileText, default: anyJson, examples: fc.array(anyJson, { maxLength: 2 }) },
  { requiredKeys: [] },
);

const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    texts.map((given): Schema => ({ kind: "string", ...given })),
    fc
      .tuple(texts, hostileText, hostileText)
      .map(([given, pattern, format]): Schema => ({ kind: "string", pattern, format, ...given })),
    fc
      .tuple(texts, fc.double({ noNaN: true, noDefaultInfinity: true }))
      .map(([given, minimum]): Schema => ({ kind: "number", minimum, ...given })),
    fc
      .uniqueArray(fc.oneof(hostileText, anyJson), {
        minLength: 1,
        maxLength: 6,
        selector: (value) => JSON.stringify(value),
      })
      .map((values): Schema => ({ kind: "enum", values })),
    texts.map((given): Schema => ({ kind: "reference", name: "Named", ...given })),
    texts.map((given): Schema => ({ kind: "reference", name: "Recursive", ...given })),
    tie("schema").map((items): Schema => ({ kind: "array", items })),
    properties(tie("schema")).map((list): Schema => ({ kind: "object", properties: list })),
    fc
      .tuple(
        fc.constantFrom<"anyOf" | "oneOf">("anyOf", "oneOf"),
        fc.array(tie("schema"), { minLength: 2, maxLength: 4 }),
      )
      .map(([mode, members]): Schema => ({ kind: "union", mode, members })),
    fc
      .array(tie("schema"), { minLength: 2, maxLength: 3 })
      .map((members): Schema => ({ kind: "intersection", members })),
    fc.constantFrom<Schema>({ kind: "any" }, { kind: "never" }, { kind: "null" }, { kind: "boolean" }),
  ),
}));

function properties(of: fc.Arbitrary<Schema>): fc.Arbitrary<readonly Property[]> {
  return fc.uniqueArray(fc.record({ name: hostileText, schema: of, required: fc.boolean() }), {
    maxLength: 4,
    selector: ({ name }) => name,
  });
}

/** A program whose identifiers are sound, as frontends make them, and whose every other string is anything. */
export const hostileProgram: fc.Arbitrary<Program> = fc
  .record({
    strings: fc.array(hostileText, { minLength: 24, maxLength: 24 }),
    named: schema,
    recursive: properties(schema),
    properties: properties(schema),
    response: schema,
    outputMode: fc.constantFrom<"relaxed" | "strict" | "none">("relaxed", "strict", "none"),
  })
  .map(({ strings, named: namedSchema, recursive, properties: list, response, outputMode }) => {
    let next = 0;
    const some = (): string => strings[next++ % strings.length] ?? "";
    const places = ["path", "query", "header", "cookie"] as const;
    const parameters = list.map(({ name }, index): Parameter => {
      const place = places[index % places.length] ?? "query";
      const base = { name: some(), argument: name, explode: false } as const;
      if (place === "path") return { ...base, in: place, style: "simple" };
      return place === "query" ? { ...base, in: place, style: "form" } : { ...base, in: place };
    });
    const first = operation("first", {
      method: "POST",
      path: some(),
      summary: some(),
      input: { kind: "object", properties: list, additional: { kind: "any" } },
      parameters,
      body: {
        mediaType: some(),
        encoding: "json",
        required: false,
        content: {
          kind: "spread",
          open: true,
          fields: list.map(({ name, required }) => ({ name: some() || name, argument: name, required })),
        },
      },
      accept: [some()],
      response,
      security: [[some()]],
      server: {
        url: some(),
        variables: [{ name: some(), default: some(), values: [some()], env: "PETSTORE_SERVER_X" }],
      },
    });
    const second = operation("second", {
      input: input(property("constructor", { kind: "string", description: some() })),
      parameters: [{ in: "query", name: some(), argument: "constructor", style: "form", explode: true }],
    });
    const types = [
      named("Named", namedSchema),
      named("Recursive", {
        kind: "object",
        properties: [
          ...recursive.filter(({ name }) => name !== "self"),
          property("self", { kind: "reference", name: "Recursive" }),
        ],
      }),
    ];
    const made = program({
      groups: [group(some(), [first, second], { file: "all", identifier: "all", className: "AllClient" })],
      components: [
        tool(first, {
          title: some(),
          description: some(),
          tags: [some()],
          meta: { [some()]: some() },
          ...(outputMode === "none" ? {} : { result: response }),
        }),
        tool(second, {
          title: some(),
          binding: {
            kind: "http",
            operation: "second",
            fixed: [{ name: some(), value: some() }],
            renamed: [{ from: some(), to: some() }],
          },
        }),
        template(first, { identifier: "third", uriTemplate: some(), mimeType: some() }),
      ],
      types,
      results: types,
      outputMode,
      api: {
        servers: [{ url: some(), variables: [] }],
        schemes: [
          { kind: "apiKey", name: some(), description: some(), in: "header", parameter: some(), env: "PETSTORE_KEY" },
          { kind: "http", name: `${some()} 2`, description: some(), scheme: some(), env: "PETSTORE_HTTP" },
        ],
        security: [[some()], []],
      },
      provider: { source: some() },
    });
    return { ...made, server: { name: "petstore", title: some(), version: some(), instructions: some() } };
  });
