import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { configInput } from "../../src/config/config-input.js";
import { loadConfig } from "../../src/config/load-config.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { temporaryFolder } from "../writer/output-folder.js";

/** Writes files into a new folder and loads the first of them. */
async function loaded(files: Readonly<Record<string, string>>, folder = temporaryFolder()) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const [entry = ""] = Object.keys(files);
  const diagnostics = new Diagnostics();
  const { config, inputs } = await loadConfig(join(folder, entry), entry, diagnostics);
  return {
    config,
    inputs: inputs.map(({ path }) => path.slice(folder.length + 1)),
    faults: diagnostics.list.map(({ code, message, help, origin }) => ({ code, message, help, origin })),
    messages: diagnostics.list.map(({ message }) => message),
  };
}

const body = `{ output: "./server", sources: [openapi("./pets.yaml", { namespace: "pets" })] }`;
const value = {
  output: "./server",
  sources: [{ kind: "openapi", document: "./pets.yaml", namespace: "pets" }],
};

describe("a configuration", () => {
  test.each([
    [
      "mcpgen.config.ts",
      `import { defineConfig, openapi } from "mcpgen";\nexport default defineConfig(${body} as const);`,
    ],
    ["mcpgen.config.js", `import { openapi } from "mcpgen";\nexport default ${body};`],
    ["mcpgen.config.mjs", `import { openapi } from "mcpgen";\nexport default () => (${body});`],
    ["mcpgen.config.json", JSON.stringify({ $schema: "./node_modules/mcpgen/config.schema.json", ...value })],
    ["package.json", JSON.stringify({ name: "x", mcpgen: value })],
  ])("can be %s, where no mcpgen is installed", async (name, text) => {
    expect(await loaded({ [name]: text })).toMatchObject({ config: value, inputs: [name], faults: [] });
  });

  test("may name functions, and is embedded then", async () => {
    const { config, faults } = await loaded({
      "mcpgen.config.ts": `import { defineConfig, ts } from "mcpgen";\nexport default defineConfig({ output: "./mcp", sources: [ts("./src/tools", { namespace: "app" })] });`,
    });
    expect(faults).toEqual([]);
    if (config === undefined) return;
    const [source] = config.sources;
    expect(source).toEqual({ kind: "typescript", inputs: ["./src/tools"], namespace: "app" });
    if (source?.kind !== "typescript") return;
    const { sources, options } = configInput(config, [{ source, folder: "/pkg", layers: [] }], (path) => path);
    expect(options).toEqual({ layout: "embedded", sdk: "v1" });
    expect(sources).toEqual([
      { kind: "typescript", inputs: ["/pkg/src/tools"], namespace: "app", coerce: true, layers: [] },
    ]);
  });

  test("may name other servers and skills, from its own folder", async () => {
    const { config, faults } = await loaded({
      "mcpgen.config.ts": `import { defineConfig, mcp, skills } from "mcpgen";
export default defineConfig({
  output: "./server",
  sources: [mcp({ file: "./.mcp.json", server: "a" }, { namespace: "x" }), mcp({ command: "b", cwd: "./c" }), skills("./skills")],
});`,
    });
    expect(faults).toEqual([]);
    if (config === undefined) return;
    const own = config.sources.flatMap((source) =>
      source.kind === "mount" ? [] : [{ source, folder: "/pkg", layers: [] }],
    );
    const { sources, options } = configInput(config, own, (path) => path);
    expect(options).toEqual({ layout: "project", sdk: "v1" });
    const common = { layers: [], includeTags: [], excludeTags: [], coerce: true, folder: "/pkg" };
    expect(sources).toEqual([
      { ...common, kind: "mcp", namespace: "x", reached: { file: "/pkg/.mcp.json", server: "a" } },
      { ...common, kind: "mcp", reached: { command: "b", cwd: "/pkg/c" } },
      { kind: "skills", layers: [], folders: ["/pkg/skills"], mainFile: "SKILL.md", supportingFiles: "template" },
    ]);
  });

  test("is made from its imports too, read anew each time", async () => {
    const folder = temporaryFolder();
    const files = {
      "mcpgen.config.ts": `import { sources } from "./parts/sources.js";\nexport default { output: "./server", sources };`,
      "parts/sources.ts": `import names from "./names.json";\nexport const sources = names.map((document: string) => ({ kind: "openapi", document }));`,
      "parts/names.json": `["a.yaml"]`,
    };
    const first = await loaded(files, folder);
    expect(first.inputs).toEqual(["mcpgen.config.ts", "parts/sources.ts", "parts/names.json"]);
    expect(first.config?.sources).toEqual([{ kind: "openapi", document: "a.yaml" }]);
    const second = await loaded({ ...files, "parts/names.json": `["b.yaml"]` }, folder);
    expect(second.config?.sources).toEqual([{ kind: "openapi", document: "b.yaml" }]);
  });
});

describe("what is wrong", () => {
  test.each<[string, object, string]>([
    ["a missing output", { sources: value.sources }, "`output` is not valid: it is missing."],
    ["no sources", { output: "x", sources: [] }, "`sources` is not valid: there is none."],
    [
      "a wrong type",
      { output: "x", sources: value.sources, name: 7 },
      "`name` is not valid: invalid input: expected string, received number.",
    ],
    [
      "an unknown kind",
      { output: "x", sources: [{ kind: "grpc" }] },
      "`sources[0].kind` is not valid: it is none of the kinds that there are.",
    ],
    [
      "a document that is missing",
      { output: "x", sources: [{ kind: "openapi" }] },
      "`sources[0].document` is not valid: it is missing.",
    ],
    [
      "a variable that cannot be one",
      { output: "x", sources: [{ ...value.sources[0], env: { key: "A-B" } }] },
      "`sources[0].env.key` is not valid: it must be the name of an environment variable.",
    ],
    [
      "a namespace that is no name",
      { output: "x", sources: [{ ...value.sources[0], namespace: "a b" }] },
      "`sources[0].namespace` is not valid: it must be 1 to 40 letters, digits, `_` and `-`.",
    ],
    [
      "a server that is reached in two ways",
      { output: "x", sources: [{ kind: "mcp", url: "http://a/mcp", command: "b" }] },
      "`sources[0]` is not valid: it must have one of `command`, `url` and `file`.",
    ],
    [
      "skills without a folder",
      { output: "x", sources: [{ kind: "skills", folders: [] }] },
      "`sources[0].folders` is not valid: there is none.",
    ],
  ])("is named by its path: %s", async (_, config, message) => {
    const { config: found, messages } = await loaded({ "mcpgen.config.json": JSON.stringify(config) });
    expect(messages).toEqual([message]);
    expect(found).toBeUndefined();
  });

  test("is an unknown setting, with the one that was meant", async () => {
    const { faults } = await loaded({
      "mcpgen.config.json": JSON.stringify({ ...value, sources: [{ ...value.sources[0], namespce: "p" }] }),
    });
    expect(faults).toEqual([
      {
        code: "config/invalid",
        message: "`sources[0].namespce` is not valid: there is no such setting.",
        help: "Did you mean `namespace`?",
        origin: { kind: "pointer", file: "mcpgen.config.json", pointer: "/sources/0" },
      },
    ]);
  });

  test("is all said at once", async () => {
    const { messages } = await loaded({ "mcpgen.config.json": `{ "layout": "flat", "sdk": "v9", "sources": 1 }` });
    expect(messages).toHaveLength(4);
  });

  test.each([
    ["a file that throws", `throw new Error("no luck today");`, "no luck today"],
    ["a file with a fault of syntax", `export default {`, "mcpgen.config.ts"],
    ["an import that is not there", `import "./gone.js";\nexport default {};`, "gone.js"],
    ["a file that exports nothing of use", `export default null;`, "cannot be loaded"],
  ])("is %s", async (_, text, part) => {
    const { faults, inputs } = await loaded({ "mcpgen.config.ts": text });
    expect(faults.map(({ code }) => code)).toEqual(["config/cannot-load"]);
    expect(faults[0]?.message).toContain(part);
    expect(inputs).toContain("mcpgen.config.ts");
  });
});
