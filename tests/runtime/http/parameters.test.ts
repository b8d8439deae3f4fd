import { describe, expect, test } from "vitest";
import { cookie, type CookieOptions } from "../../../src/runtime/http/cookie.js";
import { header } from "../../../src/runtime/http/header.js";
import { queryString, type QueryStringOptions } from "../../../src/runtime/http/query-string.js";
import type { StyledPathOptions } from "../../../src/runtime/http/styled-path.js";
import type { StyledQueryOptions } from "../../../src/runtime/http/styled-query.js";
import { ArgumentError } from "../../../src/runtime/tool-error.js";
import { path, query } from "./parameter-functions.js";

const list = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

describe("path", () => {
  test.each<[StyledPathOptions, unknown, string]>([
    [{}, "blue", "blue"],
    [{}, list, "blue,black,brown"],
    [{ explode: true }, list, "blue,black,brown"],
    [{}, object, "R,100,G,200,B,150"],
    [{ explode: true }, object, "R=100,G=200,B=150"],
    [{ style: "label" }, "blue", ".blue"],
    [{ style: "label", explode: true }, "blue", ".blue"],
    [{ style: "label" }, list, ".blue,black,brown"],
    [{ style: "label", explode: true }, list, ".blue.black.brown"],
    [{ style: "label" }, object, ".R,100,G,200,B,150"],
    [{ style: "label", explode: true }, object, ".R=100.G=200.B=150"],
    [{ style: "matrix" }, "blue", ";c=blue"],
    [{ style: "matrix", explode: true }, "blue", ";c=blue"],
    [{ style: "matrix" }, list, ";c=blue,black,brown"],
    [{ style: "matrix", explode: true }, list, ";c=blue;c=black;c=brown"],
    [{ style: "matrix" }, object, ";c=R,100,G,200,B,150"],
    [{ style: "matrix", explode: true }, object, ";R=100;G=200;B=150"],
    [{ style: "spaceDelimited" }, list, "blue%20black%20brown"],
    [{ style: "pipeDelimited" }, ["a|b", "c"], "a%7Cb%7Cc"],
    [{ style: "tabDelimited" }, list, "blue%09black%09brown"],
    [{}, 2.5, "2.5"],
    [{}, 0, "0"],
    [{}, -0, "0"],
    [{}, 1e21, "1000000000000000000000"],
    [{}, -1.5e-7, "-0.00000015"],
    [{}, 1.25e300, `125${"0".repeat(298)}`],
    [{}, false, "false"],
    [{}, null, "null"],
    [{}, "naïve 漢🙂", "na%C3%AFve%20%E6%BC%A2%F0%9F%99%82"],
    [{}, "a/b?c#d%2Fe", "a%2Fb%3Fc%23d%252Fe"],
    [{}, "!'()*;:@&=+$,[]\\", "%21%27%28%29%2A%3B%3A%40%26%3D%2B%24%2C%5B%5D%5C"],
    [{}, "-._~", "-._~"],
    [{}, "\ud800x", "%EF%BF%BDx"],
    [{}, ["a,b", "c"], "a%2Cb,c"],
    [{}, [{ a: 1 }, null], "%7B%22a%22%3A1%7D,null"],
    [{ json: true }, { a: [1, "x/y"] }, "%7B%22a%22%3A%5B1%2C%22x%2Fy%22%5D%7D"],
    [{ json: true }, "", "%22%22"],
    [{ multiSegment: true }, "src/a b/c.ts", "src/a%20b/c.ts"],
    [{}, { ["__proto__"]: 1, constructor: 2 }, "__proto__,1,constructor,2"],
  ])("%j %j is %s", (options, value, expected) => {
    expect(path("c", value, options).encode()).toBe(expected);
  });

  test.each<[StyledPathOptions, unknown]>([
    [{}, ""],
    [{}, []],
    [{}, [""]],
    [{}, {}],
    [{}, undefined],
    [{ style: "label" }, ""],
    [{ style: "matrix" }, ""],
    [{ style: "matrix", explode: true }, []],
    [{ multiSegment: true }, ""],
    [{ multiSegment: true }, "/a"],
    [{ multiSegment: true }, "a//b"],
    [{ multiSegment: true }, "a/"],
  ])("%j %j is refused", (options, value) => {
    expect(() => path("petId", value, options).encode()).toThrow(ArgumentError);
    expect(() => path("petId", value, options).encode()).toThrow(/petId/);
  });
});

describe("query", () => {
  test.each<[StyledQueryOptions, unknown, string]>([
    [{}, "blue", "c=blue"],
    [{}, "", "c="],
    [{}, list, "c=blue&c=black&c=brown"],
    [{ explode: false }, list, "c=blue,black,brown"],
    [{}, object, "R=100&G=200&B=150"],
    [{ explode: false }, object, "c=R,100,G,200,B,150"],
    [{ style: "spaceDelimited" }, list, "c=blue%20black%20brown"],
    [{ style: "spaceDelimited", explode: true }, list, "c=blue&c=black&c=brown"],
    [{ style: "spaceDelimited" }, object, "c=R%20100%20G%20200%20B%20150"],
    [{ style: "pipeDelimited" }, list, "c=blue%7Cblack%7Cbrown"],
    [{ style: "pipeDelimited", explode: true }, list, "c=blue&c=black&c=brown"],
    [{ style: "pipeDelimited" }, object, "c=R%7C100%7CG%7C200%7CB%7C150"],
    [{ style: "pipeDelimited" }, "a|b", "c=a%7Cb"],
    [{ style: "tabDelimited" }, list, "c=blue%09black%09brown"],
    [{ style: "deepObject" }, object, "c%5BR%5D=100&c%5BG%5D=200&c%5BB%5D=150"],
    [{ style: "deepObject" }, { a: { b: { c: 1 } }, d: null }, "c%5Ba%5D%5Bb%5D%5Bc%5D=1&c%5Bd%5D=null"],
    [{ style: "deepObject" }, { a: ["x", { y: 1 }] }, "c%5Ba%5D%5B0%5D=x&c%5Ba%5D%5B1%5D%5By%5D=1"],
    [{ style: "deepObject" }, ["x", "y"], "c%5B0%5D=x&c%5B1%5D=y"],
    [{ style: "deepObject" }, { a: [], b: {}, c: "", d: undefined }, "c%5Bc%5D="],
    [{ style: "deepObject" }, "x", "c=x"],
    [{ style: "deepObject" }, { "a&b=[c]": "d&e" }, "c%5Ba%26b%3D%5Bc%5D%5D=d%26e"],
    [{}, [], ""],
    [{ explode: false }, [], ""],
    [{}, {}, ""],
    [{ explode: false }, {}, ""],
    [{ style: "deepObject" }, {}, ""],
    [{}, undefined, ""],
    [{}, [undefined, 1, undefined], "c=1"],
    [{}, { a: undefined, b: 1 }, "b=1"],
    [{}, null, "c=null"],
    [{}, [null, true, 1e21], "c=null&c=true&c=1000000000000000000000"],
    [{}, ["", ""], "c=&c="],
    [{ explode: false }, ["", ""], "c=,"],
    [{}, false, "c=false"],
    [{}, 0, "c=0"],
    [{}, "é漢🙂", "c=%C3%A9%E6%BC%A2%F0%9F%99%82"],
    [{}, "a&b=c+d#e%f g", "c=a%26b%3Dc%2Bd%23e%25f%20g"],
    [{ explode: false }, ["a,b", "c d"], "c=a%2Cb,c%20d"],
    [{ explode: false }, { "k,": "v,w" }, "c=k%2C,v%2Cw"],
    [{}, [{ a: 1 }, [2]], "c=%7B%22a%22%3A1%7D&c=%5B2%5D"],
    [{ allowReserved: true }, "docs/a:b@c?d", "c=docs/a:b@c?d"],
    [{ allowReserved: true }, "!$(*),;=", "c=!$(*),;="],
    [{ allowReserved: true }, "a&b+c#d[e]'f", "c=a%26b%2Bc%23d%5Be%5D%27f"],
    [{ allowReserved: true }, "100% %41 %zz é", "c=100%25%20%41%20%25zz%20%C3%A9"],
    [{ allowReserved: true, explode: false }, ["a,b", "c/d"], "c=a%2Cb,c/d"],
    [{ allowReserved: true }, { "a=b": "c=d" }, "a%3Db=c=d"],
    [{ json: true }, { a: 1, b: ["x", "é"] }, "c=%7B%22a%22%3A1%2C%22b%22%3A%5B%22x%22%2C%22%C3%A9%22%5D%7D"],
    [{ json: true }, "x", "c=%22x%22"],
    [{ json: true }, null, "c=null"],
    [{ json: true }, [], "c=%5B%5D"],
    [{}, { ["__proto__"]: "p", toString: "t" }, "__proto__=p&toString=t"],
  ])("%j %j is %s", (options, value, expected) => {
    expect(query("c", value, options).encode().join("&")).toBe(expected);
  });

  test("names are encoded", () => {
    expect(query("filter[é&]", 1).encode()).toEqual(["filter%5B%C3%A9%26%5D=1"]);
    expect(query("__proto__", 1).encode()).toEqual(["__proto__=1"]);
  });
});

describe("header", () => {
  test.each([
    [{}, "r-1", "r-1"],
    [{}, "", ""],
    [{ delimiter: "|" }, list, "blue|black|brown"],
    [{ delimiter: "\t" }, list, "blue\tblack\tbrown"],
    [{}, list, "blue,black,brown"],
    [{ explode: true }, list, "blue,black,brown"],
    [{}, object, "R,100,G,200,B,150"],
    [{ explode: true }, object, "R=100,G=200,B=150"],
    [{}, true, "true"],
    [{}, 1e-7, "0.0000001"],
    [{}, null, "null"],
    [{}, "100% é\t", "100% é\t"],
    [{}, [], undefined],
    [{}, {}, undefined],
    [{}, undefined, undefined],
    [{ json: true }, { a: "é🙂\n" }, '{"a":"\\u00e9\\ud83d\\ude42\\n"}'],
    [{ json: true }, [], "[]"],
  ])("%j %j is %s", (options, value, expected) => {
    expect(header("X-A", value, options).encode()).toBe(expected);
  });

  test.each(["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a\x1bb", "a\x7fb", "漢", "🙂", ["ok", "a\r\nb"], { "k\n": 1 }])(
    "%j is refused",
    (value) => {
      expect(() => header("X-A", value).encode()).toThrow(ArgumentError);
      expect(() => header("X-A", value).encode()).toThrow(/X-A/);
    },
  );
});

describe("cookie", () => {
  test.each([
    [{}, "abc", "c=abc"],
    [{}, "", "c="],
    [{}, 3, "c=3"],
    [{}, false, "c=false"],
    [{}, null, "c=null"],
    [{}, "a=b/c+d:e", "c=a=b/c+d:e"],
    [{}, 'a;b,c "d"\\%é', "c=a%3Bb%2Cc%20%22d%22%5C%25%C3%A9"],
    [{}, list, "c=blue; c=black; c=brown"],
    [{ explode: false }, list, "c=blue,black,brown"],
    [{ explode: false }, ["a,b", "c"], "c=a%2Cb,c"],
    [{}, object, "R=100; G=200; B=150"],
    [{ explode: false }, object, "c=R,100,G,200,B,150"],
    [{ json: true }, { a: 1 }, "c={%22a%22:1}"],
    [{}, [], ""],
    [{ explode: false }, [], ""],
    [{}, undefined, ""],
  ])("%j %j is %s", (options, value, expected) => {
    expect(cookie("c", value, options).encode().join("; ")).toBe(expected);
  });

  test.each(["a\rb", "a\nb", "a\0b"])("%j is refused", (value) => {
    expect(() => cookie("sid", value).encode()).toThrow(ArgumentError);
  });
});

describe("cookies of style cookie", () => {
  test.each<[unknown, CookieOptions, string]>([
    ["a b%,", {}, "c=a b%,"],
    [["x", "y"], {}, "c=x; c=y"],
    [["x", "y"], { explode: false }, "c=x,y"],
    [{ a: 1 }, { explode: false }, "c=a,1"],
  ])("%j %j", (value, options, expected) => {
    expect(
      cookie("c", value, { ...options, style: "cookie" })
        .encode()
        .join("; "),
    ).toBe(expected);
  });

  test.each(["a;b", "a\r\nb", "é", "\0"])("%j cannot be sent", (value) => {
    expect(() => cookie("c", value, { style: "cookie" }).encode()).toThrow(ArgumentError);
  });
});

describe("a whole query", () => {
  test.each<[unknown, QueryStringOptions, string]>([
    [{ a: "x y", b: [1, 2], c: { d: "é" }, e: undefined }, {}, "a=x%20y&b=1&b=2&c=%7B%22d%22%3A%22%C3%A9%22%7D"],
    [{ b: [1, 2] }, { fields: { b: { explode: false } } }, "b=1,2"],
    [{ a: "&=" }, { as: "json" }, "%7B%22a%22%3A%22%26%3D%22%7D"],
    ["a=1&b", { as: "text" }, "a%3D1%26b"],
    [{}, {}, ""],
    [undefined, {}, ""],
    [undefined, { as: "json" }, ""],
  ])("%j %j", (value, options, expected) => {
    expect(queryString(value, options).encode().join("&")).toBe(expected);
  });

  test("a form is an object", () => {
    expect(() => queryString("a", {}).encode()).toThrow(ArgumentError);
  });
});
