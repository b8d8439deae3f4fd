import { describe, expect, it } from "vitest";
import { api, loadDocument, withBody } from "./load-document.js";

const ok = { responses: { 200: { description: "ok" } } };

describe("arguments", () => {
  it("flattens parameters in the order path, query, header, cookie, then the body", async () => {
    const { tool, operation } = await loadDocument(
      api({
        "/{b}/{a}": {
          parameters: [{ name: "a", in: "path", required: true, schema: {} }],
          post: {
            operationId: "send",
            parameters: [
              { name: "c", in: "cookie", schema: {} },
              { name: "h", in: "header", schema: {} },
              { name: "q", in: "query", schema: {} },
              { name: "b", in: "path", required: true, schema: {} },
            ],
            requestBody: {
              required: true,
              content: { "application/json": { schema: { type: "object", properties: { z: {} }, required: ["z"] } } },
            },
            ...ok,
          },
        },
      }),
    );
    expect(tool("send").input.properties.map(({ name, required }) => [name, required])).toEqual([
      ["b", true], ["a", true], ["q", false], ["h", false], ["c", false], ["z", true],
    ]); // prettier-ignore
    expect(tool("send").input.additional).toEqual({ kind: "never" });
    expect(operation("send").body?.content).toEqual({
      kind: "spread",
      fields: [{ name: "z", argument: "z", required: true }],
      open: false,
    });
  });

  it("gives a name that is used twice to the body; the others tell where they travel", async () => {
    const { operation } = await loadDocument(
      api({
        "/{id}": {
          put: {
            operationId: "put1",
            parameters: [
              { name: "id", in: "path", required: true, schema: {} },
              { name: "id", in: "query", schema: {} },
            ],
            requestBody: { content: { "application/json": { schema: { properties: { id: {} } } } } },
            ...ok,
          },
        },
      }),
    );
    expect(operation("put1").input.properties.map((property) => property.name)).toEqual([
      "id__path",
      "id__query",
      "id",
    ]);
    expect(operation("put1").parameters.map(({ name, argument }) => [name, argument])).toEqual([
      ["id", "id__path"],
      ["id", "id__query"],
    ]);
  });

  it("cleans names, keeps the wire name, and lets names that are valid as written come first", async () => {
    const { operation } = await loadDocument(
      api({
        "/": {
          get: {
            operationId: "g",
            parameters: ["filter[name]", "filter_name"].map((name) => ({ name, in: "query", schema: {} })),
            ...ok,
          },
        },
      }),
    );
    expect(operation("g").parameters.map(({ name, argument }) => [name, argument])).toEqual([
      ["filter[name]", "filter_name_2"],
      ["filter_name", "filter_name"],
    ]);
  });

  it("hides credentials and headers that mcpgen writes itself", async () => {
    const { tool } = await loadDocument(
      api(
        {
          "/": {
            get: {
              operationId: "g",
              parameters: ["X-KEY", "Authorization", "accept", "Cookie", "Content-Type", "X-Other"].map((name) => ({
                name,
                in: "header",
                schema: {},
              })),
              ...ok,
            },
          },
        },
        { components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "x-key" } } } },
      ),
    );
    expect(tool("g").input.properties.map((property) => property.name)).toEqual(["X-Other"]);
  });

  it("requires nothing of an optional body by itself but remembers what belongs together", async () => {
    const { tool, operation } = await loadDocument(
      withBody({ type: "object", properties: { title: {}, color: {} }, required: ["title"] }, {}, false),
    );
    expect(tool("send").input.properties.map((property) => property.required)).toEqual([false, false]);
    expect(operation("send").body).toMatchObject({
      required: false,
      content: {
        fields: [
          { name: "title", required: true },
          { name: "color", required: false },
        ],
      },
    });
  });

  it.each([
    ["an array", { type: "array", items: {} }, "body"],
    ["a titled array", { type: "array", items: {}, title: "My Items!" }, "my_items"],
    ["a scalar", { type: "number" }, "body"],
    ["a free-form object", { type: "object", additionalProperties: true }, "body"],
    [
      "alternatives",
      {
        oneOf: [
          { type: "object", properties: { a: {} } },
          { type: "object", properties: { b: {} } },
        ],
      },
      "body",
    ],
  ])("makes %s one argument", async (_what, schema, name) => {
    const { tool, operation } = await loadDocument(withBody(schema));
    expect(tool("send").input.properties.map((property) => [property.name, property.required])).toEqual([[name, true]]);
    expect(operation("send").body?.content).toMatchObject({ kind: "whole", argument: name });
  });

  it("stays open where the body's own schema says so", async () => {
    const { tool, operation } = await loadDocument(
      withBody({ type: "object", properties: { a: {} }, additionalProperties: { type: "string" } }),
    );
    expect(tool("send").input.additional).toEqual({ kind: "string" });
    expect(operation("send").body?.content).toMatchObject({ kind: "spread", open: true });
  });

  it("spreads a discriminated union and tells which fields go together", async () => {
    const variant = (fields: object) => ({
      type: "object",
      properties: { kind: { type: "string" }, ...fields },
      required: ["kind", ...Object.keys(fields)],
    });
    const { tool } = await loadDocument(
      withBody(
        {
          oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
          discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat", dog: "Dog" } },
        },
        {
          components: {
            schemas: { Cat: variant({ volume: { type: "integer" } }), Dog: variant({ barks: { type: "boolean" } }) },
          },
        },
      ),
    );
    expect(tool("send").input.properties.map(({ name, required }) => [name, required])).toEqual([
      ["kind", true],
      ["volume", false],
      ["barks", false],
    ]);
    expect(tool("send").input.properties[0]?.schema).toEqual({
      kind: "enum",
      values: ["cat", "dog"],
      description:
        'Selects the variant; send only its fields: "cat" takes volume (required); "dog" takes barks (required).',
    });
  });

  it("applies x-mcp to arguments", async () => {
    const { tool } = await loadDocument(
      api({
        "/": {
          get: {
            operationId: "g",
            parameters: ["limit", "q"].map((name) => ({ name, in: "query", schema: { type: "string" } })),
            "x-mcp": { arguments: { limit: { default: 10, hide: true }, q: { name: "words" } } },
            ...ok,
          },
        },
      }),
    );
    expect(tool("g").input.properties.map((property) => property.name)).toEqual(["words"]);
    expect(tool("g").binding).toEqual({
      kind: "http",
      operation: "g",
      fixed: [{ name: "limit", value: 10 }],
      renamed: [{ from: "words", to: "q" }],
    });
  });
});

describe("bodies", () => {
  const content = (media: object) =>
    api({ "/x": { post: { operationId: "send", requestBody: { required: true, content: media }, ...ok } } });
  const object = {
    schema: { type: "object", properties: { n: { type: "integer" }, file: { type: "string", format: "binary" } } },
  };

  it.each([
    [{ "application/xml": object, "application/json": object }, "application/json", "json"],
    [{ "application/xml": object, "application/merge-patch+json": object }, "application/merge-patch+json", "json"],
    [{ "text/plain": {}, "application/x-www-form-urlencoded": object }, "application/x-www-form-urlencoded", "form"],
    [{ "multipart/form-data": object }, "multipart/form-data", "multipart"],
    [{ "application/xml": object }, "application/xml", "text"],
    [{ "text/csv": {} }, "text/csv", "text"],
    [{ "application/octet-stream": {} }, "application/octet-stream", "binary"],
    [{ "image/png": {} }, "image/png", "binary"],
    [{ "*/*": object }, "application/json", "json"],
    [{ "application/vnd.acme": object }, "application/vnd.acme", "json"],
  ])("%j is sent as %s", async (media, mediaType, encoding) => {
    const { operation } = await loadDocument(content(media));
    expect(operation("send").body).toMatchObject({ mediaType, encoding });
  });

  it("takes another media type when asked", async () => {
    const { operation } = await loadDocument(content({ "application/json": object, "application/xml": object }), {
      mediaType: "application/xml",
    });
    expect(operation("send").body).toMatchObject({ mediaType: "application/xml", encoding: "text" });
  });

  it("sends files of a multipart body as bytes", async () => {
    const { operation, tool } = await loadDocument(
      content({ "multipart/form-data": { ...object, encoding: { file: { contentType: "image/png" } } } }),
    );
    expect(operation("send").body?.content).toMatchObject({
      fields: [{ name: "n" }, { name: "file", encoding: { contentType: "image/png", binary: true } }],
    });
    expect(tool("send").input.properties[1]?.schema.description).toBe("Bytes in base64.");
  });

  it("reads forms of Swagger 2.0", async () => {
    const field = (name: string, type: string, rest: object = {}) => ({ name, in: "formData", type, ...rest });
    const document = (parameters: object[], consumes?: string[]) => ({
      swagger: "2.0", info: { title: "x", version: "1" }, host: "h.example", paths: { "/x": { post: { operationId: "send", parameters, ...(consumes && { consumes }), ...ok } } },
    }); // prettier-ignore
    const form = await loadDocument(
      document([
        field("a", "string", { required: true }),
        field("t", "array", { items: { type: "string" }, collectionFormat: "multi" }),
      ]),
    );
    expect(form.operation("send").body).toMatchObject({
      encoding: "form",
      content: {
        fields: [
          { name: "a", required: true },
          { name: "t", encoding: { style: "form", explode: true } },
        ],
      },
    });
    const upload = await loadDocument(document([field("f", "file")]));
    expect(upload.operation("send").body).toMatchObject({
      encoding: "multipart",
      content: { fields: [{ name: "f", encoding: { binary: true } }] },
    });
  });
});

describe("requests", () => {
  const multipart = (schema: unknown, rest: object = {}) =>
    api({
      "/x": {
        post: { operationId: "send", requestBody: { content: { "multipart/form-data": { schema, ...rest } } }, ...ok },
      },
    });

  it("headers of the connection are never arguments", async () => {
    const names = ["Host", "content-length", "Connection", "Transfer-Encoding", "Expect", "X-Own", "Content-MD5"];
    const { tool } = await loadDocument(
      api({
        "/x": {
          get: {
            operationId: "get",
            parameters: names.map((name) => ({ name, in: "header", required: true, schema: {} })),
            ...ok,
          },
        },
      }),
    );
    expect(tool("get").input.properties.map(({ name }) => name)).toEqual(["X-Own", "Content-MD5"]);
  });

  it("a multipart body that is bytes alone is one part called file", async () => {
    const bytes = { type: "string", format: "binary" };
    const one = await loadDocument(multipart(bytes));
    expect(one.operation("send").body?.content).toMatchObject({
      fields: [{ name: "file", argument: "file", encoding: { binary: true } }],
    });
    const several = await loadDocument(multipart({ title: "Pictures", type: "array", items: bytes }));
    expect(several.operation("send").body?.content).toMatchObject({
      fields: [{ name: "pictures", argument: "pictures", encoding: { binary: true } }],
    });
  });

  it("styles of parts count from 3.1 on", async () => {
    const document = multipart(
      { properties: { a: { type: "array", items: {} } } },
      { encoding: { a: { style: "pipeDelimited", contentType: "text/plain" } } },
    );
    const encodingOf = async (openapi: string) => {
      const { operation } = await loadDocument({ ...document, openapi });
      const { content } = operation("send").body ?? {};
      return content?.kind === "spread" ? content.fields[0]?.encoding : undefined;
    };
    expect(await encodingOf("3.1.0")).toEqual({ style: "pipeDelimited", contentType: "text/plain" });
    expect(await encodingOf("3.0.3")).toEqual({ contentType: "text/plain" });
  });

  it("a whole query is one argument (3.2)", async () => {
    const get = (content: unknown) => ({
      get: { operationId: "get1", parameters: [{ name: "q", in: "querystring", required: true, content }], ...ok },
    });
    const properties = { tags: { type: "array", items: { type: "string" } }, page: { type: "integer" } };
    const form = {
      "application/x-www-form-urlencoded": { schema: { properties }, encoding: { tags: { explode: false } } },
    };
    const one = await loadDocument({ ...api({ "/x": get(form) }), openapi: "3.2.0" });
    expect(one.operation("get1").parameters).toMatchObject([
      {
        in: "querystring",
        argument: "q",
        encoding: "form",
        fields: [{ name: "tags", encoding: { explode: false } }, { name: "page" }],
      },
    ]);
    expect(one.tool("get1").input.properties[0]).toMatchObject({
      name: "q",
      required: true,
      schema: { kind: "object" },
    });
    const json = await loadDocument(api({ "/x": get({ "application/json": { schema: { type: "array" } } }) }));
    expect(json.operation("get1").parameters).toMatchObject([{ encoding: "json" }]);
    const text = await loadDocument(api({ "/x": get({ "text/plain": {} }) }));
    expect(text.operation("get1").parameters).toMatchObject([{ encoding: "text" }]);
    expect((await loadDocument(api({ "/x": get({ "image/png": {} }) }))).codes).toContain("openapi/unsupported");
    expect((await loadDocument(api({ "/x": get(undefined) }))).codes).toContain("openapi/invalid-parameter");
  });

  it.each([
    ["text/plain; charset=utf-8", "text/plain; charset=utf-8", []],
    [
      'text/csv; header=present; charset="ISO-8859-1"',
      "text/csv; header=present; charset=utf-8",
      ["openapi/unsupported"],
    ],
  ])("the charset of %s", async (mediaType, sent, expected) => {
    const requestBody = { content: { [mediaType]: { schema: { type: "string" } } } };
    const { operation, codes } = await loadDocument(
      api({ "/x": { post: { operationId: "send", requestBody, ...ok } } }),
    );
    expect(operation("send").body?.mediaType).toBe(sent);
    expect(codes).toEqual(expected);
  });

  it("tags and the texts of x-mcp are cleaned and capped like others", async () => {
    const { tool, codes, operation } = await loadDocument(
      api({
        "/x": {
          get: {
            operationId: "get1",
            tags: ["pe\u200bts", "\u200b", " a\nb "],
            parameters: [{ name: "q", in: "query", schema: {} }],
            "x-mcp": {
              title: "x".repeat(500),
              description: "y ".repeat(5_000),
              tags: ["z\u202e"],
              arguments: { q: { description: "w ".repeat(5_000) } },
            },
            ...ok,
          },
        },
      }),
    );
    expect(tool("get1").tags).toEqual(["pets", "a b", "z"]);
    expect(codes).toContain("openapi/invisible-characters");
    expect(tool("get1").title.length).toBeLessThanOrEqual(120);
    expect(tool("get1").description.length).toBeLessThanOrEqual(2_000);
    expect(tool("get1").input.properties[0]?.schema.description?.length).toBeLessThanOrEqual(1_000);
    expect(operation("get1").identifier).toBe("get1");
  });

  it("collectionFormat says nothing of what is no list", async () => {
    const parameters = ["string", "array"].map((type) => ({
      name: type,
      in: "query",
      type,
      items: { type: "string" },
    }));
    const { operation } = await loadDocument({
      swagger: "2.0",
      info: { title: "Api", version: "1" },
      paths: { "/x": { get: { operationId: "get1", parameters, ...ok } } },
    });
    expect(operation("get1").parameters.map(({ explode }) => explode)).toEqual([true, false]);
  });

  it("collectionFormat separates items in every place, in Swagger 2.0 alone", async () => {
    const list = (place: string, collectionFormat: string) => ({
      name: `${place}-${collectionFormat}`,
      in: place,
      type: "array",
      required: place === "path",
      items: { type: "string" },
      collectionFormat,
    });
    const parameters = ["path", "query", "header"].flatMap((place) =>
      ["ssv", "tsv", "pipes"].map((format) => list(place, format)),
    );
    const { operation, codes } = await loadDocument({
      swagger: "2.0",
      info: { title: "Api", version: "1" },
      paths: { "/x/{path-ssv}/{path-tsv}/{path-pipes}": { get: { operationId: "get1", parameters, ...ok } } },
    });
    const styles = ["spaceDelimited", "tabDelimited", "pipeDelimited"];
    expect(operation("get1").parameters.map((one) => "style" in one && one.style)).toEqual([
      ...styles,
      ...styles,
      ...styles,
    ]);
    expect(codes).toEqual([]);

    const { codes: refused } = await loadDocument(
      api({
        "/x": {
          get: {
            operationId: "get1",
            parameters: [{ name: "q", in: "query", style: "tabDelimited", schema: { type: "array" } }],
            ...ok,
          },
        },
      }),
    );
    expect(refused).toContain("openapi/unsupported");
  });

  it("an operation's schemes are no server of its own", async () => {
    const { operation, provider } = await loadDocument({
      swagger: "2.0",
      info: { title: "Api", version: "1" },
      host: "api.example.com",
      schemes: ["https"],
      paths: { "/x": { get: { operationId: "get1", schemes: ["http"], ...ok } } },
    });
    expect(operation("get1").server).toBeUndefined();
    expect(provider?.client?.servers.map(({ url }) => url)).toEqual(["https://api.example.com"]);
  });
});

describe("responses", () => {
  const responses = (answers: Readonly<Record<string, unknown>>) =>
    loadDocument(
      api({
        "/x": {
          get: {
            operationId: "get1",
            responses: Object.fromEntries(
              Object.entries(answers).map(([status, schema]) => [
                status,
                { description: "", ...(schema !== null && { content: { "application/json": { schema } } }) },
              ]),
            ),
          },
        },
      }),
    );

  it("the shape covers every successful JSON answer, each once", async () => {
    const [list, object] = [{ type: "array", items: {} }, { properties: { a: {} } }];
    const { operation } = await responses({ 201: object, 200: list, "2XX": object, 404: { type: "string" } });
    expect(operation("get1").response).toMatchObject({
      kind: "union",
      members: [{ kind: "array" }, { kind: "object" }],
    });
    expect(operation("get1").mayLackData).toBeUndefined();
  });

  it.each<[string, unknown, unknown]>([
    ["an event, its data a text", { properties: { data: { type: "string" }, id: {} } }, { kind: "any" }],
    [
      "an event, its data JSON",
      { properties: { data: { type: "string", contentSchema: { type: "integer" } } } },
      { kind: "number", integer: true },
    ],
    ["several events", { oneOf: [{ properties: { data: {} } }] }, { kind: "any" }],
    ["the data right away", { type: "object", properties: { a: {} } }, { kind: "object" }],
  ])("the items of an event stream: %s", async (_what, itemSchema, items) => {
    const { operation } = await loadDocument(
      api({
        "/x": {
          get: {
            operationId: "get1",
            responses: { 200: { description: "", content: { "text/event-stream": { itemSchema } } } },
          },
        },
      }),
    );
    expect(operation("get1")).toMatchObject({ stream: "sse", response: { kind: "array", items } });
  });

  it("knows when a successful answer has no JSON", async () => {
    const { operation } = await responses({ 200: { type: "object" }, 204: null });
    expect(operation("get1")).toMatchObject({ response: { kind: "object" }, mayLackData: true });
    const silent = await responses({ 204: null });
    expect(silent.operation("get1")).not.toHaveProperty("mayLackData");
  });
});
