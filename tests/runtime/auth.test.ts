import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JSONWebKeySet } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { jwtAuth, type JwtOptions } from "../../src/runtime/auth/jwt.js";
import { withScopes } from "../../src/runtime/auth/scopes.js";
import { createContext } from "../../src/runtime/context.js";
import { createHttpApp } from "../../src/runtime/http-app.js";
import type { McpServer } from "../../src/runtime/server.js";
import type { Tool } from "../../src/runtime/tool.js";
import { sampleServer } from "./sample-server.js";

const resource = "http://127.0.0.1:3000/mcp";
const issuer = "https://login.example.com";
const rules = { resource, issuer };
let keys: JSONWebKeySet;
let privateKey: CryptoKey;
let foreignKey: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair("ES256");
  privateKey = pair.privateKey;
  foreignKey = (await generateKeyPair("ES256")).privateKey;
  keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "k1", alg: "ES256" }] };
});

function token(claims: object = {}, key = privateKey, expires: string | false = "5m"): Promise<string> {
  const jwt = new SignJWT({ iss: issuer, aud: resource, sub: "ann", scope: "read write", ...claims })
    .setProtectedHeader({ alg: "ES256", kid: "k1" })
    .setIssuedAt();
  return (expires === false ? jwt : jwt.setExpirationTime(expires)).sign(key);
}

const whoami: Tool = {
  name: "whoami",
  inputSchema: { type: "object" },
  call: (_args, scope) => {
    const { auth, request } = createContext(scope);
    return { content: [{ type: "text", text: JSON.stringify({ auth, token: request.headers["authorization"] }) }] };
  },
};

function appWith(options: Partial<JwtOptions> = {}, around = (server: McpServer) => server) {
  const server = around(sampleServer({ tools: [whoami] }).server);
  const { fetch } = createHttpApp(server, server.settings, jwtAuth({ ...rules, keys, ...options }));
  const post = (bearer: string | undefined, method: string, params: object = {}) =>
    fetch(
      new Request(resource, {
        method: "POST",
        headers: {
          accept: "application/json, text/event-stream",
          "content-type": "application/json",
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      }),
    );
  const ask = async (bearer: string, method: string, params: object = {}) => {
    const text = await (await post(bearer, method, params)).text();
    return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as {
      result?: Record<string, unknown>;
      error?: { code: number };
    };
  };
  return { fetch, post, ask };
}

describe("tokens", () => {
  it("let in whom the issuer vouches for, and functions know who it is", async () => {
    const { result } = await appWith().ask(await token(), "tools/call", { name: "whoami" });
    const [{ text } = { text: "" }] = result?.["content"] as { text: string }[];
    expect(text).not.toContain("Bearer");
    expect(JSON.parse(text)).toMatchObject({
      auth: {
        subject: "ann",
        scopes: ["read", "write"],
        claims: { iss: issuer },
        expiresAt: expect.any(Number) as number,
      },
    });
  });

  it.each<[string, () => Promise<string>]>([
    ["of another issuer", () => token({ iss: "https://evil.example" })],
    ["for another server", () => token({ aud: "https://other.example/mcp" })],
    ["that have expired", () => token({}, privateKey, "-1m")],
    ["that never expire", () => token({}, privateKey, false)],
    ["signed by another", () => token({}, foreignKey)],
    ["that are none", () => Promise.resolve("abc")],
  ])("are refused %s", async (_what, make) => {
    const response = await appWith().post(await make(), "tools/list");
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe(
      'Bearer error="invalid_token", resource_metadata="http://127.0.0.1:3000/.well-known/oauth-protected-resource/mcp"',
    );
  });

  it("are refused with an algorithm that was not agreed on, none above all", async () => {
    const { post } = appWith({ algorithms: ["RS256"] });
    expect((await post(await token(), "tools/list")).status).toBe(401);
    const [, body] = (await token()).split(".");
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body ?? ""}.`;
    expect((await appWith().post(none, "tools/list")).status).toBe(401);
  });

  it("need the scopes of the server; a client learns which", async () => {
    const { post } = appWith({ scopes: ["read", "admin"] });
    const response = await post(await token(), "tools/list");
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toMatch(
      /^Bearer error="insufficient_scope", .*, scope="read admin"$/,
    );
    expect((await post(await token({ scope: undefined, scp: ["read", "admin"] }), "tools/list")).status).toBe(200);
    const missing = await post(undefined, "tools/list");
    expect([missing.status, missing.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer resource_metadata="http://127.0.0.1:3000/.well-known/oauth-protected-resource/mcp", scope="read admin"',
    ]);
  });

  it("come with metadata of the server, which anybody may read", async () => {
    const { fetch } = appWith({ scopes: ["read"] });
    for (const path of ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"]) {
      const response = await fetch(new Request(`http://127.0.0.1:3000${path}`));
      expect(await response.json()).toEqual({
        resource,
        authorization_servers: [issuer],
        bearer_methods_supported: ["header"],
        scopes_supported: ["read"],
      });
    }
  });

  it("are checked with keys that are asked for once", async () => {
    const asked: string[] = [];
    const { post } = appWith({
      keys: `${issuer}/keys`,
      fetch: (url) => {
        asked.push(String(url instanceof Request ? url.url : url));
        return Promise.resolve(Response.json(keys));
      },
    });
    for (let times = 0; times < 3; times++) expect((await post(await token(), "tools/list")).status).toBe(200);
    expect(asked).toEqual([`${issuer}/keys`]);
  });
});

describe("scopes of components", () => {
  const around = (server: McpServer) =>
    withScopes(server, [
      { tags: ["admin"], scopes: ["admin"] },
      { names: ["getPet", "sample://pets/{petId}{?limit}"], scopes: ["read"] },
    ]);
  const names = ({ result }: { result?: Record<string, unknown> }) =>
    (result?.["tools"] as { name: string }[]).map(({ name }) => name);

  it("show what the token allows, and answer for nothing else", async () => {
    const { ask } = appWith({}, around);
    const [reader, admin] = [await token(), await token({ scope: "admin" })];
    expect(names(await ask(reader, "tools/list"))).toEqual(["whoami", "getPet", "listPets"]);
    expect(names(await ask(admin, "tools/list"))).toEqual(["whoami", "listPets", "admin"]);
    expect((await ask(reader, "tools/call", { name: "admin" })).error?.code).toBe(-32602);
    expect((await ask(admin, "tools/call", { name: "admin" })).error).toBeUndefined();
    expect((await ask(admin, "resources/read", { uri: "sample://pets/7" })).error?.code).toBe(-32002);
    expect((await ask(reader, "resources/read", { uri: "sample://pets/7" })).error).toBeUndefined();
  });
});
