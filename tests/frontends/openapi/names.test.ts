import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cleanKey,
  cleanName,
  environmentName,
  identifier,
  kebabCase,
  numberedName,
} from "../../../src/frontends/names.js";
import { api, loadDocument } from "./load-document.js";

const get = (operationId?: string, rest: object = {}) => ({
  get: { ...(operationId !== undefined && { operationId }), responses: { 200: { description: "ok" } }, ...rest },
});

describe("cleanName", () => {
  it.each([
    ["get-Pets_v2", "get-Pets_v2"],
    ["users.list/all items", "users_list_all_items"],
    ["créerDevis", "creerDevis"],
    ["получитьДанные", "poluchitDannye"],
    ["取得", ""],
    ["__x__", "__x__"],
    [".x.", "x"],
  ])("%s → %s", (given, want) => {
    expect(cleanName(given)).toBe(want);
  });

  it("cuts long names at a word and ends them with a hash of the full name", () => {
    expect(cleanName("listEveryCustomerInvoiceThatIsStillUnpaidAfterTheSecondReminderWasSentByPost")).toMatch(
      /^listEveryCustomerInvoiceThatIsStillUnpaidAfter\w*_[0-9a-f]{6}$/,
    );
  });

  it("never gives more than 56 valid characters, with a clash number too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.integer({ min: 2, max: 9999 }), (text, number) => {
        expect(cleanName(text)).toMatch(/^[A-Za-z0-9_-]{0,56}$/);
        expect(numberedName(cleanName(text), number)).toMatch(/^[A-Za-z0-9_-]{0,56}$/);
      }),
    );
  });
});

describe("cleanKey", () => {
  it.each([
    ["filter[name]", "filter_name"],
    ["$.xgafv", "xgafv"],
    ["ids[]", "ids"],
    ["X-Foo", "X-Foo"],
    ["a.b", "a.b"],
    ["page number", "page_number"],
    ["@type", "type"],
    ["__proto__", "proto"],
    ["!!!", "argument"],
  ])("%s → %s", (given, want) => {
    expect(cleanKey(given)).toBe(want);
  });
});

describe("environmentName", () => {
  it.each([
    [["petstore", "bearerAuth"], "PETSTORE_BEARER_AUTH"],
    [["petstore", "api_key"], "PETSTORE_API_KEY"],
    [["my-api", "OAuth2.0 (beta)"], "MY_API_OAUTH2_0_BETA"],
    [["2ch", "key"], "_2CH_KEY"],
  ])("%j → %s", (given, want) => {
    expect(environmentName(...given)).toBe(want);
  });
});

describe("identifier", () => {
  it.each([
    ["listPets", "listPets"],
    ["repos/list-for-org", "reposListForOrg"],
    ["delete", "delete_"],
    ["constructor", "constructor_"],
    ["1st", "_1st"],
    ["***", "unnamed"],
  ])("%s → %s", (given, want) => {
    expect(identifier(given, "camel")).toBe(want);
  });

  it("is always a TypeScript identifier", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(identifier(text, "camel")).toMatch(/^[A-Za-z_$][A-Za-z0-9_$]*$/);
        expect(kebabCase(text)).toMatch(/^[a-z0-9-]*$/);
      }),
    );
  });
});

describe("names of components", () => {
  it("come from operationId, summary, or method and path", async () => {
    const { tools } = await loadDocument(
      api({
        "/a": get("get-Pets_v2"),
        "/items/{item_id}": get("read_item_items__item_id__get"),
        "/orders": get(undefined, { summary: "Count open orders (beta)" }),
        "/pets/{petId}": get(),
        "/cjk": get("取得"),
      }),
    );
    expect(tools.map((tool) => tool.name)).toEqual([
      "get-Pets_v2",
      "read_item",
      "Count_open_orders_beta",
      "get_pets_petId",
      "get_cjk",
    ]);
  });

  it("never take a name that another operation has as its own", async () => {
    const { tools, diagnostics } = await loadDocument(
      api({ "/1": get("foo"), "/2": get("foo"), "/3": get("foo_2"), "/4": get("getPet"), "/5": get("getpet") }),
    );
    expect(tools.map((tool) => tool.name)).toEqual(["foo", "foo_3", "foo_2", "getPet", "getpet_2"]);
    expect(diagnostics.map(({ code, origin }) => [code, origin?.kind === "pointer" && origin.pointer])).toEqual([
      ["program/renamed", "/paths/~12/get/operationId"],
      ["program/renamed", "/paths/~15/get/operationId"],
    ]);
  });

  it("keep the operation's own name in code when the model sees another", async () => {
    const { tool } = await loadDocument(api({ "/1": get("listPets", { "x-mcp": { name: "search_pets" } }) }));
    expect(tool("search_pets").identifier).toBe("listPets");
  });

  it("give files to tags with odd characters, unique ignoring case", async () => {
    const { provider } = await loadDocument(
      api({
        "/1": get("a", { tags: ["Pets"] }),
        "/2": get("b", { tags: ["pets"] }),
        "/3": get("c", { tags: ["../../x"] }),
        "/4": get("d", { tags: ["取得"] }),
        "/5": get("e"),
        "/6": get("f", { tags: ["con"] }),
      }),
    );
    const files = provider?.client?.groups.map((group) => group.file) ?? [];
    expect(files.slice(0, 3)).toEqual(["pets", "pets-2", "x"]);
    expect(files[3]).toMatch(/^tag-[0-9a-f]{6}$/);
    expect(files.slice(4)).toEqual(["default", "con-2"]);
  });
});
