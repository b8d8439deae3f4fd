import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, type Compilation, type McpSource } from "../../src/compile.js";
import type { ListingOutcome } from "../../src/host.js";
import { mcpgen } from "../cli/mcpgen-process.js";
import { packageHost } from "../compile/package-host.js";
import { startUpstream, upstreamScript, type RunningUpstream } from "../contract/upstream.js";
import { hostilePieces } from "../emitter/hostile-text.js";
import { asPrettierWrites } from "../emitter/prettier-agreement.js";
import { temporaryFolder } from "../writer/output-folder.js";
import { compiledProxy } from "./proxied-project.js";

let upstream: RunningUpstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.stop());

const codes = ({ diagnostics }: Compilation) => diagnostics.map(({ code }) => code);
const names = ({ surface }: Compilation) => surface.map(({ name }) => name);
const ownTexts = ({ files }: Compilation) => files.filter(({ path }) => !path.startsWith("src/runtime/"));

describe("another server as a source", () => {
  test("becomes components of all four kinds, printed as prettier prints them", async () => {
    const compilation = await compiledProxy({ url: upstream.url });
    expect(names(compilation)).toEqual(
      ["echo", "tree", "whoami", "think", "work", "wait", "fail", "refuse", "die", "admin_reset"].concat([
        "Today_s_notes",
        "note",
        "greet",
      ]),
    );
    expect(compilation.surface[0]).toEqual({
      kind: "tool",
      name: "echo",
      title: "Echo",
      description: "Gives back what it was given.",
      inputSchema: {
        type: "object",
        properties: {
          text: { type: "string", description: "Anything." },
          count: { type: "integer", minimum: 1, default: 1 },
        },
        required: ["text"],
        additionalProperties: false,
      },
      outputSchema: {
        type: "object",
        properties: { text: { type: "string" }, count: { type: "integer" } },
        required: ["text"],
      },
      annotations: { readOnlyHint: true },
      _meta: { "example.com/note": { kept: true }, fastmcp: { tags: ["public"] } },
    });
    expect(compilation.surface[1]).toMatchObject({ outputSchema: { "x-fastmcp-wrap-result": true } });
    expect(codes(compilation)).toEqual(["program/renamed", "mcp/skipped", "mcp/skipped"]);
    for (const { path, text } of ownTexts(compilation).filter(({ path }) => /\.(?:ts|md)$/.test(path))) {
      expect(await asPrettierWrites(text, path), path).toBe(text);
    }
  });

  test("obeys tags, overrides, namespaces and visibility", async () => {
    const compilation = await compiledProxy(
      { url: upstream.url },
      {
        namespace: "up",
        excludeTags: ["admin"],
        layers: [{ visibility: [{ action: "hide", names: ["up_w*"] }] }],
        tools: {
          echo: {
            name: "say",
            description: "Says it.",
            tags: ["voice"],
            annotations: { idempotentHint: true },
            arguments: { text: { name: "words" }, count: { hide: true, default: 7 } },
          },
          die: { enabled: false },
          ech: { name: "x" },
        },
      },
    );
    const kept = ["up_tree", "up_think", "up_fail", "up_refuse", "up_Today_s_notes", "up_note", "up_greet"];
    expect(names(compilation).sort()).toEqual([...kept, "up_say"].sort());
    const said = compilation.surface.find(({ name }) => name === "up_say");
    expect(said).toMatchObject({
      description: "Says it.",
      inputSchema: { properties: { words: {} }, required: ["words"] },
      annotations: { readOnlyHint: true, idempotentHint: true },
      _meta: { fastmcp: { tags: ["public", "voice"] } },
    });
    const text = ownTexts(compilation)
      .map((file) => file.text)
      .join("\n");
    expect(text).toContain('change: changedArguments({ fixed: { count: 7 }, renamed: { words: "text" } }),');
    expect(text).toContain('remote: "notes://today"');
    expect(compilation.diagnostics).toContainEqual(expect.objectContaining({ code: "config/unused-override" }));
  });

  test("reports overrides that cannot be had, and names that clash", async () => {
    const taken = await compiledProxy(
      { url: upstream.url },
      { tools: { echo: { arguments: { text: { name: "count" } } } } },
    );
    expect(taken.diagnostics.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("`count` is an argument already"),
    );
    expect(taken.surface[0]).toMatchObject({ inputSchema: { properties: { text: {}, count: {} } } });
    const clash = await compiledProxy(
      { url: upstream.url },
      { tools: { echo: { name: "Think" }, tree: { name: "wait" }, wait: { name: "tree" } } },
    );
    expect(names(clash).slice(0, 4)).toEqual(["echo", "wait", "whoami", "think"]);
    expect(clash.diagnostics.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("`Think` is another tool"),
    );
  });

  test("writes no values of headers, variables, arguments and addresses", async () => {
    const secret = "s3cr3t-value";
    const url = await compiledProxy({
      url: `${upstream.url}?key=${secret}`,
      headers: { Authorization: `Bearer ${secret}`, "X-Team": "${TEAM:-s3cr3t-value}", "X-Tenant": secret },
    });
    const command = await compiledProxy({
      command: [process.execPath, upstreamScript, "--api-key", secret, `--token=${secret}`, "--user=${USER:-me}"],
      env: { UPSTREAM_KEY: secret, MCP_LEVEL: "1" },
    });
    for (const compilation of [url, command]) {
      const all = JSON.stringify([
        compilation.files,
        compilation.surface,
        compilation.diagnostics,
        compilation.program,
      ]);
      expect(all).not.toContain(secret);
    }
    const printed = ownTexts(url)
      .map(({ text }) => text)
      .join("\n");
    expect(printed).toContain(
      'headers: { Authorization: "${DOCS_AUTHORIZATION}", "X-Team": "${TEAM}", "X-Tenant": "${DOCS_X_TENANT}" }',
    );
    expect(printed).toContain('DOCS_URL: variable.url("Address of the MCP server."),');
    expect(codes(url).filter((code) => code === "mcp/value-left-out")).toHaveLength(3);
    const started = ownTexts(command)
      .map(({ text }) => text.replaceAll(/\s+/g, " "))
      .join("\n");
    expect(started).toContain('"--api-key", "${DOCS_API_KEY}", "--token=${DOCS_TOKEN}", "--user=${USER}"');
    expect(started).toContain('env: { UPSTREAM_KEY: "${UPSTREAM_KEY}", MCP_LEVEL: "${DOCS_MCP_LEVEL}" }');
  });

  test("is the one that a file of mcpServers names", async () => {
    const folder = temporaryFolder();
    const file = join(folder, ".mcp.json");
    const servers = {
      here: { type: "http", url: upstream.url },
      script: { command: process.execPath, args: [upstreamScript] },
    };
    writeFileSync(file, JSON.stringify({ mcpServers: servers }));
    for (const server of ["here", "script"]) {
      expect((await compiledProxy({ file, server })).surface.length, server).toBe(13);
    }
    for (const [reached, reason] of [
      [{ file }, "choose one with `server`: `here`, `script`"],
      [{ file, server: "there" }, "it has no `there`"],
      [{ file: join(folder, "none.json") }, "there is no such file"],
    ] as const) {
      const { diagnostics, files } = await compiledProxy(reached);
      expect(files).toEqual([]);
      expect(diagnostics).toMatchObject([{ code: "mcp/no-server", severity: "error" }]);
      expect(diagnostics[0]?.message).toContain(reason);
    }
  });
});

describe("what a server says", () => {
  const compiledListing = (listing: Partial<Extract<ListingOutcome, { kind: "listed" }>>): Promise<Compilation> => {
    const source: McpSource = {
      kind: "mcp",
      reached: { url: "https://example.com/mcp" },
      folder: ".",
      name: "docs",
      includeTags: [],
      excludeTags: [],
      coerce: true,
    };
    const empty = { tools: [], resources: [], resourceTemplates: [], prompts: [] };
    const host = {
      ...packageHost({}),
      listServer: () => Promise.resolve({ kind: "listed", info: {}, capabilities: {}, ...empty, ...listing } as const),
    };
    return compile({ sources: [source], options: { layout: "project", sdk: "v1" } }, host);
  };

  test("stays text, whatever it is", async () => {
    const tools = hostilePieces.map((text) => ({
      name: text,
      title: text,
      description: text,
      inputSchema: {
        type: "object",
        properties: { [text]: { type: "string", description: text, enum: [text] } },
        title: text,
      },
      _meta: { fastmcp: { tags: [text] }, [text]: text },
      icons: [{ src: text }],
    }));
    const prompts = hostilePieces.map((text) => ({ name: text, arguments: [{ name: text, description: text }] }));
    const compilation = await compiledListing({
      tools,
      prompts,
      instructions: hostilePieces.join(" "),
      info: { title: hostilePieces[0] },
    });
    expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(compilation.surface.length).toBeGreaterThan(hostilePieces.length);
    for (const { path, text } of ownTexts(compilation).filter((file) => file.path.endsWith(".ts"))) {
      expect(await asPrettierWrites(text, path), path).toBe(text);
    }
  });

  test("may be any JSON Schema, and nothing at all", async () => {
    const property = (schema: unknown) => ({
      name: "t",
      inputSchema: {
        type: "object",
        properties: { a: schema },
        $defs: { A: { type: "object", properties: { b: { $ref: "#/$defs/A" } } } },
      },
    });
    const shown = async (schema: unknown) => {
      const { surface, diagnostics } = await compiledListing({ tools: [property(schema)] });
      expect(diagnostics).toEqual([]);
      const input = surface[0]?.["inputSchema"] as { properties: { a: unknown } };
      return input.properties.a;
    };
    for (const kept of [
      { type: "string", minLength: 1, maxLength: 3, pattern: "^a+$", format: "uuid" },
      { type: "number", minimum: 1, exclusiveMaximum: 3, multipleOf: 0.5 },
      { type: "array", items: { type: "integer" }, minItems: 1, uniqueItems: true },
      { type: ["string", "null"], default: null },
      {
        anyOf: [
          { type: "string", minLength: 1 },
          { type: "string", format: "uri" },
        ],
      },
      { type: "object", additionalProperties: { type: "boolean" } },
      { $ref: "#/$defs/A" },
      { type: ["string", "integer", "null"], enum: ["a", 1, null] },
    ]) {
      expect(await shown(kept)).toEqual(kept);
    }
    expect(await shown({ type: "string", pattern: "(a+)+$" })).toEqual({ type: "string" });
    expect(await shown({ $ref: "https://example.com/schema" })).toEqual({});
    expect(await shown({ type: "number", minimum: 5, exclusiveMinimum: true })).toEqual({
      type: "number",
      exclusiveMinimum: 5,
    });
    for (const odd of [true, 7, "x", null, [], { type: 7 }, { properties: 7 }, { $ref: "#/x" }, { allOf: [] }])
      await shown(odd);
    let deep: unknown = { type: "string" };
    for (let level = 0; level < 500; level++) deep = { type: "array", items: deep };
    await shown(deep);
    const nothing = await compiledListing({
      tools: [{}, { name: "" }, { name: "a" }, { name: "A", inputSchema: 7, outputSchema: [] }],
    });
    expect(names(nothing)).toEqual(["a", "A_2"]);
    expect(codes(await compiledListing({}))).toEqual(["mcp/nothing"]);
  });
});

describe("mcpgen check", () => {
  test("tells drift from a server that cannot be reached", async () => {
    const own = await startUpstream();
    const folder = temporaryFolder();
    const config = `import { defineConfig, mcp } from "mcpgen";
export default defineConfig({ output: "./server", sources: [mcp({ url: "${own.url}" }, { name: "docs" })] });\n`;
    writeFileSync(join(folder, "mcpgen.config.ts"), config);
    const run = (...argv: string[]) => mcpgen(folder, ...argv);
    expect(run()).toMatchObject({ status: 0 });
    const snapshot = join(folder, "server/src/docs/snapshot.json");
    expect(JSON.parse(readFileSync(snapshot, "utf8"))).toMatchObject({ title: "The upstream", completes: true });
    expect(run("check")).toMatchObject({ status: 0, stdout: "" });
    await own.tell("stale");
    const drifted = run("check");
    expect(drifted.status).toBe(1);
    expect(drifted.stdout).toContain("src/docs/snapshot.json");
    expect(drifted.stderr).toContain("output/out-of-date");
    await own.stop();
    for (const argv of [["check"], []]) {
      const unreachable = run(...argv);
      expect(unreachable.status).toBe(0);
      expect(unreachable.stderr).toContain("warning mcp/unreachable");
      expect(unreachable.stderr).toContain("the connection was refused");
      expect(unreachable.stderr).not.toContain("out-of-date");
    }
    expect(run("check", "--strict")).toMatchObject({ status: 1 });
    // Nobody has ever asked: there is nothing to go by.
    mkdirSync(join(folder, "fresh"));
    writeFileSync(join(folder, "fresh/mcpgen.config.ts"), config);
    const never = mcpgen(join(folder, "fresh"));
    expect(never.status).toBe(1);
    expect(never.stderr).toContain("error mcp/cannot-connect");
  }, 60_000);
});
