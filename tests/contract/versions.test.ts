import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeHost } from "../../src/cli/node-host.js";
import { packageRoot } from "../../src/cli/package-root.js";
import { compile, type CompileOptions, type TypeScriptSource } from "../../src/compile.js";
import type { connect as Connect, McpConnection } from "../../src/runtime/mcp-client.js";
import type { McpServer } from "../../src/runtime/server.js";

const root = join(packageRoot, ".scratch", "contract-versions");

const source = `
export interface Pair { a: number; b: number }
/** Adds a pair. @tool add
 * @version 2.0
 */
export function add2(pair: Pair): number { return pair.a + pair.b; }
/** Adds two numbers. @tool add
 * @version 1.0
 */
export function add1(a: number, b: number): { sum: number } { return { sum: a + b }; }
/** Adds, one day. @tool add
 * @version 3.0-beta @scope math
 */
export function add3(pair: Pair, c?: number): number { return pair.a + pair.b + (c ?? 0); }
/** Greets. @prompt
 * @version 2
 */
export function greet(name: string): string { return \`Good day, \${name}\`; }
/** Greets. @prompt greet
 * @version 1.0
 */
export function oldGreet(name: string): string { return \`Hi, \${name}\`; }
/** The weather. @resource \`weather://{city}\`
 * @version 2
 */
export function weather(city: string): string { return \`\${city}: 20\`; }
/** The weather. @resource \`weather://{city}\`
 * @version 1.0
 */
export function oldWeather(city: string): string { return \`\${city}: sunny\`; }
`;

const compiled = async (options: Partial<CompileOptions> = {}, more: Partial<TypeScriptSource> = {}) =>
  compile(
    {
      sources: [{ kind: "typescript", inputs: ["src/tools.ts"], coerce: true, ...more }],
      options: { layout: "embedded", sdk: "v1", name: "sums", ...options },
      output: "src/mcp",
    },
    nodeHost(root),
  );

let makeServer: () => McpServer;
let connect: typeof Connect;
let emitted: Awaited<ReturnType<typeof compile>>;

beforeAll(async () => {
  rmSync(root, { recursive: true, force: true });
  place("src/tools.ts", source);
  place("package.json", '{ "name": "sums", "type": "module" }');
  const compilerOptions = {
    module: "NodeNext",
    target: "ES2023",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    rootDir: "src",
    outDir: "dist",
    types: ["node"],
  };
  place("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));
  mkdirSync(join(root, "node_modules"));
  symlinkSync(packageRoot, join(root, "node_modules", "mcpgen"), "junction");
  emitted = await compiled();
  for (const { path, text } of emitted.files) place(join("src/mcp", path), text);
  execFileSync(process.execPath, [join(packageRoot, "node_modules/typescript/bin/tsc"), "-p", root]);
  const load = async (path: string): Promise<unknown> => import(pathToFileURL(join(root, "dist/mcp", path)).href);
  const { createServer } = (await load("server.js")) as { createServer: (options: object) => McpServer };
  const { readSettings } = (await load("settings.js")) as { readSettings: (env: object) => object };
  ({ connect } = (await load("runtime/mcp-client.js")) as { connect: typeof Connect });
  makeServer = () => createServer({ settings: readSettings({}) });
}, 120_000);

const asking = (version: string) => ({ _meta: { fastmcp: { version } } });

describe("functions with one name and several versions", () => {
  test("are one component, which is listed as surface.json says", async () => {
    const connection = await connect(makeServer());
    const tools = (await connection.request("tools/list", {}))["tools"];
    expect(tools).toMatchObject([
      { name: "add", description: "Adds, one day.", _meta: { fastmcp: { versions: ["3.0-beta", "2.0", "1.0"] } } },
    ]);
    const listed = await Promise.all([
      Promise.resolve(tools),
      list(connection, "resources/templates/list", "resourceTemplates"),
      list(connection, "prompts/list", "prompts"),
    ]);
    expect(emitted.surface.map(({ kind: _kind, ...one }) => one)).toEqual(listed.flat());
  });

  test("each have their own arguments and results", async () => {
    const connection = await connect(makeServer());
    const request: McpConnection["request"] = (...given) => connection.request(...given);
    const call = (args: object, more: object = {}) => request("tools/call", { name: "add", arguments: args, ...more });
    const pair = { a: 1, b: 2 };
    expect(await call({ pair, c: 3 })).toMatchObject({ structuredContent: { result: 6 } });
    expect(await call(pair, asking("2.0"))).toMatchObject({ structuredContent: { result: 3 } });
    expect(await call(pair, asking("1.0"))).toMatchObject({ structuredContent: { sum: 3 } });
    expect(await call({ pair }, asking("1.0"))).toMatchObject({ isError: true });
    await expect(call(pair, asking("4"))).rejects.toThrow("add has no version 4; it has 3.0-beta, 2.0, 1.0.");
    expect(await request("prompts/get", { name: "greet", arguments: { name: "Ann" }, ...asking("1.0") })).toMatchObject(
      {
        messages: [{ content: { text: "Hi, Ann" } }],
      },
    );
    expect(await request("resources/read", { uri: "weather://Oslo", ...asking("1.0") })).toMatchObject({
      contents: [{ uri: "weather://Oslo", text: "Oslo: sunny" }],
    });
  });

  test("are chosen from after the configuration has hidden some, and keep their scopes", async () => {
    const { program, files, surface } = await compiled({
      visibility: [{ action: "hide", kinds: ["tool"], versions: { from: "3.0-alpha" } }],
    });
    expect(surface[0]).toMatchObject({ description: "Adds a pair.", _meta: { fastmcp: { versions: ["2.0", "1.0"] } } });
    expect(program?.older?.map(({ version }) => version)).toEqual(["1.0"]);
    expect(files.find(({ path }) => path === "server.ts")?.text).not.toContain("withScopes");
    const alone = await compiled({ visibility: [{ action: "only", versions: { from: "3.0-beta" } }] });
    expect(alone.program?.older).toBeUndefined();
    expect(alone.surface[0]).not.toHaveProperty("_meta.fastmcp.versions");
    expect(alone.files.some(({ path }) => path === "runtime/versions.ts")).toBe(false);
  });

  test("are changed by overrides and namespaces together", async () => {
    const { program } = await compiled({}, { namespace: "math", tools: { add: { name: "plus", tags: ["sum"] } } });
    const all = [...(program?.providers ?? []), ...(program?.older ?? []).flatMap(({ providers }) => providers)];
    const tools = all.flatMap(({ components }) => components.filter(({ kind }) => kind === "tool"));
    expect(tools.map(({ name, version, tags }) => [name, version, tags])).toEqual([
      ["math_plus", "3.0-beta", ["sum"]],
      ["math_plus", "2.0", ["sum"]],
      ["math_plus", "1.0", ["sum"]],
    ]);
  });

  test("are found by searching as one, too", async () => {
    const { files, diagnostics } = await compiled({ surface: "search", layout: "project" });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const text = files.find(({ path }) => path === "src/server.ts")?.text ?? "";
    expect(text).toContain("withVersions(");
    expect(files.filter(({ path }) => path.endsWith("search-index.ts"))).toHaveLength(1);
  });
});

async function list(connection: McpConnection, method: string, key: string): Promise<unknown> {
  return (await connection.request(method, {}))[key];
}

function place(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
