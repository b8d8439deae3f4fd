import type { Component, ResourceTemplate, Tool } from "../../src/ir/component.js";
import type { HttpApi, Operation, OperationGroup } from "../../src/ir/http-api.js";
import type { NamedType } from "../../src/ir/named-type.js";
import type { Origin } from "../../src/ir/origin.js";
import type { OutputMode, Program, Provider } from "../../src/ir/program.js";
import type { ObjectSchema, Property, Schema } from "../../src/ir/schema.js";

export const origin: Origin = { kind: "pointer", file: "petstore.yaml", pointer: "" };

export const text: Schema = { kind: "string" };
export const integer: Schema = { kind: "number", integer: true };
export const anything: Schema = { kind: "any" };
export const nothing: Schema = { kind: "never" };

export function reference(name: string): Schema {
  return { kind: "reference", name };
}

export function property(name: string, schema: Schema, required = false): Property {
  return { name, schema, required };
}

/** A closed object, as arguments are. */
export function input(...properties: readonly Property[]): ObjectSchema {
  return { kind: "object", properties, additional: nothing };
}

export function named(name: string, schema: Schema): NamedType {
  return { name, schema, origin };
}

/** An operation `GET /<identifier>` without arguments, save what is given. */
export function operation(identifier: string, fields: Partial<Operation> = {}): Operation {
  return {
    identifier,
    argumentsType: `${identifier.charAt(0).toUpperCase()}${identifier.slice(1)}Arguments`,
    method: "GET",
    path: `/${identifier}`,
    summary: "",
    input: input(),
    parameters: [],
    accept: ["application/json"],
    origin,
    ...fields,
  };
}

/** The tool of an operation. */
export function tool(of: Operation, fields: Partial<Tool> = {}): Tool {
  return {
    kind: "tool",
    name: of.identifier,
    identifier: of.identifier,
    title: of.summary,
    description: "",
    tags: [],
    icons: [],
    meta: {},
    annotations: { readOnlyHint: true, openWorldHint: true },
    input: of.input,
    binding: { kind: "http", operation: of.identifier, fixed: [], renamed: [] },
    origin,
    ...fields,
  };
}

export function template(of: Operation, fields: Partial<ResourceTemplate> = {}): ResourceTemplate {
  const base = tool(of);
  return {
    kind: "template",
    name: base.name,
    identifier: base.identifier,
    title: base.title,
    description: "",
    tags: [],
    icons: [],
    meta: {},
    uriTemplate: `petstore:/${of.path}`,
    mimeType: "application/json",
    annotations: {},
    input: of.input,
    completions: [],
    binding: base.binding,
    origin,
    ...fields,
  };
}

export function group(
  tag: string,
  operations: readonly Operation[],
  fields: Partial<OperationGroup> = {},
): OperationGroup {
  return {
    tag,
    file: tag || "default",
    identifier: tag || "default_",
    className: `${(tag || "default").charAt(0).toUpperCase()}${(tag || "default").slice(1)}Client`,
    operations,
    ...fields,
  };
}

export interface ProviderParts {
  readonly groups: readonly OperationGroup[];
  readonly components: readonly Component[];
  readonly types?: readonly NamedType[];
  readonly results?: readonly NamedType[];
  readonly outputMode?: OutputMode;
  readonly api?: Partial<HttpApi>;
  readonly provider?: Partial<Provider>;
}

/** A program of one provider called `petstore`. */
export function program({
  groups,
  components,
  types = [],
  results = [],
  outputMode = "relaxed",
  api,
  provider,
}: ProviderParts): Program {
  return {
    server: { name: "petstore", title: "Swagger Petstore", version: "1.0.27", instructions: "A pet store." },
    providers: [
      {
        name: "petstore",
        source: "petstore.yaml",
        components,
        types,
        results,
        outputMode,
        inlineLimit: 20_480,
        coerce: true,
        routes: groups.flatMap(({ operations }) =>
          operations.map(({ method, path, identifier }) => ({
            method,
            path,
            as: "tool" as const,
            name: identifier,
            rule: "default",
            origin,
          })),
        ),
        client: {
          className: "PetstoreClient",
          servers: [{ url: "https://petstore.example.com/v3", variables: [] }],
          schemes: [],
          security: [],
          groups,
          ...api,
        },
        ...provider,
      },
    ],
  };
}

/** The ordinary case: named types on both sides, query, path and body arguments, two tags. */
export function petstore(): Program {
  const category = named("Category", { kind: "object", properties: [property("id", integer), property("name", text)] });
  const status: Schema = {
    kind: "enum",
    values: ["available", "pending", "sold"],
    description: "pet status in the store",
  };
  const petProperties = [
    property("id", integer),
    property("name", text, true),
    property("category", reference("Category")),
    property("photoUrls", { kind: "array", items: text }, true),
    property("status", status),
  ];
  const pet = named("Pet", { kind: "object", properties: petProperties, description: "A pet of the store." });
  const relaxed = (name: string, properties: readonly Property[]): NamedType =>
    named(name, {
      kind: "object",
      properties: properties.map((one) =>
        property(one.name, { kind: "union", mode: "anyOf", members: [one.schema, { kind: "null" }] }),
      ),
    });
  const addPet = operation("addPet", {
    method: "POST",
    path: "/pet",
    summary: "Add a new pet to the store.",
    input: input(...petProperties),
    body: {
      mediaType: "application/json",
      encoding: "json",
      required: true,
      content: {
        kind: "spread",
        open: false,
        fields: petProperties.map(({ name, required }) => ({ name, argument: name, required })),
      },
    },
    response: reference("Pet"),
  });
  const findPets = operation("findPetsByStatus", {
    path: "/pet/findByStatus",
    summary: "Finds Pets by status.",
    input: input(property("status", { ...status, default: "available" })),
    parameters: [{ in: "query", name: "status", argument: "status", style: "form", explode: true }],
    response: { kind: "array", items: reference("Pet") },
  });
  const inventory = operation("getInventory", {
    path: "/store/inventory",
    response: { kind: "object", properties: [], additional: integer },
    security: [["api_key"]],
  });
  return program({
    groups: [group("pet", [addPet, findPets]), group("store", [inventory])],
    components: [
      tool(addPet, { tags: ["pet"], annotations: { openWorldHint: true }, result: reference("Pet") }),
      tool(findPets, {
        tags: ["pet"],
        description: "Several values may be given.",
        result: { kind: "array", items: reference("Pet") },
      }),
      tool(inventory, { tags: ["store"], result: { kind: "object", properties: [], additional: integer } }),
    ],
    types: [pet, category],
    results: [
      relaxed("Pet", [property("id", integer), property("name", text), property("category", reference("Category"))]),
      relaxed("Category", [property("id", integer), property("name", text)]),
    ],
    api: {
      schemes: [
        {
          kind: "apiKey",
          name: "api_key",
          description: "",
          in: "header",
          parameter: "api_key",
          env: "PETSTORE_API_KEY",
        },
      ],
    },
  });
}

/** Every parameter kind, body, security scheme and component kind; recursion; hidden and renamed arguments. */
export function everything(): Program {
  const node = named("Node", {
    kind: "object",
    properties: [
      property("value", anything),
      property("children", { kind: "array", items: reference("Node") }),
      property("parent", { ...reference("Node"), description: "The node above." }),
    ],
    additional: anything,
  });
  const tree = named("Tree", { kind: "array", items: reference("Node") });
  const alias = named("Alias", { kind: "union", mode: "oneOf", members: [reference("Alias"), text] });
  const point = named("Point", { kind: "array", prefix: [integer, integer], items: nothing, minItems: 1 });
  const tags = property("tags", { kind: "array", items: text });
  const parameters = operation("parameters", {
    path: "/items/{a}/{b}/{c}",
    summary: "Takes every parameter.",
    input: input(
      property("a", text, true),
      property("b", { kind: "array", items: text }, true),
      property("c", reference("Point"), true),
      tags,
      property("filter_name", text),
      property("meta", reference("Node")),
      property("X-Trace", text),
      property("session", text),
    ),
    parameters: [
      { in: "path", name: "a", argument: "a", style: "simple", explode: false, multiSegment: true },
      { in: "path", name: "b", argument: "b", style: "label", explode: true },
      { in: "path", name: "c", argument: "c", style: "matrix", explode: false },
      { in: "query", name: "tags", argument: "tags", style: "pipeDelimited", explode: false, allowReserved: true },
      { in: "query", name: "filter[name]", argument: "filter_name", style: "deepObject", explode: true },
      { in: "query", name: "meta", argument: "meta", style: "form", explode: false, json: true },
      { in: "header", name: "X-Trace", argument: "X-Trace", explode: true },
      { in: "cookie", name: "session", argument: "session", explode: false },
    ],
    response: reference("Tree"),
    server: {
      url: "https://{region}.example.com",
      variables: [{ name: "region", default: "eu", values: ["eu", "us"], env: "PETSTORE_SERVER_REGION" }],
    },
    stream: "sse",
  });
  const upload = operation("upload", {
    method: "POST",
    path: "/upload",
    input: input(property("file", text, true), property("meta", reference("Node")), property("petId", integer, true)),
    parameters: [{ in: "query", name: "petId", argument: "petId", style: "form", explode: true }],
    body: {
      mediaType: "multipart/form-data",
      encoding: "multipart",
      required: false,
      content: {
        kind: "spread",
        open: false,
        fields: [
          { name: "file", argument: "file", required: true, encoding: { binary: true, contentType: "image/png" } },
          { name: "meta", argument: "meta", required: false },
        ],
      },
    },
    response: text,
  });
  const open = operation("open", {
    method: "PATCH",
    path: "/open",
    input: { kind: "object", properties: [property("name", text)], additional: anything },
    body: {
      mediaType: "application/merge-patch+json",
      encoding: "json",
      required: false,
      content: { kind: "spread", open: true, fields: [{ name: "name", argument: "name", required: true }] },
    },
    response: {
      kind: "object",
      properties: [property("total", integer, true), property("items", { kind: "array", items: reference("Node") })],
    },
    deprecated: true,
  });
  const form = operation("form", {
    method: "POST",
    path: "/form",
    input: input(property("body", { kind: "object", properties: [] }, true)),
    body: {
      mediaType: "application/x-www-form-urlencoded",
      encoding: "form",
      required: true,
      content: {
        kind: "whole",
        argument: "body",
        fields: [{ name: "tags", argument: "tags", required: false, encoding: { explode: false } }],
      },
    },
    security: [],
  });
  const status = operation("getStatus", {
    path: "/status",
    input: input(property("verbose", { kind: "boolean" })),
    accept: [],
  });
  return program({
    groups: [group("items", [parameters, upload, open, form]), group("", [status])],
    components: [
      tool(parameters, {
        tags: ["items"],
        result: reference("Tree"),
        icons: [{ src: "https://example.com/icon.png" }],
        meta: { owner: "team" },
      }),
      tool(upload, { result: text }),
      tool(open, {
        deprecated: true,
        result: { ...reference("Node"), description: "The node." },
        input: { kind: "object", properties: [property("title", text)], additional: anything },
        binding: {
          kind: "http",
          operation: "open",
          fixed: [{ name: "limit", value: 10 }],
          renamed: [{ from: "title", to: "name" }],
        },
      }),
      tool(form),
      {
        ...template(parameters, {
          uriTemplate: "petstore://items/{a}/{b}/{c}{?tags*}",
          name: "items",
          identifier: "items",
        }),
        annotations: { priority: 0.5, audience: ["user"] },
      },
      {
        kind: "resource",
        name: "getStatus",
        identifier: "getStatus",
        title: "",
        description: "",
        tags: [],
        icons: [],
        meta: {},
        annotations: {},
        origin,
        uri: "petstore://status",
        mimeType: "text/plain",
        binding: { kind: "http", operation: "getStatus", fixed: [{ name: "verbose", value: true }], renamed: [] },
      },
    ],
    types: [tree, node, alias, point],
    results: [tree, node],
    api: {
      security: [["key", "basic"], ["oauth"]],
      schemes: [
        { kind: "apiKey", name: "key", description: "", in: "query", parameter: "key", env: "PETSTORE_KEY" },
        { kind: "bearer", name: "bearer", description: "", env: "PETSTORE_BEARER" },
        {
          kind: "basic",
          name: "basic",
          description: "",
          usernameEnv: "PETSTORE_BASIC_USERNAME",
          passwordEnv: "PETSTORE_BASIC_PASSWORD",
        },
        { kind: "http", name: "digest", description: "", scheme: "digest", env: "PETSTORE_DIGEST" },
        {
          kind: "oauth2",
          name: "oauth",
          description: "",
          env: "PETSTORE_OAUTH",
          clientCredentials: {
            tokenUrl: "https://example.com/token",
            scopes: ["read"],
            clientIdEnv: "PETSTORE_OAUTH_CLIENT_ID",
            clientSecretEnv: "PETSTORE_OAUTH_CLIENT_SECRET",
          },
        },
        {
          kind: "mutualTLS",
          name: "mtls",
          description: "",
          certEnv: "PETSTORE_MTLS_CERT",
          keyEnv: "PETSTORE_MTLS_KEY",
        },
      ],
    },
  });
}
