import { describe, expect, test } from "vitest";
import type { HttpClient } from "../../../src/runtime/http/http-client.js";
import { oauth2 } from "../../../src/runtime/http/oauth2.js";
import { ToolError } from "../../../src/runtime/tool-error.js";
import { clientOf, errorOf, startUpstream, type Answer, type Upstream } from "./recording-upstream.js";

const get = { method: "GET", path: "/pets" };
const env = { T_ID: "my client", T_SECRET: "cs-5ecret:8" };

function grant(token: string, more: Record<string, unknown> = {}): Answer {
  return { body: { access_token: token, token_type: "Bearer", ...more } };
}

function client(api: Upstream, endpoint: Upstream, credentials: Record<string, string> = env): HttpClient {
  const clientCredentials = {
    tokenUrl: `${endpoint.base}/oauth/token?tenant=1`,
    scopes: ["read:pets", "write:pets"],
    clientIdEnv: "T_ID",
    clientSecretEnv: "T_SECRET",
  };
  const schemes = { oauth: oauth2({ env: "T_OAUTH", clientCredentials }) };
  return clientOf(api, { api: { schemes, security: [["oauth"]] }, credentials, timeoutMs: 2000 });
}

test("the request for a token, and what is done with it", async () => {
  const [api, endpoint] = [await startUpstream({}), await startUpstream(grant("tok-1", { expires_in: 3600 }))];
  await client(api, endpoint).send(get);
  expect(endpoint.seen).toHaveLength(1);
  expect(endpoint.seen[0]).toMatchObject({ method: "POST", url: "/oauth/token?tenant=1" });
  expect(endpoint.seen[0]?.headers).toMatchObject({
    "content-type": "application/x-www-form-urlencoded",
    authorization: `Basic ${Buffer.from("my+client:cs-5ecret%3A8").toString("base64")}`,
  });
  expect(endpoint.seen[0]?.body.toString()).toBe("grant_type=client_credentials&scope=read%3Apets+write%3Apets");
  expect(api.seen[0]?.headers.authorization).toBe("Bearer tok-1");
});

test("a ready token needs no endpoint", async () => {
  const [api, endpoint] = [await startUpstream({}), await startUpstream(grant("tok-1"))];
  await client(api, endpoint, { ...env, T_OAUTH: "ready" }).send(get);
  expect(api.seen[0]?.headers.authorization).toBe("Bearer ready");
  expect(endpoint.seen).toHaveLength(0);
});

test("concurrent calls share one request, later ones its token, also through `during`", async () => {
  const slow: Answer = (response) =>
    setTimeout(() => response.end(JSON.stringify({ access_token: "tok-1", expires_in: "3600" })), 30);
  const [api, endpoint] = [await startUpstream({}), await startUpstream(slow)];
  const http = client(api, endpoint);
  await Promise.all(Array.from({ length: 5 }, () => http.during({}).send(get)));
  await http.send(get);
  expect(endpoint.seen).toHaveLength(1);
  expect(api.seen).toHaveLength(6);
});

test("a call that gives up does not take the token from the others", async () => {
  const slow: Answer = (response) => setTimeout(() => response.end('{"access_token":"tok-1"}'), 50);
  const [api, endpoint] = [await startUpstream({}), await startUpstream(slow)];
  const http = client(api, endpoint);
  const hasty = errorOf(http.send(get, { signal: AbortSignal.timeout(10) }));
  const patient = http.send(get);
  expect((await hasty).name).toBe("TimeoutError");
  expect((await patient).status).toBe(200);
  expect(endpoint.seen).toHaveLength(1);
});

test("an expired token is replaced", async () => {
  const [api, endpoint] = [
    await startUpstream({}),
    await startUpstream(grant("tok-1", { expires_in: 0.05 }), grant("tok-2", { expires_in: 3600 })),
  ];
  const http = client(api, endpoint);
  await http.send(get);
  await new Promise((resolve) => setTimeout(resolve, 60));
  await http.send(get);
  await http.send(get);
  expect(api.seen.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer tok-1",
    "Bearer tok-2",
    "Bearer tok-2",
  ]);
  expect(endpoint.seen).toHaveLength(2);
});

test("a token that the API refuses is replaced once, for POST too", async () => {
  const [api, endpoint] = [
    await startUpstream({ status: 401 }, {}, { status: 401 }),
    await startUpstream(grant("tok-1"), grant("tok-2"), grant("tok-3")),
  ];
  const http = client(api, endpoint);
  await http.send({ ...get, method: "POST" });
  expect(api.seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer tok-1", "Bearer tok-2"]);
  expect(await errorOf(http.send(get))).toMatchObject({ status: 401 });
  expect(api.seen).toHaveLength(4);
  expect(endpoint.seen).toHaveLength(3);
});

describe("no token", () => {
  test.each<[string, Answer, RegExp]>([
    [
      "the endpoint says why",
      { status: 401, body: { error: "invalid_client", error_description: "no such client cs-5ecret:8" } },
      /\/oauth\/token gave no token: 401 Unauthorized invalid_client: no such client \[redacted\]\. Check T_ID and T_SECRET\./,
    ],
    ["it is no JSON", { body: "cs-5ecret:8" }, /gave no token: 200 OK\. Check/],
    ["it has no token", { body: [1] }, /gave no token: 200 OK/],
    ["it has a token that no header can carry", grant("a\r\nb"), /gave no token/],
    ["it redirects", { status: 302, headers: { location: "/elsewhere" } }, /gave no token: 302 Found/],
    ["it is too long", { body: `{"a":"${"x".repeat(100_000)}","access_token":"t"}` }, /gave no token/],
    [
      "it closes the connection",
      (response) => response.destroy(),
      /Cannot reach 127\.0\.0\.1:\d+: .* It is the API's token endpoint\./,
    ],
  ])("%s", async (_name, answer, message) => {
    const [api, endpoint] = [await startUpstream({}), await startUpstream(answer, grant("tok-2"))];
    const http = client(api, endpoint);
    const error = await errorOf(http.send(get));
    expect(error).toBeInstanceOf(ToolError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("5ecret");
    expect(api.seen).toHaveLength(0);
    // A failure is not kept.
    await http.send(get);
    expect(api.seen[0]?.headers.authorization).toBe("Bearer tok-2");
  });

  test("tokens are secrets", async () => {
    const [api, endpoint] = [
      await startUpstream({ status: 500, body: "you sent tok-5ecret" }),
      await startUpstream(grant("tok-5ecret")),
    ];
    const http = client(api, endpoint);
    expect((await errorOf(http.send(get))).message).toBe("500 Internal Server Error\nyou sent [redacted]");
    expect(http.redact(endpoint.seen[0]?.headers.authorization ?? "")).toMatch(/^Basic \[redacted\]=*$/);
  });
});
