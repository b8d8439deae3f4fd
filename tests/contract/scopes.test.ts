import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { execFileSync } from "node:child_process";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeHost } from "../../src/cli/node-host.js";
import { packageRoot } from "../../src/cli/package-root.js";
import { compile } from "../../src/compile.js";
import { jwtAuth } from "../../src/runtime/auth/jwt.js";
import type { createHttpApp as CreateHttpApp } from "../../src/runtime/http-app.js";
import { connect } from "../../src/runtime/mcp-client.js";
import type { McpServer } from "../../src/runtime/server.js";
import type { ServerSettings } from "../../src/runtime/settings.js";

const root = join(packageRoot, ".scratch", "contract-scopes");
const resource = "http://127.0.0.1:3000/mcp";
const issuer = "https://login.example.com";

const source = `
/** Anybody may. @tool */
export function look(): string { return "looked"; }
/** Writers may. @tool @scope notes:write */
export function write(): string { return "written"; }
/** Few may. @tool @scope notes:write, admin */
export function wipe(): string { return "wiped"; }
/** The book. @resource \`book://all\` @scope book */
export function book(): string { return "book"; }
/** A page. @resource \`book://pages/{page}\` @scope book */
export function page(page: "one" | "two"): string { return page; }
/** Ask to look, which needs nothing that the tool \`write\` needs. @prompt write */
export function ask(): string { return "look"; }
/** Ask for a style. @prompt @scope admin */
export function style(style: "kind" | "stern"): string { return style; }
`;

interface Generated {
  readonly createServer: (options: { settings: { server: ServerSettings } }) => McpServer;
}

let makeServer: (env: Record<string, string>) => McpServer;
let token: (scope: string) => Promise<string>;
let createHttpApp: typeof CreateHttpApp;
let options: Parameters<typeof CreateHttpApp>[2];

beforeAll(async () => {
  const files: Record<string, string> = {
    "src/tools.ts": source,
    "package.json": '{ "name": "notes", "type": "module" }',
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        module: "NodeNext",
        target: "ES2023",
        strict: true,
        skipLibCheck: true,
        rootDir: "src",
        outDir: "dist",
        types: ["node"],
      },
      include: ["src"],
    }),
  };
  rmSync(root, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) place(path, text);
  mkdirSync(join(root, "node_modules"));
  symlinkSync(packageRoot, join(root, "node_modules", "mcpgen"), "junction");
  const emitted = await compile(
    {
      sources: [{ kind: "typescript", inputs: ["src/tools.ts"], coerce: true }],
      options: { layout: "embedded", sdk: "v1", name: "notes" },
      output: "src/mcp",
    },
    nodeHost(root),
  );
  expect(emitted.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  for (const { path, text } of emitted.files) place(join("src/mcp", path), text);
  execFileSync(process.execPath, [join(packageRoot, "node_modules/typescript/bin/tsc"), "-p", root]);
  const load = async (path: string): Promise<unknown> => import(pathToFileURL(join(root, "dist/mcp", path)).href);
  const { createServer } = (await load("server.js")) as Generated;
  const { readSettings } = (await load("settings.js")) as {
    readSettings: (env: Record<string, string>) => { server: ServerSettings };
  };
  // The project's own: errors of one copy of the runtime are unknown to another.
  ({ createHttpApp } = (await load("runtime/http-app.js")) as { createHttpApp: typeof CreateHttpApp });
  makeServer = (env) => createServer({ settings: readSettings(env) });

  const pair = await generateKeyPair("ES256");
  const keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "k1", alg: "ES256" }] };
  options = jwtAuth({ resource, issuer, keys });
  token = (scope) =>
    new SignJWT({ iss: issuer, aud: resource, sub: "ann", scope })
      .setProtectedHeader({ alg: "ES256", kid: "k1" })
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(pair.privateKey);
}, 120_000);

describe("components with @scope, over HTTP with tokens", () => {
  const everything = ["look", "write", "wipe", "book", "page", "write", "style"];

  test.each([
    ["", ["look", "write"]],
    ["notes:write", ["look", "write", "write"]],
    ["notes:write admin", ["look", "write", "wipe", "write", "style"]],
    ["book", ["look", "book", "page", "write"]],
    ["notes:write admin book", everything],
  ])("of scope '%s' are listed where all of theirs are there", async (scope, names) => {
    expect(await listed(await asking(await token(scope)))).toEqual(names);
  });

  test("are refused without them, as if they were not there", async () => {
    const ask = await asking(await token("notes:write"));
    expect(await ask("tools/call", { name: "write" })).toMatchObject({ result: { content: [{ text: "written" }] } });
    expect(await ask("tools/call", { name: "wipe" })).toMatchObject({
      error: { code: -32602, message: "Unknown tool: wipe" },
    });
    expect(await ask("resources/read", { uri: "book://all" })).toMatchObject({ error: { code: -32002 } });
    expect(await ask("resources/read", { uri: "book://pages/one" })).toMatchObject({ error: { code: -32002 } });
    expect(await ask("prompts/get", { name: "style", arguments: { style: "kind" } })).toMatchObject({
      error: { code: -32602 },
    });
    expect(await ask("prompts/get", { name: "write" })).toHaveProperty("result");
  });

  test("have no completions for those who do not see them", async () => {
    const wanted = { ref: { type: "ref/prompt", name: "style" }, argument: { name: "style", value: "k" } };
    const page = { ref: { type: "ref/resource", uri: "book://pages/{page}" }, argument: { name: "page", value: "o" } };
    const nobody = await asking(await token(""));
    expect(await nobody("completion/complete", wanted)).toMatchObject({ error: { code: -32602 } });
    expect(await nobody("completion/complete", page)).toMatchObject({ error: { code: -32602 } });
    const admin = await asking(await token("admin"));
    expect(await admin("completion/complete", wanted)).toMatchObject({ result: { completion: { values: ["kind"] } } });
  });

  test("are not there for a token that says nothing of scopes", async () => {
    const server = makeServer({ MCP_TRANSPORT: "http", MCP_AUTH_TOKEN: "shared" });
    const { fetch } = createHttpApp(server, server.settings);
    expect(await listed(askingBy(fetch, "shared"))).toEqual(["look", "write"]);
  });

  test("are all there over stdio, where whoever starts the server is the client", async () => {
    const client = await connect(makeServer({}));
    expect((await client.list("tools")).map(({ name }) => name)).toEqual(["look", "write", "wipe"]);
    await client.close();
  });
});

type Ask = (method: string, params?: object) => Promise<{ readonly result?: Record<string, { name: string }[]> }>;

async function asking(bearer: string): Promise<Ask> {
  const server = makeServer({ MCP_TRANSPORT: "http" });
  return Promise.resolve(askingBy(createHttpApp(server, server.settings, options).fetch, bearer));
}

function askingBy(fetch: (request: Request) => Promise<Response>, bearer: string): Ask {
  return async (method, params = {}) => {
    const response = await fetch(
      new Request(resource, {
        method: "POST",
        headers: {
          authorization: `Bearer ${bearer}`,
          accept: "application/json, text/event-stream",
          "content-type": "application/json",
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      }),
    );
    const text = await response.text();
    return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as Awaited<ReturnType<Ask>>;
  };
}

async function listed(ask: Ask): Promise<string[]> {
  const kinds = ["tools", "resources", "resources/templates", "prompts"];
  const answers = await Promise.all(kinds.map((kind) => ask(`${kind}/list`)));
  return answers.flatMap(({ result = {} }) => Object.values(result).flatMap((all) => all.map(({ name }) => name)));
}

function place(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
