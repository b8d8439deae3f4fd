import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandUri } from "../../src/runtime/expand-uri.js";
import { UriTemplate } from "../../src/runtime/uri-template.js";

const match = (template: string, uri: string, ...lists: string[]) =>
  new UriTemplate(template).match(uri, new Set(lists));

describe("UriTemplate.match", () => {
  it.each<[string, string, unknown]>([
    ["api://pets/{id}", "api://pets/7", { id: "7" }],
    ["api://pets/{id}", "api://pets/a%20b%2Fc", { id: "a b/c" }],
    ["api://pets/{id}", "api://pets/%2525", { id: "%25" }],
    ["api://pets/{id}", "api://pets/", undefined],
    ["api://pets/{id}", "api://pets/7/x", undefined],
    ["api://pets/{id}", "api://pets/%zz", undefined],
    ["api://pets/{id}", "API://pets/7", undefined],
    ["api://owners/{owner}/pets/{id}", "api://owners/ann/pets/3", { owner: "ann", id: "3" }],
    ["api://{a}.{b}", "api://x.y.z", { a: "x.y", b: "z" }],
    ["api://{a}{b}", "api://xyz", { a: "xy", b: "z" }],
    ["api://files/{path*}", "api://files/a/b%20c/d", { path: "a/b c/d" }],
    ["api://files/{path*}/raw", "api://files/a/raw/raw", { path: "a/raw" }],
    ["api://files/{path*}", "api://files/", undefined],
    ["api://a b/{x}", "api://a%20b/1", { x: "1" }],
    ["api://pets{?limit,tags}", "api://pets", {}],
    ["api://pets{?limit,tags}", "api://pets?limit=3&other=x&tags=a%2Cb", { limit: "3", tags: "a,b" }],
    ["api://pets{?limit}", "api://pets?limit=", { limit: "" }],
    ["api://pets{?q}", "api://pets?q=a=b#x", { q: "a=b" }],
    ["api://pets{?tags*}", "api://pets?tags=a&tags=b%2C", { tags: ["a", "b,"] }],
    ["api://pets/{id}{?limit}", "api://pets/7?limit=3", { id: "7", limit: "3" }],
    ["api://pets/{__proto__}", "api://pets/7", JSON.parse('{"__proto__":"7"}')],
  ])("%s of %s", (template, uri, want) => {
    expect(match(template, uri)).toEqual(want);
  });

  it("makes lists where they are wanted", () => {
    expect(match("api://pets{?tags}", "api://pets?tags=a,b%2Cc", "tags")).toEqual({ tags: ["a", "b,c"] });
    expect(match("api://files/{path*}", "api://files/a/b%2Fc", "path")).toEqual({ path: ["a", "b/c"] });
  });

  it("gives back what was expanded", () => {
    const text = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .filter((value) => !/\p{Surrogate}/u.test(value));
    fc.assert(
      fc.property(
        text,
        text,
        fc.option(text, { nil: undefined }),
        fc.array(text, { minLength: 1, maxLength: 4 }),
        (a, b, q, list) => {
          const template = "api://x/{a}/y/{b}{?q,list*}";
          const variables = { a, b, list, ...(q === undefined ? {} : { q }) };
          expect(match(template, expandUri(template, variables))).toEqual(variables);
        },
      ),
    );
  });

  it("takes time linear in the address, whatever it holds", () => {
    const template = new UriTemplate("api://{a*}x{b*}x{c*}x{d*}x{e*}y");
    const start = performance.now();
    expect(template.match(`api://${"x".repeat(8000)}`)).toBeUndefined();
    expect(template.match(`api://${"x".repeat(1_000_000)}`)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(500);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (url, text) => {
        match("http://{host}/{path*}{?q}", url + text);
        match(text, url);
      }),
    );
  });
});

describe("expandUri", () => {
  it("escapes values and leaves out what is absent", () => {
    const template = "api://files/{path*}{?limit,tags}";
    expect(expandUri(template, { path: "a/b c", limit: 3, tags: ["x", "y,z"] })).toBe(
      "api://files/a/b%20c?limit=3&tags=x,y%2Cz",
    );
    expect(expandUri(template, { path: ["a/b", "c"], limit: null })).toBe("api://files/a%2Fb/c");
  });

  it("needs the variables of the path", () => {
    expect(() => expandUri("api://{id}", {})).toThrow("`id`");
    expect(() => expandUri("api://{constructor}", {})).toThrow("`constructor`");
  });
});
