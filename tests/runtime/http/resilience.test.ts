import { createServer } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { json } from "../../../src/runtime/http/json-body.js";
import { nodeTransport } from "../../../src/runtime/http/node-transport.js";
import { ToolError } from "../../../src/runtime/tool-error.js";
import { clientOf, errorOf, startUpstream, type Answer } from "./recording-upstream.js";

const get = { method: "GET", path: "/r" };
const busy = (status: number, after = "0"): Answer => ({ status, headers: { "retry-after": after } });
const done: Answer = { body: { done: true } };

describe("retries", () => {
  test.each([429, 502, 503, 504])("%i is passing", async (status) => {
    const upstream = await startUpstream(busy(status), busy(status), done);
    expect((await clientOf(upstream, { retries: 2 }).send(get)).data).toEqual({ done: true });
    expect(upstream.seen).toHaveLength(3);
  });

  test.each([400, 401, 404, 408, 500, 501])("%i is not", async (status) => {
    const upstream = await startUpstream(busy(status), done);
    expect(await errorOf(clientOf(upstream, { retries: 2 }).send(get))).toMatchObject({ status });
    expect(upstream.seen).toHaveLength(1);
  });

  test.each(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "QUERY"])("%s may be repeated", async (method) => {
    const upstream = await startUpstream(busy(503), done);
    await clientOf(upstream, { retries: 1 }).send({ method, path: "/r" });
    expect(upstream.seen).toHaveLength(2);
  });

  test.each(["POST", "PATCH"])("%s never", async (method) => {
    const upstream = await startUpstream(busy(503), done);
    expect(await errorOf(clientOf(upstream, { retries: 5 }).send({ method, path: "/r" }))).toMatchObject({
      status: 503,
    });
    expect(upstream.seen).toHaveLength(1);

    const closed = await startUpstream((response) => response.destroy());
    await errorOf(clientOf(closed, { retries: 5 }).send({ method, path: "/r", body: json(1) }));
    expect(closed.seen).toHaveLength(1);
  });

  test("as often as the settings say, then the last error", async () => {
    const upstream = await startUpstream(busy(503));
    expect(await errorOf(clientOf(upstream, { retries: 3 }).send(get))).toMatchObject({ status: 503 });
    expect(upstream.seen).toHaveLength(4);
  });

  test("after connection faults, also in the middle of a body; with backoff, and told to the log", async () => {
    const half: Answer = (response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    };
    const upstream = await startUpstream((response) => response.destroy(), half, done);
    const info = vi.fn();
    const started = Date.now();
    expect((await clientOf(upstream, { retries: 2 }, { log: { info } }).send(get)).data).toEqual({ done: true });
    expect(Date.now() - started).toBeGreaterThan(125 + 250 - 10);
    expect(info).toHaveBeenCalledTimes(2);
    expect(info.mock.calls[0]?.[0]).toMatch(/^GET \/r: Cannot reach 127.*again in \d+ ms$/);
  });

  test("Retry-After within the time-out is honoured, beyond it the error comes at once", async () => {
    const soon = new Date(Date.now() + 1000).toUTCString();
    const upstream = await startUpstream(busy(503, soon), done);
    expect((await clientOf(upstream, { retries: 1 }).send(get)).data).toEqual({ done: true });

    const later = await startUpstream(busy(503, "3600"));
    const started = Date.now();
    expect(await errorOf(clientOf(later, { retries: 1 }).send(get))).toMatchObject({ status: 503 });
    expect(await errorOf(clientOf(later, { retries: 1, timeoutMs: 0 }).send(get))).toBeInstanceOf(Error);
    expect(Date.now() - started).toBeLessThan(500);
  });
});

describe("time-outs", () => {
  const never: Answer = () => undefined;
  const slowBody: Answer = (response) => {
    response.writeHead(200);
    response.write("a");
  };

  test.each<[string, Answer]>([
    ["of the answer", never],
    ["of the body", slowBody],
  ])("%s", async (_name, answer) => {
    const upstream = await startUpstream(answer);
    const error = await errorOf(clientOf(upstream, { timeoutMs: 60, retries: 3 }).send(get));
    expect(error).toBeInstanceOf(ToolError);
    expect(error.message).toMatch(/^GET \/r timed out after 60 ms\. .*raise TEST_TIMEOUT_MS/);
    expect(upstream.seen).toHaveLength(1);
  });

  test("cover retries together", async () => {
    const upstream = await startUpstream((response) => setTimeout(() => response.writeHead(503).end(), 40));
    const started = Date.now();
    await errorOf(clientOf(upstream, { timeoutMs: 150, retries: 100 }).send(get));
    expect(Date.now() - started).toBeLessThan(400);
  });

  test("hold for GET with a body, and for a fetch that knows no signals", async () => {
    const upstream = await startUpstream(never);
    const client = clientOf(upstream, { timeoutMs: 60 });
    expect((await errorOf(client.send({ ...get, body: json(1), transport: nodeTransport }))).message).toMatch(
      /timed out after 60 ms/,
    );
    const deaf = clientOf(upstream, { timeoutMs: 60 }, { fetch: () => new Promise(() => undefined) });
    expect((await errorOf(deaf.send(get))).message).toMatch(/timed out after 60 ms/);
  });

  test("the variable has the prefix of the base URL's, also where that had to be told from another", async () => {
    const upstream = await startUpstream(never);
    const api = { name: "my-api", baseUrlEnv: "MY_API_BASE_URL_2" };
    expect((await errorOf(clientOf(upstream, { timeoutMs: 20, api }).send(get))).message).toMatch(/MY_API_TIMEOUT_MS/);
  });
});

describe("abort", () => {
  function promiseOf(): { promise: Promise<void>; resolve: () => void } {
    let settle = (): void => undefined;
    const promise = new Promise<void>((resolve) => (settle = resolve));
    return {
      promise,
      resolve: () => {
        settle();
      },
    };
  }

  test("throws the caller's reason and closes the connection", async () => {
    const { promise: gone, resolve: closed } = promiseOf();
    const upstream = await startUpstream((response) => response.on("close", closed));
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    setTimeout(() => {
      controller.abort(reason);
    }, 30);
    expect(await errorOf(clientOf(upstream).send(get, { signal: controller.signal }))).toBe(reason);
    await gone;
  });

  test("before anything is sent, between retries, and by the signal of `during`", async () => {
    const upstream = await startUpstream(busy(503, "1"));
    await expect(clientOf(upstream).send(get, { signal: AbortSignal.abort("no") })).rejects.toBe("no");
    expect(upstream.seen).toHaveLength(0);
    const controller = new AbortController();
    const client = clientOf(upstream, { retries: 5 }).during({ signal: controller.signal });
    const sending = errorOf(client.send(get, { signal: new AbortController().signal }));
    await vi.waitFor(() => {
      expect(upstream.seen).toHaveLength(1);
    }, 5_000);
    setTimeout(() => {
      controller.abort(new Error("enough"));
    }, 60);
    const error = await sending;
    expect(error.message).toBe("enough");
    expect(upstream.seen).toHaveLength(1);
  });
});

describe("no connection", () => {
  async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    return address !== null && typeof address === "object" ? address.port : 0;
  }

  test.each(["127.0.0.1", "localhost"])("refused by %s", async (host) => {
    const base = `http://${host}:${await freePort()}`;
    const error = await errorOf(clientOf({ base }).send(get));
    expect(error).toBeInstanceOf(ToolError);
    expect(error.message).toBe(
      `Cannot reach ${base.slice(7)}: the connection was refused. Check that the API is up and that TEST_BASE_URL is right.`,
    );
    expect(
      (await errorOf(clientOf({ base }).send({ ...get, body: json(1), transport: nodeTransport }))).message,
    ).toMatch(/was refused/);
    const relative = { ...get, server: { url: "/v2" } };
    expect((await errorOf(clientOf({ base }).send(relative))).message).toMatch(/that TEST_BASE_URL is right\.$/);
    const server = { url: base };
    expect((await errorOf(clientOf({ base: "http://x" }).send({ ...get, server }))).message).toMatch(
      /that the API is up\.$/,
    );
  });

  test("a host that is none, a port that fetch forbids, an answer that is no HTTP", async () => {
    expect((await errorOf(clientOf({ base: "http://nowhere.invalid" }).send(get))).message).toMatch(
      /Cannot reach nowhere.invalid: /,
    );
    expect((await errorOf(clientOf({ base: "http://127.0.0.1:1" }).send(get))).message).toMatch(
      /Cannot reach 127.0.0.1:1: bad port/,
    );
    const server = createServer((socket) => socket.end("hello\r\n\r\n"));
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    expect((await errorOf(clientOf({ base: `http://127.0.0.1:${port}` }).send(get))).message).toMatch(/Cannot reach/);
  });
});

describe("redirects", () => {
  const to = (location: string, status = 302): Answer => ({ status, headers: { location } });

  test.each(["GET", "HEAD"])("of %s within the origin are followed", async (method) => {
    const upstream = await startUpstream(
      to("/b?x=1#f", 301),
      to("c", 307),
      (response, { headers }) => {
        response.writeHead(308, { location: `//${headers.host ?? ""}/d` }).end();
      },
      done,
    );
    const response = await clientOf(upstream).send({ method, path: "/a" });
    expect(response.data).toEqual(method === "HEAD" ? undefined : { done: true });
    expect(upstream.seen.map(({ url }) => url)).toEqual(["/a", "/b?x=1", "/c", "/d"]);
    expect(upstream.seen.every((seen) => seen.method === method)).toBe(true);
  });

  test("three at most", async () => {
    const three = await startUpstream(to("/1"), to("/2"), to("/3"), done);
    expect((await clientOf(three).send(get)).data).toEqual({ done: true });
    const loop = await startUpstream(to("/again"));
    const error = await errorOf(clientOf(loop).send(get));
    expect(error.message).toMatch(
      /^302 Found\nThe API redirects to .*\/again\. More than 3 redirects are not followed\./,
    );
    expect(loop.seen).toHaveLength(4);
  });

  test("to another origin are errors that name the target, without its query", async () => {
    const other = await startUpstream(done);
    const upstream = await startUpstream(to(`${other.base}/steal?token=signed`));
    const error = await errorOf(clientOf(upstream, { retries: 2 }).send(get));
    expect(error.message).toBe(
      `302 Found\nThe API redirects to ${other.base}/steal. Redirects to another origin are not followed.`,
    );
    expect(upstream.seen).toHaveLength(1);
    expect(other.seen).toHaveLength(0);
  });

  test.each(["POST", "PUT", "PATCH", "DELETE"])("of %s are errors", async (method) => {
    const upstream = await startUpstream(to("/b", 303));
    const error = await errorOf(clientOf(upstream).send({ method, path: "/a" }));
    expect(error).toMatchObject({ status: 303 });
    expect(error.message).toMatch(/Only redirects of GET and HEAD/);
    expect(upstream.seen).toHaveLength(1);
  });

  test.each(["http://", "http://u:p@HOST/x", "javascript:alert(1)"])("to %s is an error", async (location) => {
    const upstream = await startUpstream((response, { headers }) => {
      response.writeHead(302, { location: location.replace("HOST", headers.host ?? "") }).end();
    });
    expect(await errorOf(clientOf(upstream).send(get))).toMatchObject({ status: 302 });
    expect(upstream.seen).toHaveLength(1);
  });
});
