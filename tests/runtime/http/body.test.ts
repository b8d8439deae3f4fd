import { describe, expect, test } from "vitest";
import { binary } from "../../../src/runtime/http/binary-body.js";
import type { FieldOptions } from "../../../src/runtime/http/fields.js";
import { field, fieldsOf, form } from "../../../src/runtime/http/form-body.js";
import type { RequestBody } from "../../../src/runtime/http/http-request.js";
import { json } from "../../../src/runtime/http/json-body.js";
import { others } from "../../../src/runtime/http/others.js";
import { multipart, part, partsOf } from "../../../src/runtime/http/multipart-body.js";
import { text } from "../../../src/runtime/http/text-body.js";
import { ArgumentError } from "../../../src/runtime/tool-error.js";

function textOf(body: RequestBody): string | undefined {
  const encoded = body.encode();
  return encoded && Buffer.from(encoded.bytes).toString("utf8");
}

describe("json", () => {
  test.each<[unknown, string]>([
    [{ a: 1, b: undefined, c: null }, '{"a":1,"c":null}'],
    [{}, "{}"],
    [{ a: undefined }, "{}"],
    [[], "[]"],
    [null, "null"],
    ["é", '"é"'],
    [false, "false"],
    [{ ["__proto__"]: 1, toString: 2 }, '{"__proto__":1,"toString":2}'],
  ])("%j", (value, expected) => {
    expect(textOf(json(value))).toBe(expected);
    expect(json(value).encode()?.contentType).toBe("application/json");
  });

  test("no value, no body", () => {
    expect(json(undefined).encode()).toBeUndefined();
    expect(text(undefined).encode()).toBeUndefined();
    expect(binary(undefined).encode()).toBeUndefined();
    expect(form(undefined).encode()).toBeUndefined();
    expect(multipart(undefined).encode()).toBeUndefined();
  });

  test("the exact media type", () => {
    expect(json({}, { mediaType: "application/vnd.acme.v2+json" }).encode()?.contentType).toBe(
      "application/vnd.acme.v2+json",
    );
    expect(json({}, { mediaType: "*/*" }).encode()?.contentType).toBe("application/json");
    expect(() => json({}, { mediaType: "a/b\r\nX: 1" }).encode()).toThrow(/media type/);
  });

  test("optional and together", () => {
    const body = (args: { title?: string; text?: string; color?: string | null }): RequestBody =>
      json({ ...args }, { optional: true, together: { title: args.title, text: args.text } });
    expect(body({}).encode()).toBeUndefined();
    expect(textOf(body({ title: "a", text: "b" }))).toBe('{"title":"a","text":"b"}');
    expect(() => body({ title: "a" }).encode()).toThrow(/text/);
    expect(() => body({ color: null }).encode()).toThrow(ArgumentError);
    expect(() => body({ color: "red" }).encode()).toThrow(/title(.|\n)*text/);
  });

  test("others", () => {
    const args = { petId: 1, name: "x", extra: 2, ["__proto__"]: 3 };
    expect(textOf(json({ ...others(args, ["petId", "name"]), name: "y" }))).toBe(
      '{"extra":2,"__proto__":3,"name":"y"}',
    );
    expect(Object.getPrototypeOf(others(args, []))).toBe(Object.prototype);
  });
});

describe("form", () => {
  test.each<[unknown, FieldOptions, string]>([
    ["A&B é", {}, "a=A%26B%20%C3%A9"],
    [3, {}, "a=3"],
    [false, {}, "a=false"],
    [null, {}, "a=null"],
    [undefined, {}, ""],
    [["x", "y"], {}, "a=x&a=y"],
    [[], {}, ""],
    [[1, 2], { explode: false }, "a=1,2"],
    [[1, 2], { style: "pipeDelimited" }, "a=1%7C2"],
    [{ city: "Oslo" }, { style: "deepObject" }, "a%5Bcity%5D=Oslo"],
    [{ b: 1 }, { style: "form" }, "b=1"],
    [{ b: 1 }, {}, "a=%7B%22b%22%3A1%7D"],
    [{ b: 1 }, { contentType: "application/json" }, "a=%7B%22b%22%3A1%7D"],
    [[1, 2], { contentType: "application/json" }, "a=%5B1%2C2%5D"],
    ["x", { contentType: "text/plain" }, "a=x"],
    [[{ b: 1 }], {}, "a=%7B%22b%22%3A1%7D"],
  ])("%j %j", (value, options, expected) => {
    expect(textOf(form([field("a", value, options)]))).toBe(expected);
  });

  test("nothing set: an empty body, or none when it is optional", () => {
    expect(textOf(form([field("a", undefined)]))).toBe("");
    expect(form([field("a", undefined)], { optional: true }).encode()).toBeUndefined();
    expect(() => form([field("a", 1)], { optional: true, together: { b: undefined } }).encode()).toThrow(/b/);
  });

  test("a whole form", () => {
    const value = { tags: ["a", "b"], ["__proto__"]: 1, constructor: 2 };
    expect(textOf(form(fieldsOf(value, { tags: { explode: false } })))).toBe("tags=a,b&__proto__=1&constructor=2");
    expect(fieldsOf(undefined)).toBeUndefined();
    expect(() => fieldsOf([1])).toThrow(ArgumentError);
  });
});

describe("multipart", () => {
  function partsIn(body: RequestBody): [headers: string, content: string][] {
    const { contentType, bytes } = body.encode() ?? { contentType: "", bytes: new Uint8Array() };
    const boundary = /^multipart\/form-data; boundary=([\w-]{10,70})$/.exec(contentType)?.[1] ?? "none";
    const all = Buffer.from(bytes).toString("latin1").split(`--${boundary}`);
    expect(all.at(0)).toBe("");
    expect(all.at(-1)).toBe("--\r\n");
    return all.slice(1, -1).map((one) => {
      expect(one.startsWith("\r\n") && one.endsWith("\r\n")).toBe(true);
      const [head = "", ...rest] = one.slice(2, -2).split("\r\n\r\n");
      return [head, rest.join("\r\n\r\n")];
    });
  }
  const disposition = 'Content-Disposition: form-data; name="a"';

  test.each<[unknown, FieldOptions, [string, string][]]>([
    ["Cat é", {}, [[disposition, Buffer.from("Cat é").toString("latin1")]]],
    [2, {}, [[disposition, "2"]]],
    [null, {}, [[disposition, "null"]]],
    [undefined, {}, []],
    [{ a: 1 }, {}, [[`${disposition}\r\nContent-Type: application/json`, '{"a":1}']]],
    [
      ["x", "y"],
      {},
      [
        [disposition, "x"],
        [disposition, "y"],
      ],
    ],
    [[], {}, []],
    [[{ b: 1 }], {}, [[`${disposition}\r\nContent-Type: application/json`, '{"b":1}']]],
    [["x", "y"], { explode: false }, [[disposition, "x,y"]]],
    [["x", "y"], { style: "pipeDelimited", explode: false }, [[disposition, "x|y"]]],
    [{ a: 1, b: "x y" }, { style: "form", explode: false }, [[disposition, "a,1,b,x y"]]],
    [{ a: 1, b: "x y" }, { style: "spaceDelimited" }, [[disposition, "a 1 b x y"]]],
    [
      { b: "x é", c: [1], d: undefined },
      { style: "form", contentType: "application/json" },
      [
        ['Content-Disposition: form-data; name="b"', Buffer.from("x é").toString("latin1")],
        ['Content-Disposition: form-data; name="c"', "[1]"],
      ],
    ],
    [
      { b: { c: [1, 2] }, d: true },
      { style: "deepObject" },
      [
        ['Content-Disposition: form-data; name="a[b][c][0]"', "1"],
        ['Content-Disposition: form-data; name="a[b][c][1]"', "2"],
        ['Content-Disposition: form-data; name="a[d]"', "true"],
      ],
    ],
    [
      ["x", "y"],
      { allowReserved: false },
      [
        [disposition, "x"],
        [disposition, "y"],
      ],
    ],
    [{}, { style: "form", explode: false }, []],
    ["x", { style: "pipeDelimited" }, [[disposition, "x"]]],
    [["x"], { contentType: "application/json" }, [[`${disposition}\r\nContent-Type: application/json`, '["x"]']]],
    [
      "<a/>",
      { contentType: "application/xml; charset=utf-8" },
      [[`${disposition}\r\nContent-Type: application/xml; charset=utf-8`, "<a/>"]],
    ],
    [
      "AAH/",
      { binary: true },
      [[`${disposition}; filename="a"\r\nContent-Type: application/octet-stream`, "\x00\x01\xff"]],
    ],
    [
      "AAH/",
      { binary: true, contentType: "image/png, image/jpeg" },
      [[`${disposition}; filename="a"\r\nContent-Type: image/png`, "\x00\x01\xff"]],
    ],
    [
      "AAH/",
      { binary: true, contentType: "image/*" },
      [[`${disposition}; filename="a"\r\nContent-Type: application/octet-stream`, "\x00\x01\xff"]],
    ],
    [
      ["AA==", "/w=="],
      { binary: true },
      [
        [`${disposition}; filename="a"\r\nContent-Type: application/octet-stream`, "\x00"],
        [`${disposition}; filename="a"\r\nContent-Type: application/octet-stream`, "\xff"],
      ],
    ],
  ])("%j %j", (value, options, expected) => {
    expect(partsIn(multipart([part("a", value, options)]))).toEqual(expected);
  });

  test("names and types cannot break out of their line", () => {
    const [first] = partsIn(
      multipart([part('a"\r\nX-Evil: 1', "AA==", { binary: true, contentType: "a/b\r\nX-Evil: 1" })]),
    );
    expect(first?.[0].split("\r\n")).toHaveLength(2);
    expect(first?.[0]).toContain('name="a%22%0D%0AX-Evil: 1"');
  });

  test("a whole multipart body, and the media type of the document", () => {
    expect(partsIn(multipart(partsOf({ a: "AA==" }, { a: { binary: true } })))[0]?.[1]).toBe("\x00");
    expect(multipart([], { mediaType: "multipart/mixed" }).encode()?.contentType).toMatch(/^multipart\/mixed; bound/);
  });

  test("boundaries differ", () => {
    expect(multipart([]).encode()?.contentType).not.toBe(multipart([]).encode()?.contentType);
  });
});

describe("text and binary", () => {
  test("text is UTF-8 with the exact type", () => {
    expect(textOf(text("line 1\nline 2 é"))).toBe("line 1\nline 2 é");
    expect(text("<a/>", { mediaType: "application/xml" }).encode()?.contentType).toBe("application/xml");
    expect(textOf(text(""))).toBe("");
    expect(textOf(text(7))).toBe("7");
  });

  test.each(["AAH/gA==", "AAH_gA", "AAH/\ngA==", "data:image/png;base64,AAH/gA==", new Uint8Array([0, 1, 255, 128])])(
    "bytes of %s",
    (value) => {
      expect([...(binary(value).encode()?.bytes ?? [])]).toEqual([0, 1, 255, 128]);
    },
  );

  test.each(["a", "no base64!", 1234, {}])("%j is refused", (value) => {
    expect(() => binary(value).encode()).toThrow(ArgumentError);
  });
});
