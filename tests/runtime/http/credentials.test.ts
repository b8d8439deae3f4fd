import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, globalAgent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { createCallContext } from "../../../src/runtime/call-context.js";
import { ApiError } from "../../../src/runtime/http/api-error.js";
import { apiKey } from "../../../src/runtime/http/api-key.js";
import { authorization } from "../../../src/runtime/http/authorization.js";
import { basic } from "../../../src/runtime/http/basic.js";
import { bearer } from "../../../src/runtime/http/bearer.js";
import { cookie } from "../../../src/runtime/http/cookie.js";
import { header } from "../../../src/runtime/http/header.js";
import type { HttpApi, HttpClient } from "../../../src/runtime/http/http-client.js";
import { json } from "../../../src/runtime/http/json-body.js";
import { mutualTls } from "../../../src/runtime/http/mutual-tls.js";
import { oauth2 } from "../../../src/runtime/http/oauth2.js";
import { query } from "../../../src/runtime/http/query.js";
import { stderrLog } from "../../../src/runtime/log.js";
import { ToolError } from "../../../src/runtime/tool-error.js";
import { clientOf, errorOf, startUpstream, type Upstream } from "./recording-upstream.js";

const schemes: HttpApi["schemes"] = {
  headerKey: apiKey({ in: "header", parameter: "X-API-Key", env: "T_KEY" }),
  queryKey: apiKey({ in: "query", parameter: "key", env: "T_QUERY" }),
  cookieKey: apiKey({ in: "cookie", parameter: "sid", env: "T_COOKIE" }),
  bearer: bearer({ env: "T_BEARER" }),
  basic: basic({ usernameEnv: "T_USER", passwordEnv: "T_PASSWORD" }),
  digest: authorization({ scheme: "digest", env: "T_DIGEST" }),
  ready: bearer({ env: "T_OAUTH" }),
  oauth: oauth2({
    env: "T_OAUTH2",
    clientCredentials: { tokenUrl: "https://t.invalid", scopes: [], clientIdEnv: "T_ID", clientSecretEnv: "T_SECRET" },
  }),
  mtls: mutualTls({ certEnv: "T_CERT", keyEnv: "T_KEYFILE" }),
};
const all = {
  T_KEY: "hdr-5ecret",
  T_QUERY: "qry/5ecret&",
  T_COOKIE: "cki=5ecret",
  T_BEARER: "brr-5ecret",
  T_USER: "us:er é",
  T_PASSWORD: "pass-5ecret",
  T_DIGEST: 'Digest username="x"',
  T_OAUTH: "ready-5ecret",
};

function client(upstream: Pick<Upstream, "base">, credentials: Record<string, string> = all): HttpClient {
  return clientOf(upstream, { api: { schemes, security: [["headerKey"]] }, credentials });
}

describe("what is sent", () => {
  test.each<[string, readonly (readonly string[])[] | undefined, string, Record<string, string>]>([
    ["the API's own", undefined, "/x?q=1", { "x-api-key": "hdr-5ecret" }],
    ["none", [], "/x?q=1", {}],
    ["in the query", [["queryKey"]], "/x?q=1&key=qry%2F5ecret%26", {}],
    ["in a cookie", [["cookieKey"]], "/x?q=1", { cookie: "theme=dark; sid=cki=5ecret" }],
    ["bearer", [["bearer"]], "/x?q=1", { authorization: "Bearer brr-5ecret" }],
    [
      "basic",
      [["basic"]],
      "/x?q=1",
      { authorization: `Basic ${Buffer.from("us:er é:pass-5ecret").toString("base64")}` },
    ],
    ["another HTTP scheme", [["digest"]], "/x?q=1", { authorization: 'Digest username="x"' }],
    ["a ready token", [["ready"]], "/x?q=1", { authorization: "Bearer ready-5ecret" }],
    ["both", [["bearer", "queryKey"]], "/x?q=1&key=qry%2F5ecret%26", { authorization: "Bearer brr-5ecret" }],
    [
      "the first that is set",
      [["mtls"], ["oauth"], ["bearer"], ["headerKey"]],
      "/x?q=1",
      { authorization: "Bearer brr-5ecret" },
    ],
    ["none is only a fallback", [[], ["headerKey"]], "/x?q=1", { "x-api-key": "hdr-5ecret" }],
    ["not half of one", [["bearer", "mtls"], []], "/x?q=1", {}],
    ["nothing unknown", [["nobody"], ["toString"], ["bearer"]], "/x?q=1", { authorization: "Bearer brr-5ecret" }],
  ])("%s", async (_name, security, url, headers) => {
    const upstream = await startUpstream({});
    const request = { method: "GET", path: "/x", query: [query("q", 1)], cookies: [cookie("theme", "dark")] };
    await client(upstream).send({ ...request, ...(security && { security }) });
    const [seen] = upstream.seen;
    expect(seen?.url).toBe(url);
    expect({ cookie: "theme=dark", ...seen?.headers }).toMatchObject({ cookie: "theme=dark", ...headers });
    for (const name of ["authorization", "x-api-key"]) {
      expect(seen?.headers[name]).toBe(Object.hasOwn(headers, name) ? headers[name] : undefined);
    }
  });

  test("credentials win over parameters of the same name", async () => {
    const upstream = await startUpstream({});
    await client(upstream).send(
      {
        method: "GET",
        path: "/x",
        query: [query("key", "forged"), query("o", { key: "forged", a: 1 })],
        headers: [header("x-api-key", "forged")],
        cookies: [cookie("sid", "forged"), cookie("b", 1)],
        security: [["headerKey", "queryKey", "cookieKey", "bearer"]],
      },
      { headers: { Authorization: "forged" } },
    );
    const [seen] = upstream.seen;
    expect(seen?.url).toBe("/x?a=1&key=qry%2F5ecret%26");
    expect(seen?.headers).toMatchObject({
      "x-api-key": "hdr-5ecret",
      cookie: "b=1; sid=cki=5ecret",
      authorization: "Bearer brr-5ecret",
    });
  });

  test("they stay with redirects within the origin, and a trailing line feed is no part of them", async () => {
    const upstream = await startUpstream({ status: 302, headers: { location: "/b" } }, {});
    await client(upstream, { T_KEY: "hdr-5ecret\n" }).send({ method: "GET", path: "/a" });
    expect(upstream.seen.map(({ headers }) => headers["x-api-key"])).toEqual(["hdr-5ecret", "hdr-5ecret"]);
  });

  test("per request", async () => {
    const upstream = await startUpstream({});
    const http = clientOf(
      upstream,
      { api: { schemes, security: [["headerKey"], ["bearer"]] }, credentials: { T_BEARER: "of-all" } },
      { credentials: (context) => Promise.resolve(context?.request.session === "ann" ? { T_KEY: "of-ann" } : {}) },
    );
    const { signal } = new AbortController();
    const context = createCallContext({ id: 1, session: "ann", headers: {}, signal }, stderrLog());
    await http.during({ context }).send({ method: "GET", path: "/" });
    await http.send({ method: "GET", path: "/" });
    expect(upstream.seen[0]?.headers).toMatchObject({ "x-api-key": "of-ann" });
    expect(upstream.seen[1]?.headers).toMatchObject({ authorization: "Bearer of-all" });
    expect(http.redact("of-ann of-all")).toBe("[redacted] [redacted]");
  });
});

describe("missing credentials", () => {
  test.each([
    [[["headerKey"]], "Set T_KEY in"],
    [[["headerKey"], ["bearer"]], "Set T_KEY, or T_BEARER in"],
    [[["basic", "queryKey"], ["oauth"]], "Set T_USER and T_PASSWORD and T_QUERY, or T_OAUTH2, or T_ID and T_SECRET in"],
    [[["mtls"], ["nobody"]], "Set T_CERT and T_KEYFILE in"],
    [[["nobody"]], "of a kind that this server does not know"],
  ])("%j", async (security, message) => {
    const upstream = await startUpstream({});
    const error = await errorOf(
      client(upstream, { T_KEY: "", T_USER: "only-half" }).send({ method: "GET", path: "/", security }),
    );
    expect(error).toBeInstanceOf(ToolError);
    expect(error.message).toContain(message);
    expect(upstream.seen).toHaveLength(0);
  });

  test("a credential that no header can carry names its variable, not its value", async () => {
    const upstream = await startUpstream({});
    const error = await errorOf(client(upstream, { T_KEY: "se\ncret" }).send({ method: "GET", path: "/" }));
    expect(error.message).toBe("T_KEY has characters that an HTTP header cannot carry.");
  });
});

test.each(["header", "cookie"] as const)("a document's name of a %s that cannot be one is said", async (place) => {
  const upstream = await startUpstream({});
  for (const parameter of ["X Key", "a;b", "é", "", "a\r\nX-Evil"]) {
    const bad = { key: apiKey({ in: place, parameter, env: "T_KEY" }) };
    const http = clientOf(upstream, { api: { schemes: bad, security: [["key"]] }, credentials: all });
    const error = await errorOf(http.send({ method: "GET", path: "/" }));
    expect(error).toBeInstanceOf(ToolError);
    expect(error.message).toBe(`${JSON.stringify(parameter)} is no header name.`);
  }
  expect(upstream.seen).toHaveLength(0);
});

describe("no error holds a credential", () => {
  const security = [["headerKey", "queryKey", "basic"]];

  test("when the upstream echoes it in every form", async () => {
    const basic = Buffer.from("us:er é:pass-5ecret").toString("base64");
    const upstream = await startUpstream((response, seen) => {
      response.writeHead(401, { "content-type": "application/json", "x-echo": "hdr-5ecret" });
      response.end(JSON.stringify({ headers: seen.headers, url: seen.url, raw: all.T_QUERY }));
    });
    const error = await errorOf(client(upstream).send({ method: "GET", path: "/", security }));
    if (!(error instanceof ApiError)) throw error;
    const shown = [error.message, error.stack, error.body, JSON.stringify([error.data, [...error.headers]])].join();
    for (const secret of ["5ecret", basic, "qry"]) expect(shown).not.toContain(secret);
    expect(error.message).toMatch(/Check T_KEY and T_QUERY and T_USER and T_PASSWORD in the server's environment\.$/);
    expect(error).toMatchObject({ data: { url: "/?key=[redacted]", raw: "[redacted]" } });
  });

  test("when the secret is cut off or makes up the JSON", async () => {
    const upstream = await startUpstream({ status: 500, body: "x".repeat(1993) + "hdr-5ecret" });
    expect((await errorOf(client(upstream).send({ method: "GET", path: "/" }))).message).not.toContain("hdr-");
    const number = await startUpstream({ status: 500, body: { pin: 123456 } });
    const error = await errorOf(client(number, { T_KEY: "123456" }).send({ method: "GET", path: "/" }));
    expect(error).toMatchObject({ data: '{"pin":[redacted]}' });
  });

  test("when there is no connection, a redirect, a forbidden answer", async () => {
    const refused = await errorOf(client({ base: "http://127.0.0.1:1" }).send({ method: "GET", path: "/", security }));
    expect(refused.message + (refused.stack ?? "")).not.toContain("5ecret");
    const upstream = await startUpstream(
      { status: 302, headers: { location: "http://x.invalid/hdr-5ecret?key=qry%2F5ecret%26" } },
      { status: 403 },
    );
    const redirect = await errorOf(client(upstream).send({ method: "GET", path: "/", security }));
    expect(redirect.message).toContain("http://x.invalid/[redacted].");
    expect(redirect instanceof ApiError && redirect.headers.get("location")).toBe(
      "http://x.invalid/[redacted]?key=[redacted]",
    );
    const forbidden = await errorOf(client(upstream).send({ method: "GET", path: "/" }));
    expect(forbidden.message).toBe("403 Forbidden\nThe credential in T_KEY may not allow this.");
  });

  test("when a hook of the author's throws it", async () => {
    const http = clientOf(
      { base: "http://x.invalid" },
      { api: { schemes }, credentials: all },
      { fetch: () => Promise.reject(new Error("proxy refused hdr-5ecret", { cause: new Error("inner hdr-5ecret") })) },
    );
    const error = await errorOf(http.send({ method: "GET", path: "/" }));
    expect(error.message).toContain("inner [redacted]");
    expect(error.cause).toBeUndefined();
  });

  test("also when it is a DOMException", async () => {
    const credentials = (): never => {
      throw new DOMException("expired hdr-5ecret", "InvalidStateError");
    };
    const http = clientOf({ base: "http://x.invalid" }, { api: { schemes }, credentials: all }, { credentials });
    const error = await errorOf(http.send({ method: "GET", path: "/" }));
    expect([error.message, error.name]).toEqual(["expired [redacted]", "InvalidStateError"]);
  });

  test("user names are no secrets", () => {
    expect(client({ base: "" }, { T_USER: "admin", T_PASSWORD: "longer" }).redact("admin longer")).toBe(
      "admin [redacted]",
    );
  });
});

describe("mutual TLS", () => {
  const openssl = spawnSync("openssl", ["version"]).status === 0;

  test.runIf(openssl)("key and certificate are read from the paths in the environment", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mcpgen-tls-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const [certPath, keyPath] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost";
    const extra = ["-addext", "subjectAltName=DNS:localhost", "-keyout", keyPath, "-out", certPath];
    spawnSync("openssl", [...options.split(" "), ...extra]);
    const [cert, key] = [readFileSync(certPath), readFileSync(keyPath)];

    const subjects: unknown[] = [];
    const server = createServer({ cert, key, ca: cert, requestCert: true }, (request, response) => {
      const { socket } = request;
      if (socket instanceof TLSSocket) subjects.push(socket.getPeerCertificate().subject.CN);
      response.setHeader("content-type", "application/json");
      request.on("data", () => undefined).on("end", () => response.end('{"ok":true}'));
    });
    await new Promise<void>((resolve) => void server.listen(0, "localhost", resolve));
    globalAgent.options.ca = cert;
    onTestFinished(() => {
      delete globalAgent.options.ca;
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const base = `https://localhost:${address !== null && typeof address === "object" ? address.port : 0}`;
    const http = client({ base }, { T_CERT: certPath, T_KEYFILE: keyPath });
    const response = await http.send({ method: "POST", path: "/", security: [["mtls"]], body: json({ a: 1 }) });
    expect(response.data).toEqual({ ok: true });
    expect(subjects).toEqual(["localhost"]);
  });

  test("files that cannot be read", async () => {
    const http = client({ base: "https://localhost" }, { T_CERT: "/nowhere/cert.pem", T_KEYFILE: "/nowhere/key.pem" });
    const error = await errorOf(http.send({ method: "GET", path: "/", security: [["mtls"]] }));
    expect(error.message).toBe("T_CERT must be the path of a PEM file that this server can read.");
  });
});
