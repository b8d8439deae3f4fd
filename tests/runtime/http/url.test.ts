import { describe, expect, test } from "vitest";
import type { HttpApi, HttpServer } from "../../../src/runtime/http/http-api.js";
import type { HttpSettings } from "../../../src/runtime/http/http-settings.js";
import { templatedServer } from "../../../src/runtime/http/templated-server.js";
import { addressOf, urlOf, type Route } from "../../../src/runtime/http/url.js";
import { ArgumentError, ToolError } from "../../../src/runtime/tool-error.js";
import { path, query } from "./parameter-functions.js";
import { openApi, settingsOf } from "./recording-upstream.js";

function url(route: Route, settings: Partial<HttpSettings> = {}, api: Partial<HttpApi> = {}): string {
  const all = { servers: [{ url: "https://api.example.com/v1" }], ...api };
  return urlOf(addressOf({ ...openApi, ...all }, settingsOf(settings), route));
}

describe("path templates", () => {
  test.each<[Route, string]>([
    [{ path: "/pets" }, "/pets"],
    [{ path: "pets" }, "/pets"],
    [{ path: "/" }, "/"],
    [{ path: "" }, "/"],
    [{ path: "/a//b/" }, "/a//b/"],
    [{ path: "/pets/{id}", pathParameters: [path("id", "a b")] }, "/pets/a%20b"],
    [
      { path: "/{a}-{b}/x.{c}", pathParameters: [path("c", "gz"), path("b", 7), path("a", "$&up")] },
      "/%24%26up-7/x.gz",
    ],
    [{ path: "/{id}/{id}", pathParameters: [path("id", 1)] }, "/1/1"],
    [{ path: "/é <x>\\|^[']%zz%41", pathParameters: [] }, "/%C3%A9%20%3Cx%3E%5C%7C%5E%5B%27%5D%25zz%41"],
    [{ path: "/a:b@c!$&(*)+,;=~" }, "/a:b@c!$&(*)+,;=~"],
    [{ path: "/{key}?acl&x-id=Put", pathParameters: [path("key", "k")] }, "/k?acl&x-id=Put"],
    [{ path: "/a?v=1#frag?x=2", query: [query("b", 2)] }, "/a?v=1&b=2"],
    [{ path: "/a#SetX?y=1" }, "/a"],
    [{ path: "/q?name={n}", pathParameters: [path("n", "a&b")] }, "/q?name=a%26b"],
    [{ path: "/v1.2..3/..." }, "/v1.2..3/..."],
    [{ path: "/x", query: [query("__proto__", "1"), query("toString", "2")] }, "/x?__proto__=1&toString=2"],
  ])("%j is %s", (route, expected) => {
    expect(url(route)).toBe(`https://api.example.com/v1${expected}`);
  });

  test.each<[string, ...unknown[]]>([
    ["/users/{a}/profile", ".."],
    ["/users/{a}/profile", "."],
    ["/users/{a}", "../admin"],
    ["/users/{a}", "x/../admin"],
    ["/users/{a}", "..\\admin"],
    ["/users/{a}{b}", ".", "."],
    ["/users/.{a}", "."],
    ["/users/{a}.", "."],
    ["/users/%2E{a}", "."],
    ["/users/%2e%2e/{a}", "x"],
    ["/users/../{a}", "x"],
    ["/users/a%2f..%2f{a}", "x"],
  ])("%s with %j is refused", (template, a, b) => {
    const route = { path: template, pathParameters: [path("a", a), path("b", b ?? "x")] };
    expect(() => url(route)).toThrow(ArgumentError);
    expect(() => url(route)).toThrow(/"\.\."/);
  });

  test("other styles and multi-segment values cannot make dot segments either", () => {
    const label = { path: "/{a}", pathParameters: [path("a", ".", { style: "label" })] } as const;
    expect(() => url(label)).toThrow(ArgumentError);
    const many = { path: "/{a}", pathParameters: [path("a", "x/../y", { multiSegment: true })] };
    expect(() => url(many)).toThrow(ArgumentError);
    const items = { path: "/{a}", pathParameters: [path("a", ["", "."], { style: "label", explode: true })] } as const;
    expect(url(items)).toBe("https://api.example.com/v1/...");
  });

  test.each(["%2e%2e", "..%2Fusers", "//evil.example", "foo?bar=baz", "@evil", "v1.2..3"])(
    "%s is only text",
    (value) => {
      const sent = url({ path: "/f/{a}", pathParameters: [path("a", value)] });
      expect(sent.startsWith("https://api.example.com/v1/f/")).toBe(true);
      expect(decodeURIComponent(sent.slice("https://api.example.com/v1/f/".length))).toBe(value);
      expect(new URL(sent).pathname.split("/")).toHaveLength(4);
    },
  );

  test("a placeholder that nothing fills", () => {
    expect(() => url({ path: "/{a}" })).toThrow(ToolError);
    expect(() => url({ path: "/{a}", pathParameters: [path("a", undefined)] })).toThrow(/a: is required/);
  });
});

describe("base addresses", () => {
  test.each([
    ["https://x.test", "https://x.test/p"],
    ["https://x.test/", "https://x.test/p"],
    ["https://x.test/api/v1//", "https://x.test/api/v1/p"],
    ["https://X.test:443/a b/../c", "https://x.test/c/p"],
    ["http://x.test:8080/a?key=1&b#f", "http://x.test:8080/a/p?key=1&b"],
    ["http://[::1]:9/a", "http://[::1]:9/a/p"],
  ])("%s", (baseUrl, expected) => {
    expect(url({ path: "/p" }, { baseUrl })).toBe(expected);
  });

  const variable = (values: readonly string[]): HttpServer =>
    templatedServer("https://{region}.x.test/{version}/{unknown}", {
      region: { default: "eu", values, env: "T_REGION" },
      version: { default: "v1/x", values: [], env: "T_V" },
    });

  test("variables: settings, then defaults, checked where the document lists values", () => {
    const route = { path: "/p", server: variable(["eu", "us"]) };
    expect(url(route)).toBe("https://eu.x.test/v1/x/%7Bunknown%7D/p");
    const serverVariables = { T_REGION: "us", T_V: "" };
    expect(url(route, { serverVariables })).toBe("https://us.x.test/v1/x/%7Bunknown%7D/p");
    expect(() => url(route, { serverVariables: { T_REGION: "evil.com/" } })).toThrow(
      /T_REGION must be one of "eu", "us"/,
    );
  });

  test("an operation's own server is not replaced by the base URL", () => {
    const own = { url: "https://own.test/o/" };
    expect(url({ path: "/p", server: own }, { baseUrl: "https://base.test" })).toBe("https://own.test/o/p");
    expect(url({ path: "/p" }, { baseUrl: "https://base.test" })).toBe("https://base.test/p");
    expect(url({ path: "/p" }, { baseUrl: "" })).toBe("https://api.example.com/v1/p");
  });

  test.each([
    ["/v2", {}, "https://api.example.com/v2/p"],
    ["v2/", {}, "https://api.example.com/v2/p"],
    ["/v2", { baseUrl: "http://base.test:81/x/y?k=1" }, "http://base.test:81/v2/p"],
    ["/{v}", { baseUrl: "http://base.test", serverVariables: { T_V: "v9" } }, "http://base.test/v9/p"],
  ])("an operation's own relative server %s has the origin of the API's (%j)", (own, settings, expected) => {
    const server = templatedServer(own, { v: { default: "v1", values: [], env: "T_V" } });
    expect(url({ path: "/p", server }, settings)).toBe(expected);
    expect(() => url({ path: "/p", server }, {}, { servers: [] })).toThrow(/Set TEST_BASE_URL/);
  });

  test.each([
    [{}, { servers: [] }, /Set TEST_BASE_URL/],
    [{ baseUrl: "not a url" }, {}, /TEST_BASE_URL must be/],
    [{ baseUrl: "file:///etc/passwd" }, {}, /TEST_BASE_URL must be/],
    [{ baseUrl: "https://user:s3cret@x.test" }, {}, /TEST_BASE_URL must be/],
    [{}, { servers: [{ url: "/v3" }] }, /server's URL "\/v3" must be/],
  ])("%j %j fails", (settings, api, message) => {
    expect(() => url({ path: "/p" }, settings, api)).toThrow(message);
    expect(() => url({ path: "/p" }, settings, api)).not.toThrow(/s3cret/);
  });

  test("credentials in the query replace parameters of that name", () => {
    const address = addressOf(openApi, settingsOf({ baseUrl: "https://x.test?api%20key=0" }), {
      path: "/p?api+key=1",
      query: [query("api key", "2"), query("q", "3")],
    });
    expect(urlOf(address, query("api key", "secret").encode())).toBe("https://x.test/p?q=3&api%20key=secret");
  });
});
