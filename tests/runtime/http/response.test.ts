import { describe, expect, test } from "vitest";
import { isEventStream, readEvents, type StreamKind } from "../../../src/runtime/http/event-stream.js";
import { isRecord } from "../../../src/runtime/http/styles.js";
import { capped, decodeBytes, readBytes } from "../../../src/runtime/http/response.js";

const bytes = (text: string, encoding: BufferEncoding = "utf8"): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(text, encoding));

async function* chunksOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(typeof part === "string" ? bytes(part) : part);
}

test.each<[string, string | null, string, unknown]>([
  ['{"a":1}', "application/json", "json", { a: 1 }],
  ['{"a":1}', "APPLICATION/JSON; charset=utf-8", "json", { a: 1 }],
  ["[1]", "application/hal+json", "json", [1]],
  ["42", "text/json", "json", 42],
  ["null", "application/json", "json", null],
  ["\ufeff1", "application/json", "json", 1],
  ['{"a": oops', "application/json", "text", '{"a": oops'],
  ["<a/>", "application/xml", "text", "<a/>"],
  ["<svg/>", "image/svg+xml", "text", "<svg/>"],
  ["a=1", "application/x-www-form-urlencoded", "text", "a=1"],
  ["a: 1", "application/yaml", "text", "a: 1"],
  ["héllo", "text/plain; charset=utf-8", "text", "héllo"],
  ["{}", "text/html", "text", "{}"],
  ["x", "text/plain; charset=nobody-knows", "text", "x"],
  ["{}", null, "json", {}],
  ["plain é", null, "text", "plain é"],
  ["", "application/json", "empty", undefined],
  ["", "image/png", "empty", undefined],
  ["", null, "empty", undefined],
  ["AB", "image/png", "binary", bytes("AB")],
  ["AB", "application/octet-stream", "binary", bytes("AB")],
  ["AB", "application/pdf", "binary", bytes("AB")],
])("%j as %s is %s", (text, type, kind, data) => {
  expect(decodeBytes(bytes(text), type)).toEqual({ kind, data });
});

test("charsets", () => {
  expect(decodeBytes(bytes("h\xe9llo", "latin1"), 'text/plain; charset="ISO-8859-1"').data).toBe("héllo");
  expect(decodeBytes(bytes('"é"', "utf16le"), "application/json; charset=utf-16le").data).toBe("é");
  expect(decodeBytes(bytes("\xff\xfe", "latin1"), null)).toEqual({ kind: "binary", data: bytes("\xff\xfe", "latin1") });
});

test("keys of Object.prototype are own properties", () => {
  const { data } = decodeBytes(bytes('{"__proto__":{"polluted":1}}'), "application/json");
  expect(isRecord(data) && Object.keys(data)).toEqual(["__proto__"]);
  expect("polluted" in {}).toBe(false);
});

test("capped", async () => {
  const tooLong = (): Error => new Error("too long");
  expect(await readBytes(capped(chunksOf("ab", "cd"), 4, tooLong))).toEqual(bytes("abcd"));
  await expect(readBytes(capped(chunksOf("ab", "cd"), 3, tooLong))).rejects.toThrow("too long");
  expect(await readBytes(capped(chunksOf("ab", "cd", "ef"), 3))).toEqual(bytes("abc"));
});

describe("events", () => {
  async function events(kind: StreamKind, ...parts: (string | Uint8Array)[]): Promise<unknown[]> {
    const all: unknown[] = [];
    for await (const event of readEvents(kind, chunksOf(...parts), "text/event-stream")) all.push(event);
    return all;
  }
  const stream =
    'event: x\ndata: {"a":1}\nid: 3\n\n: comment\r\n\r\ndata:one\rdata\rdata: three é\r\r\nretry: 5\n\ndata: [DONE]';

  test("sse", async () => {
    const expected = [{ a: 1 }, "one\n\nthree é", "[DONE]"];
    expect(await events("sse", stream)).toEqual(expected);
    const one = [...bytes(stream)].map((byte) => new Uint8Array([byte]));
    expect(await events("sse", ...one)).toEqual(expected);
    expect(await events("sse", "")).toEqual([]);
    expect(await events("sse", "data\n\n")).toEqual([""]);
    expect(await events("sse", "database: 1\n\n")).toEqual([]);
  });

  test("ndjson", async () => {
    expect(await events("ndjson", '{"a":1}\n', '\n{"b"', ":2}\r", "\nnot json\n3")).toEqual([
      { a: 1 },
      { b: 2 },
      "not json",
      3,
    ]);
  });

  test("a long line in many chunks is read in linear time", async () => {
    const part = "x".repeat(1000);
    const [event] = await events("sse", "data: ", ...Array.from({ length: 4000 }, () => part));
    expect(String(event)).toHaveLength(4_000_000);
  });

  test("only a stream's own type is a stream", () => {
    expect(isEventStream("sse", "text/event-stream; charset=utf-8")).toBe(true);
    expect(isEventStream("sse", "application/json")).toBe(false);
    expect(isEventStream("ndjson", "application/x-ndjson")).toBe(true);
    expect(isEventStream("ndjson", "application/json")).toBe(false);
    expect(isEventStream("ndjson", null)).toBe(false);
  });
});
