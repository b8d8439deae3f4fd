import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createCallContext } from "../../../src/runtime/call-context.js";
import { ApiError } from "../../../src/runtime/http/api-error.js";
import { ndjson, sse as readSse } from "../../../src/runtime/http/event-stream.js";
import { json } from "../../../src/runtime/http/json-body.js";
import { nodeTransport } from "../../../src/runtime/http/node-transport.js";
import { stderrLog } from "../../../src/runtime/log.js";
import { ToolError } from "../../../src/runtime/tool-error.js";
import { clientOf, errorOf, startUpstream, type Answer } from "./recording-upstream.js";

const get = { method: "GET", path: "/x" };

describe("success", () => {
  test.each<[Answer, string, unknown]>([
    [{ body: [1, { a: null }] }, "json", [1, { a: null }]],
    [{ body: "plain", headers: { "content-type": "text/plain" } }, "text", "plain"],
    [{ body: "{oops", headers: { "content-type": "application/json" } }, "text", "{oops"],
    [{ body: Buffer.from([1, 2]), headers: { "content-type": "image/png" } }, "binary", new Uint8Array([1, 2])],
    [{ status: 204 }, "empty", undefined],
    [{ status: 205 }, "empty", undefined],
    [{ status: 202 }, "empty", undefined],
    [
      { body: gzipSync('{"z":1}'), headers: { "content-encoding": "gzip", "content-type": "application/json" } },
      "json",
      { z: 1 },
    ],
  ])("%j", async (answer, kind, data) => {
    const upstream = await startUpstream(answer);
    expect(await clientOf(upstream).send(get)).toMatchObject({ kind, data });
  });

  test("HEAD has no body", async () => {
    const upstream = await startUpstream({ headers: { "content-length": "500", "content-type": "application/json" } });
    const response = await clientOf(upstream).send({ method: "HEAD", path: "/" });
    expect(response).toMatchObject({ kind: "empty", data: undefined });
    expect(response.headers.get("content-length")).toBe("500");
  });
});

describe("failure", () => {
  test("status, reason, body, data", async () => {
    const upstream = await startUpstream({ status: 404, body: { code: "no_such_pet" }, headers: { "x-id": "7" } });
    const error = await errorOf(clientOf(upstream).send(get));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toBeInstanceOf(ToolError);
    expect(error.message).toBe('404 Not Found\n{"code":"no_such_pet"}');
    expect(error).toMatchObject({ status: 404, statusText: "Not Found", data: { code: "no_such_pet" } });
    expect(error instanceof ApiError && error.headers.get("x-id")).toBe("7");
  });

  test.each<[Answer, string]>([
    [{ status: 403 }, "403 Forbidden"],
    [{ status: 304 }, "304 Not Modified"],
    [{ status: 300, body: "pick one" }, "300 Multiple Choices\npick one"],
    [
      { status: 500, body: "<h1>Oops</h1>", headers: { "content-type": "text/html" } },
      "500 Internal Server Error\n<h1>Oops</h1>",
    ],
    [
      { status: 400, body: "bad\u001b[31m thing\u0000 \u009bhappened\r\nhere" },
      "400 Bad Request\nbad thing appened\nhere",
    ],
    [
      { status: 400, body: Buffer.from([1, 2]), headers: { "content-type": "image/png" } },
      "400 Bad Request\n(2 bytes of image/png)",
    ],
    [{ status: 429, headers: { "retry-after": "7" } }, "429 Too Many Requests\nTry again in 7 s."],
    [{ status: 429 }, "429 Too Many Requests\nTry again later."],
    [(response) => void response.writeHead(418, "Odd").end(), "418 Odd"],
  ])("%j", async (answer, message) => {
    const upstream = await startUpstream(answer);
    expect((await errorOf(clientOf(upstream).send(get))).message).toBe(message);
  });

  test("a long body is capped, not hidden behind the limit on responses", async () => {
    const upstream = await startUpstream({ status: 500, body: "🙂".repeat(50_000) });
    const error = await errorOf(clientOf(upstream, { maxResponseBytes: 10 }).send(get));
    expect(error.message.length).toBeLessThan(2100);
    expect(error.message).toMatch(/^500 Internal Server Error\n🙂+… \(\d+ more characters\)$/u);
  });
});

describe("limits", () => {
  const big = { headers: { "content-type": "text/plain" }, body: "x".repeat(5000) };
  const endless: Answer = (response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    const more = (): void => {
      while (!response.destroyed && response.write("x".repeat(10_000)));
    };
    response.on("drain", more);
    more();
  };
  const bomb = { headers: { "content-encoding": "gzip" }, body: gzipSync(Buffer.alloc(50_000_000)) };

  test.each<[string, Answer]>([
    ["with a length", big],
    ["endless", endless],
    ["a gzip bomb", bomb],
  ])("a long response, %s", async (_name, answer) => {
    const upstream = await startUpstream(answer);
    const error = await errorOf(clientOf(upstream, { maxResponseBytes: 1000 }).send(get));
    expect(error).toBeInstanceOf(ToolError);
    expect(error.message).toMatch(/GET \/x is longer than 1000 bytes.*raise TEST_MAX_RESPONSE_BYTES/);
  });

  test("exactly as long as allowed", async () => {
    const upstream = await startUpstream(big);
    expect((await clientOf(upstream, { maxResponseBytes: 5000 }).send(get)).data).toHaveLength(5000);
  });

  test("GET with a body has the same limits", async () => {
    const upstream = await startUpstream(endless);
    const error = await errorOf(
      clientOf(upstream, { maxResponseBytes: 1000 }).send({ ...get, body: json(1), transport: nodeTransport }),
    );
    expect(error.message).toMatch(/longer than 1000 bytes/);
  });
});

describe("streams", () => {
  const sse: Answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write('data: {"n":1}\n\n');
    setTimeout(() => response.end("data: two\n\n"), 20);
  };

  test("are collected, each event told as it comes", async () => {
    const upstream = await startUpstream(sse);
    const told: unknown[] = [];
    const client = clientOf(upstream).during({ onEvent: (event) => told.push(event) });
    expect(await client.send({ ...get, stream: readSse })).toMatchObject({ kind: "events", data: [{ n: 1 }, "two"] });
    expect(told).toEqual([{ n: 1 }, "two"]);
  });

  test("become progress of the call that they are for", async () => {
    const upstream = await startUpstream(sse);
    const sent: unknown[] = [];
    const { signal } = new AbortController();
    const sendProgress = (progress: object) => sent.push(progress);
    const context = createCallContext({ id: 1, headers: {}, signal, sendProgress }, stderrLog("emergency"));
    await clientOf(upstream)
      .during({ context })
      .send({ ...get, stream: readSse });
    expect(sent).toEqual([
      { progress: 1, message: '{"n":1}' },
      { progress: 2, message: "two" },
    ]);
  });

  test("an ordinary answer stays ordinary", async () => {
    const upstream = await startUpstream({ body: { plain: true } });
    expect(await clientOf(upstream).send({ ...get, stream: readSse })).toMatchObject({
      kind: "json",
      data: { plain: true },
    });
    expect(await clientOf(upstream).send({ ...get, stream: ndjson })).toMatchObject({ kind: "json" });
  });

  test("are bounded, and not repeated once events were told", async () => {
    const endless: Answer = (response) => {
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      const timer = setInterval(() => response.write('{"a":1}\n'), 1);
      response.on("close", () => {
        clearInterval(timer);
      });
    };
    const upstream = await startUpstream(endless);
    const request = { ...get, stream: ndjson };
    expect((await errorOf(clientOf(upstream, { maxResponseBytes: 50 }).send(request))).message).toMatch(
      /longer than 50/,
    );
    expect((await errorOf(clientOf(upstream, { timeoutMs: 50 }).send(request))).message).toMatch(/timed out/);

    const broken = await startUpstream((response) => {
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      response.write('{"a":1}\n', () => setTimeout(() => response.destroy(), 10));
    });
    const told: unknown[] = [];
    const error = await errorOf(
      clientOf(broken, { retries: 2 }).send(request, { onEvent: (event) => told.push(event) }),
    );
    expect(error).toBeInstanceOf(ToolError);
    expect(told).toEqual([{ a: 1 }]);
    expect(broken.seen).toHaveLength(1);
  });
});
