import { describe, expect, test } from "vitest";
import { binary } from "../../../src/runtime/http/binary-body.js";
import { cookie } from "../../../src/runtime/http/cookie.js";
import { field, form } from "../../../src/runtime/http/form-body.js";
import { header } from "../../../src/runtime/http/header.js";
import { json } from "../../../src/runtime/http/json-body.js";
import { multipart, part } from "../../../src/runtime/http/multipart-body.js";
import { nodeTransport } from "../../../src/runtime/http/node-transport.js";
import { text } from "../../../src/runtime/http/text-body.js";
import { ArgumentError, ToolError } from "../../../src/runtime/tool-error.js";
import { path, query } from "./parameter-functions.js";
import { clientOf, errorOf, startUpstream } from "./recording-upstream.js";

describe("what arrives", () => {
  test("every place, byte for byte", async () => {
    const upstream = await startUpstream({ body: { ok: true } });
    const response = await clientOf({ base: `${upstream.base}/api/?v=1` }).send(
      {
        method: "POST",
        path: "/pets/{petId}/x",
        pathParameters: [path("petId", "a/b é")],
        query: [query("q", ["x,y", "é"]), query("deep", { a: { b: "[1]" } }, { style: "deepObject" })],
        headers: [header("X-Ids", [1, 2]), header("X-None", undefined), header("X-Latin", "é")],
        cookies: [cookie("session", "a b"), cookie("n", [1, 2])],
        accept: "application/json, text/plain",
        body: json({ name: "é" }, { mediaType: "application/vnd.x+json; v=2" }),
      },
      { headers: { "X-Trace": "t", "x-ids": "ignored", Accept: "ignored/too" } },
    );
    expect(response).toMatchObject({ status: 200, data: { ok: true }, kind: "json" });
    expect(response.headers.get("content-type")).toBe("application/json");
    const [seen] = upstream.seen;
    expect(seen?.method).toBe("POST");
    expect(seen?.url).toBe("/api/pets/a%2Fb%20%C3%A9/x?v=1&q=x%2Cy&q=%C3%A9&deep%5Ba%5D%5Bb%5D=%5B1%5D");
    expect(seen?.headers).toMatchObject({
      "x-ids": "1,2",
      "x-latin": "é",
      "x-trace": "t",
      cookie: "session=a%20b; n=1; n=2",
      accept: "ignored/too",
      "content-type": "application/vnd.x+json; v=2",
      "content-length": "13",
    });
    expect(seen?.headers).not.toHaveProperty("x-none");
    expect(seen?.headers).not.toHaveProperty("authorization");
    expect(seen?.body.toString()).toBe('{"name":"é"}');
  });

  test.each([
    [text("é"), "text/plain", "é"],
    [text("<a/>", { mediaType: "application/xml" }), "application/xml", "<a/>"],
    [binary("aGk="), "application/octet-stream", "hi"],
    [form([field("a", "b c")]), "application/x-www-form-urlencoded", "a=b%20c"],
  ])("%j", async (body, type, content) => {
    const upstream = await startUpstream({});
    await clientOf(upstream).send({ method: "PUT", path: "/", body });
    expect(upstream.seen[0]?.headers["content-type"]).toBe(type);
    expect(upstream.seen[0]?.body.toString()).toBe(content);
  });

  test("a multipart body reads back with the platform's own parser", async () => {
    const upstream = await startUpstream({});
    const body = multipart([
      part("title", "Cat é"),
      part('we"ird', { a: 1 }),
      part("files", ["AAH/", "aGk="], { binary: true, contentType: "image/png" }),
    ]);
    await clientOf(upstream).send({ method: "POST", path: "/", body });
    const [seen] = upstream.seen;
    const type = seen?.headers["content-type"] ?? "";
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- discouraged in servers, just right to check ourselves
    const received = await new Response(seen?.body, { headers: { "content-type": type } }).formData();
    expect(received.get("title")).toBe("Cat é");
    expect([...received.keys()]).toEqual(["title", 'we"ird', "files", "files"]);
    const files = received.getAll("files");
    expect(files.map((file) => (typeof file === "string" ? "" : [file.name, file.type, file.size]))).toEqual([
      ["files", "image/png", 3],
      ["files", "image/png", 2],
    ]);
  });

  test.each(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])("%s", async (method) => {
    const upstream = await startUpstream({});
    const response = await clientOf(upstream).send({ method, path: "/x", transport: nodeTransport });
    expect(response).toMatchObject({ status: 200, data: undefined, kind: "empty" });
    expect(upstream.seen[0]).toMatchObject({ method, url: "/x", body: Buffer.alloc(0) });
  });

  /** As generated clients have it. */
  const sentBy = (method: string): object => (method === "GET" ? { transport: nodeTransport } : {});

  test.each(["GET", "DELETE", "QUERY"])("%s with a body", async (method) => {
    const upstream = await startUpstream({ status: 503 }, { headers: { "x-a": ["1", "2"] }, body: { ok: 1 } });
    const client = clientOf(upstream, { retries: 1 });
    const request = { method, path: "/x", headers: [header("X-H", "h")], body: json({ a: 1 }), ...sentBy(method) };
    const response = await client.send(request);
    expect(response.data).toEqual({ ok: 1 });
    expect(response.headers.get("x-a")).toBe("1, 2");
    expect(upstream.seen).toHaveLength(2);
    expect(upstream.seen[1]).toMatchObject({ method, url: "/x", body: Buffer.from('{"a":1}') });
    expect(upstream.seen[1]?.headers).toMatchObject({ "content-type": "application/json", "x-h": "h" });
  });

  test("headers that belong to the transport are not the document's", async () => {
    const upstream = await startUpstream({});
    const names = ["Host", "Content-Length", "Connection", "Transfer-Encoding", "Upgrade", "Expect", "TE", "Trailer"];
    const headers = names.map((name) => header(name, "7"));
    await clientOf(upstream).send({ method: "POST", path: "/", headers, body: json(1) });
    expect(upstream.seen[0]?.headers.host).toBe(new URL(upstream.base).host);
    expect(upstream.seen[0]?.headers["content-length"]).toBe("1");
  });

  test("a fetch of the author's own gets every request", async () => {
    const asked: [unknown, RequestInit | undefined][] = [];
    const client = clientOf(
      { base: "https://nowhere.invalid" },
      {},
      {
        fetch: (url, init) => {
          asked.push([url, init]);
          return Promise.resolve(Response.json({ here: true }));
        },
      },
    );
    expect((await client.send({ method: "GET", path: "/a", body: json(1), transport: nodeTransport })).data).toEqual({
      here: true,
    });
    expect(asked[0]).toMatchObject(["https://nowhere.invalid/a", { method: "GET", redirect: "manual" }]);
  });
});

describe("nothing is sent", () => {
  test.each([
    [{ path: "/{a}", pathParameters: [path("a", "..")] }, /a: the segments/],
    [{ path: "/{a}", pathParameters: [path("a", "")] }, /a: must not be empty/],
    [{ path: "/", headers: [header("X-A", "a\r\nX-Evil: 1")] }, /X-A: a header cannot carry/],
    [{ path: "/", headers: [header("X-A", "漢")] }, /X-A: a header cannot carry/],
    [{ path: "/", cookies: [cookie("c", "a\nb")] }, /c: a cookie cannot carry/],
    [{ path: "/", body: binary("no base64!") }, /body: must be base64/],
    [{ path: "/", body: json({ a: 1 }, { together: { b: undefined } }) }, /b: is required/],
  ])("%j", async (request, message) => {
    const upstream = await startUpstream({});
    const error = await errorOf(clientOf(upstream).send({ method: "POST", ...request }));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(message);
    expect(upstream.seen).toHaveLength(0);
  });

  test.each(["X A", "X:A", "", "é", "a\r\nb"])("a header named %j", async (name) => {
    const upstream = await startUpstream({});
    const error = await errorOf(clientOf(upstream).send({ method: "GET", path: "/", headers: [header(name, "1")] }));
    expect(error).toBeInstanceOf(ToolError);
    expect(upstream.seen).toHaveLength(0);
  });

  test("errors are rejections, never thrown in place", () => {
    const client = clientOf({ base: "nonsense" });
    expect(() => void client.send({ method: "GET", path: "/" }).catch(() => undefined)).not.toThrow();
  });
});
