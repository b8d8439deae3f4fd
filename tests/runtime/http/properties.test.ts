import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cookie } from "../../../src/runtime/http/cookie.js";
import { header } from "../../../src/runtime/http/header.js";
import type { StyledPathOptions } from "../../../src/runtime/http/styled-path.js";
import { isRecord } from "../../../src/runtime/http/styles.js";
import { addressOf, urlOf } from "../../../src/runtime/http/url.js";
import { ArgumentError } from "../../../src/runtime/tool-error.js";
import { path, query } from "./parameter-functions.js";
import { openApi, settingsOf } from "./recording-upstream.js";

/** Text with all that matters to URLs and headers in it, and anything else. */
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(...Array.from("./\\%2eE?#&=+;,:@[]{}()'\"<>|^`~!$* \t\r\n\0éあ🙂\ud800aA0-_")) }),
);
const scalar = fc.oneof(hostile, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const anything = fc.oneof(
  scalar,
  fc.constant(null),
  fc.array(scalar, { maxLength: 4 }),
  fc.dictionary(hostile, scalar, { maxKeys: 4 }),
);
const settings = settingsOf({ baseUrl: "https://api.example.com:8443/base/v1" });

describe("path arguments", () => {
  const options = fc.record<StyledPathOptions>({
    style: fc.constantFrom("simple", "label", "matrix"),
    explode: fc.boolean(),
    json: fc.boolean(),
  });

  test("never change the number of segments, the origin, the prefix, the query", () => {
    const template = fc.constantFrom(
      "/a/{x}/b/{y}",
      "/{x}{y}",
      "/a/.{x}",
      "/a/{x}.{y}",
      "/{x}/%2e{y}",
      "/{y}-{x}?q={x}",
    );
    fc.assert(
      fc.property(template, anything, anything, options, (text, x, y, how) => {
        const route = { path: text, pathParameters: [path("x", x, how), path("y", y)] };
        let sent;
        try {
          sent = urlOf(addressOf(openApi, settings, route));
        } catch (error) {
          expect(error).toBeInstanceOf(ArgumentError);
          return;
        }
        const url = new URL(sent);
        expect(url.href).toBe(sent);
        expect(url.origin).toBe("https://api.example.com:8443");
        expect(url.pathname.startsWith("/base/v1/")).toBe(true);
        expect(url.hash).toBe("");
        const [pathname = "", search] = text.split("?");
        expect(url.pathname.split("/")).toHaveLength(3 + pathname.split("/").length - 1);
        expect(url.search.split("&")).toHaveLength(1);
        expect(url.search.startsWith("?q=")).toBe(search !== undefined);
      }),
      { numRuns: 1500 },
    );
  });

  test("read back as they were", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (value) => {
        fc.pre(!value.split(/[/\\]/).some((segment) => segment === "." || segment === ".."));
        const sent = urlOf(addressOf(openApi, settings, { path: "/{x}", pathParameters: [path("x", value)] }));
        expect(decodeURIComponent(sent.slice("https://api.example.com:8443/base/v1/".length))).toBe(value);
      }),
    );
  });

  test("multi-segment ones keep their segments", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        try {
          const pathParameters = [path("x", value, { multiSegment: true })];
          const sent = urlOf(addressOf(openApi, settings, { path: "/r/{x}", pathParameters }));
          expect(new URL(sent).pathname.split("/")).toHaveLength(4 + value.split("/").length);
        } catch (error) {
          expect(error).toBeInstanceOf(ArgumentError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("query arguments", () => {
  const key = fc.string({ unit: "grapheme", minLength: 1 });
  const value = fc.string({ unit: "grapheme" });
  /** What a server reads: pairs, decoded once. */
  const decode = (pairs: readonly string[]): [string, string][] => {
    const sent = urlOf({ origin: "https://x.test", path: "/", query: pairs });
    expect(new URL(sent).href).toBe(sent);
    return [...new URL(sent).searchParams];
  };

  test("form, exploded, reads back", () => {
    fc.assert(
      fc.property(key, fc.array(value), (name, values) => {
        expect(decode(query(name, values).encode())).toEqual(values.map((one) => [name, one]));
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(key, value), (object) => {
        expect(decode(query("o", object).encode())).toEqual(Object.entries(object));
      }),
    );
  });

  test.each([
    ["form", ","],
    ["pipeDelimited", "%7C"],
    ["spaceDelimited", "%20"],
  ] as const)("%s, delimited, reads back", (style, delimiter) => {
    const [separator = ""] = decodeURIComponent(delimiter);
    fc.assert(
      fc.property(key, fc.array(value, { minLength: 1 }), (name, values) => {
        // With these two styles a delimiter within a value is encoded as the delimiter itself is.
        fc.pre(style === "form" || !values.join("").includes(separator));
        const [pair = ""] = query(name, values, { style, explode: false }).encode();
        const [, ...rest] = pair.split("=");
        expect(rest).toHaveLength(1);
        expect((rest[0] ?? "").split(delimiter).map(decodeURIComponent)).toEqual(values);
      }),
    );
  });

  test("deepObject reads back", () => {
    const plain = fc.string({ unit: fc.constantFrom("a", "b", "&", "=", "é", "+", "%", " "), minLength: 1 });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(plain, fc.oneof(value, tie("tree")), { minKeys: 1, maxKeys: 3, depthIdentifier: "deep" }),
    }));
    const flat = (prefix: string, node: unknown): [string, string][] =>
      typeof node === "string"
        ? [[prefix, node]]
        : Object.entries(isRecord(node) ? node : {}).flatMap(([name, inner]) => flat(`${prefix}[${name}]`, inner));
    fc.assert(
      fc.property(tree, (object) => {
        expect(decode(query("d", object, { style: "deepObject" }).encode())).toEqual(flat("d", object));
      }),
    );
  });

  test("JSON reads back", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (object) => {
        const text = JSON.stringify(object);
        expect(decode(query("j", object, { json: true }).encode())).toEqual([
          ["j", text.replace(/\p{Surrogate}/gu, "\ufffd")],
        ]);
      }),
    );
  });

  test("allowReserved breaks nothing", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const sent = urlOf({
          origin: "https://x.test",
          path: "/",
          query: query("r", text, { allowReserved: true }).encode().concat("end=1"),
        });
        const url = new URL(sent);
        expect([...url.searchParams.keys()]).toEqual(["r", "end"]);
        expect(url.hash).toBe("");
      }),
      { numRuns: 500 },
    );
  });
});

test("header values never split, and fetch takes all that are not refused", () => {
  fc.assert(
    fc.property(anything, fc.boolean(), fc.boolean(), (value, explode, json) => {
      let text;
      try {
        text = header("X-A", value, { explode, json }).encode();
      } catch (error) {
        expect(error).toBeInstanceOf(ArgumentError);
        return;
      }
      if (text === undefined) return;
      expect(text).not.toMatch(/[\r\n\0]/);
      const headers = new Headers({ "X-A": text });
      expect([...headers]).toEqual([["x-a", text.replace(/^[\t ]+|[\t ]+$/g, "")]]);
    }),
    { numRuns: 500 },
  );
});

test("cookies never split", () => {
  fc.assert(
    fc.property(hostile, hostile, (name, value) => {
      fc.pre(name !== "");
      let pairs;
      try {
        pairs = cookie(name, value).encode();
      } catch (error) {
        expect(error).toBeInstanceOf(ArgumentError);
        return;
      }
      expect(pairs).toHaveLength(1);
      expect(pairs[0]).toMatch(/^[\x21-\x3a\x3c-\x7e]*$/);
      expect(pairs[0]?.split("=", 1)[0]).not.toBe("");
    }),
    { numRuns: 500 },
  );
});
