import { describe, expect, test } from "vitest";
import type { OpenApiOptions } from "../../../src/frontends/openapi/load-openapi.js";
import { api, loadDocument } from "./load-document.js";

const responses = { 200: { description: "ok", content: { "application/json": { schema: { type: "object" } } } } };
const limit = { name: "limit", in: "query", schema: { type: "integer" } };
const id = { name: "petId", in: "path", required: true, schema: { type: "string" } };
const document = api({
  "/pets": {
    get: { operationId: "listPets", tags: ["pets"], parameters: [limit], responses },
    post: { operationId: "addPet", tags: ["pets", "admin"], responses },
  },
  "/pets/{petId}": {
    get: { operationId: "getPet", tags: ["pets"], parameters: [id], responses },
    delete: { operationId: "deletePet", tags: ["admin"], parameters: [id], responses, "x-mcp": { as: "exclude" } },
  },
  "/status": { get: { summary: "Status of all", responses } },
});

async function routes(options: Partial<OpenApiOptions>) {
  const { provider, codes, diagnostics } = await loadDocument(document, options);
  return {
    as: Object.fromEntries((provider?.routes ?? []).map((route) => [`${route.method} ${route.path}`, route.as])),
    rules: (provider?.routes ?? []).map(({ rule }) => rule),
    tags: Object.fromEntries((provider?.components ?? []).map(({ name, tags }) => [name, tags])),
    codes,
    messages: diagnostics.map(({ message }) => message),
  };
}

describe("route rules", () => {
  test("are asked in order; the first that matches decides, and what none matches is a tool", async () => {
    const { as, rules, codes } = await routes({
      routes: [
        { methods: ["get"], path: "/pets/{petId}", as: "template" },
        { methods: ["GET"], path: "/pets**", as: "resource" },
        { tags: ["admin", "pets"], as: "exclude" },
      ],
    });
    expect(as).toEqual({
      "GET /pets": "template",
      "POST /pets": "exclude",
      "GET /pets/{petId}": "template",
      "DELETE /pets/{petId}": "exclude",
      "GET /status": "tool",
    });
    expect(rules).toEqual(["routes[1]", "routes[2]", "routes[0]", "x-mcp", "default"]);
    expect(codes).toEqual([]);
  });

  test.each<[string, NonNullable<OpenApiOptions["routes"]>[number], readonly string[]]>([
    ["a glob stays within a segment", { path: "/*" }, ["/pets GET", "/pets POST", "/status GET"]],
    ["two stars do not", { path: "/**", methods: ["DELETE"] }, ["/pets/{petId} DELETE"]],
    ["a regular expression matches anywhere", { path: /\{petId\}$/g }, ["/pets/{petId} GET", "/pets/{petId} DELETE"]],
    ["all tags must be there", { tags: ["pets", "admin"] }, ["/pets POST"]],
    ["the id of an operation", { operationId: "getPet" }, ["/pets/{petId} GET"]],
    ["ids by expression", { operationId: /Pet$/ }, ["/pets POST", "/pets/{petId} GET", "/pets/{petId} DELETE"]],
  ])("match: %s", async (_, rule, excluded) => {
    const { provider } = await loadDocument(document, { routes: [{ ...rule, as: "exclude" }] });
    const hit = (provider?.routes ?? []).filter(({ rule: by }) => by === "routes[0]");
    expect(hit.map(({ path, method }) => `${path} ${method}`)).toEqual(excluded);
  });

  test("beat the document, and add tags to what they map", async () => {
    const { as, tags } = await routes({
      routes: [
        { methods: ["DELETE"], as: "tool", addTags: ["danger"] },
        { path: "/pets", addTags: ["shop"] },
      ],
    });
    expect(as["DELETE /pets/{petId}"]).toBe("tool");
    expect(tags).toMatchObject({
      deletePet: ["admin", "danger"],
      listPets: ["pets", "shop"],
      addPet: ["pets", "admin", "shop"],
    });
  });

  test("that decide nothing are reported", async () => {
    const { messages, codes } = await routes({
      routes: [
        { path: "/**", as: "tool" },
        { methods: ["GET"], as: "resource" },
        { path: "/pests", as: "exclude" },
      ],
    });
    expect(codes).toEqual(["config/unused-rule", "config/unused-rule"]);
    expect(messages).toEqual([
      "`routes[1]` of `api.yaml` decides nothing: rules before it take all that it matches.",
      "`routes[2]` of `api.yaml` decides nothing: it matches no operation.",
    ]);
  });

  test("leave the last word to a function, also over what is excluded", async () => {
    const seen: string[] = [];
    const { as, rules, codes } = await routes({
      exclude: ["POST /pets"],
      route: ({ method, path, operationId, tags }, decided) => {
        seen.push(`${method} ${path} ${operationId ?? "-"} ${tags.join()} ${decided}`);
        if (method === "POST") return "tool";
        return path === "/status" ? "exclude" : undefined;
      },
    });
    expect(seen).toContain("POST /pets addPet pets,admin exclude");
    expect(seen).toContain("GET /status -  tool");
    expect(as).toMatchObject({ "POST /pets": "tool", "GET /status": "exclude", "GET /pets": "tool" });
    expect(rules).toEqual(["default", "route()", "default", "x-mcp", "route()"]);
    expect(codes).toEqual([]);
  });

  test("survive a function that fails", async () => {
    const thrown = await routes({
      route: () => {
        throw new Error("no idea");
      },
    });
    expect(new Set(thrown.codes)).toEqual(new Set(["config/route-function"]));
    expect(thrown.messages[0]).toBe("`route()` cannot decide on `GET /pets`: it throws: no idea.");
    const answer: unknown = "prompt";
    const odd = await routes({ route: () => answer as "tool" });
    expect(odd.messages[0]).toBe("`route()` cannot decide on `GET /pets`: it answers `prompt`.");
  });
});

describe("overrides", () => {
  test("rename, describe and annotate, by operationId, name, or method and path", async () => {
    const { tool, codes } = await loadDocument(document, {
      tools: {
        listPets: { name: "search_pets", title: "Search", description: "Find pets.", tags: ["search"] },
        Status_of_all: { name: "status" },
        "POST /pets": { annotations: { destructiveHint: true } },
      },
    });
    expect(codes).toEqual([]);
    expect(tool("search_pets")).toMatchObject({
      identifier: "listPets",
      title: "Search",
      description: "Find pets.",
      tags: ["pets", "search"],
    });
    expect(tool("status").description).toBe("Status of all");
    expect(tool("addPet").annotations).toMatchObject({ destructiveHint: true, openWorldHint: true });
  });

  test("leave components out", async () => {
    const { provider } = await loadDocument(document, { tools: { addPet: { enabled: false } } });
    expect(provider?.routes.find(({ method }) => method === "POST")).toMatchObject({
      as: "exclude",
      rule: `tools["addPet"].enabled`,
    });
  });

  test("rename, describe, give examples for, fix and drop arguments", async () => {
    const { tool } = await loadDocument(document, {
      tools: {
        listPets: { arguments: { limit: { name: "most", description: "How many.", default: 5, examples: [3, 9] } } },
        getPet: { arguments: { petId: { default: "7", hide: true } } },
      },
    });
    expect(tool("listPets")).toMatchObject({
      input: {
        properties: [
          {
            name: "most",
            required: false,
            schema: { kind: "number", description: "How many.", default: 5, examples: [3, 9] },
          },
        ],
      },
      binding: { renamed: [{ from: "most", to: "limit" }], fixed: [] },
    });
    expect(tool("getPet")).toMatchObject({
      input: { properties: [] },
      binding: { fixed: [{ name: "petId", value: "7" }] },
    });
    const dropped = await loadDocument(document, { tools: { listPets: { arguments: { limit: { hide: true } } } } });
    expect(dropped.tool("listPets")).toMatchObject({ input: { properties: [] }, binding: { fixed: [] } });
  });

  test("beat the document field by field", async () => {
    const said = api({
      "/x": {
        get: {
          operationId: "x",
          "x-mcp": { name: "theirs", description: "Theirs.", tags: ["a"], annotations: { readOnlyHint: false } },
          responses,
        },
      },
    });
    const { tool } = await loadDocument(said, {
      tools: { x: { description: "Ours.", tags: ["b"], scopes: ["x:read"] } },
    });
    expect(tool("theirs")).toMatchObject({
      description: "Ours.",
      scopes: ["x:read"],
      tags: ["a", "b"],
      annotations: { readOnlyHint: false },
    });
  });

  test("of what is not there are reported, with what was meant", async () => {
    const { diagnostics } = await loadDocument(document, {
      tools: {
        listPest: { name: "x" },
        listPets: { arguments: { limt: { hide: true } } },
        getPet: { arguments: { petId: { hide: true } } },
      },
    });
    expect(diagnostics.map(({ code, message, help }) => [code, message, help])).toEqual([
      [
        "config/unused-override",
        '`tools["listPest"]` has no effect: `api.yaml` has no such operation.',
        "Did you mean `listPets`?",
      ],
      [
        "config/unused-override",
        '`tools["listPets"].arguments["limt"]` has no effect: there is no such argument.',
        "Did you mean `limit`?",
      ],
      [
        "config/unused-override",
        '`tools["getPet"].arguments["petId"]` has no effect: a required argument can be hidden only with a `default`.',
        "Correct the name, or remove the setting.",
      ],
    ]);
  });
});
