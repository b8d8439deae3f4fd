import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Project, SyntaxKind, type SourceFile } from "ts-morph";
import { describe, expect, test } from "vitest";

/**
 * The floors of src (folders, or files at its root) and what each may import beside itself. `host` and
 * `emitter/generated-file` are contracts between floors: the world as the compiler sees it, and a file of the output in memory.
 */
const floors: Readonly<Record<string, readonly string[]>> = {
  ir: [],
  diagnostics: ["ir"],
  host: [],
  "emitter/generated-file": [],
  frontends: ["ir", "diagnostics", "host"],
  passes: ["ir", "diagnostics"],
  emitter: ["ir", "diagnostics", "host", "emitter/generated-file", "runtime/search/terms"],
  compile: ["frontends", "passes", "emitter", "emitter/generated-file", "ir", "diagnostics", "host"],
  config: ["compile", "diagnostics", "ir"],
  drift: ["ir", "diagnostics"],
  lint: ["drift", "ir", "diagnostics"],
  writer: ["ir", "diagnostics", "emitter/generated-file"],
  cli: ["config", "drift", "lint", "runtime/mcp-client", "compile", "writer", "diagnostics", "ir", "host"],
  runtime: ["runtime/mcp-client", "runtime/search/terms"],
  // Index and query are made of words in one and the same way.
  "runtime/search/terms": ["runtime"],
  "runtime/mcp-client": ["runtime"],
  index: ["config", "runtime"],
  compiler: ["compile", "cli", "diagnostics", "emitter/generated-file", "host", "ir"],
};

/** Packages, and the only places that may import them; Node's own modules are listed for the floors that are pure. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "@apidevtools/swagger-parser": ["frontends/openapi"],
  "@cfworker/json-schema": ["runtime"],
  "@hono/node-server": ["runtime"],
  "@modelcontextprotocol/client": ["runtime/protocol-v2"],
  "@modelcontextprotocol/sdk": ["runtime/protocol"],
  "@modelcontextprotocol/server": ["runtime/protocol-v2"],
  c12: ["config"],
  chokidar: ["cli"],
  commander: ["cli"],
  esbuild: ["cli"],
  handlebars: ["emitter"],
  hono: ["runtime"],
  jiti: ["config"],
  "js-yaml": ["frontends/openapi", "frontends/skills"],
  "json-p3": ["frontends/openapi"],
  "openapi-types": ["frontends/openapi"],
  prettier: ["writer/same-formatted.ts"],
  jose: ["runtime"],
  "rate-limiter-flexible": ["runtime"],
  "@opentelemetry/api": ["runtime"],
  "@ts-morph/common": ["frontends/typescript"],
  "ts-morph": [],
  yaml: ["frontends/openapi"],
  zod: ["config", "runtime"],
};

/** Node's modules by floor: whoever is pure reaches the world through `Host`; `*` is any. */
const nodeModules: Readonly<Record<string, readonly string[] | "*">> = {
  ir: [],
  diagnostics: ["util"],
  frontends: ["buffer", "crypto", "path"],
  passes: ["crypto"],
  emitter: ["crypto", "path"],
  compile: ["crypto"],
  config: ["crypto", "fs", "path", "url"],
  writer: "*",
  cli: "*",
  runtime: "*",
};

/** An import of a file of src: `from` and, unless it is a package, `to` are paths below src. */
interface Import {
  readonly from: string;
  readonly to: string;
}

/** Why an import is not allowed; `undefined` when it is. */
function violation({ from, to }: Import): string | undefined {
  const floor = floorOf(from);
  const allowed = isAllowed(from, floor, to);
  return allowed ? undefined : `${from} (${floor}) imports ${to}`;
}

function isAllowed(from: string, floor: string, to: string): boolean {
  if (to.startsWith("node:")) {
    const modules = nodeModules[floor] ?? [];
    return modules === "*" || modules.includes(to.slice("node:".length));
  }
  if (!/\.ts$/.test(to)) {
    const name = to.split("/", to.startsWith("@") ? 2 : 1).join("/");
    return packages[name]?.some((place) => from === place || from.startsWith(`${place}/`)) ?? false;
  }
  const frontends = [from, to].map((path) => /^frontends\/([^/]+)\//.exec(path)?.[1]);
  if (frontends[0] !== undefined && frontends[1] !== undefined) return frontends[0] === frontends[1];
  return floorOf(to) === floor || (floors[floor]?.includes(floorOf(to)) ?? false);
}

function floorOf(path: string): string {
  const withoutExtension = path.replace(/\.ts$/, "");
  return withoutExtension in floors ? withoutExtension : (path.split("/")[0] ?? "").replace(/\.ts$/, "");
}

const source = fileURLToPath(new URL("../src/", import.meta.url));
const project = new Project({ tsConfigFilePath: join(source, "tsconfig.json"), skipAddingFilesFromTsConfig: true });
project.addSourceFilesAtPaths(join(source, "**/*.ts"));

function importOf(file: SourceFile, target: string): Import {
  const path = file.getFilePath();
  const to = target.startsWith(".") ? relative(source, join(dirname(path), target)).replace(/\.js$/, ".ts") : target;
  return { from: relative(source, path), to };
}

/** What is loaded with a file: its imports that are neither of types only nor made later by `import()`, and theirs. */
function loadedWith(path: string, loaded = new Set<string>()): ReadonlySet<string> {
  loaded.add(path);
  const file = project.getSourceFile(join(source, path));
  for (const declaration of [...(file?.getImportDeclarations() ?? []), ...(file?.getExportDeclarations() ?? [])]) {
    const target = declaration.getModuleSpecifierValue();
    const names = declaration.getDescendantsOfKind(SyntaxKind.ImportSpecifier);
    const isErased = declaration.isTypeOnly() || (names.length > 0 && names.every((name) => name.isTypeOnly()));
    if (file === undefined || target === undefined || isErased) continue;
    const { to } = importOf(file, target);
    if (!loaded.has(to)) loadedWith(to, loaded);
  }
  return loaded;
}

test("a floor imports only what stands below it, a package is imported in its place only", () => {
  const imports = project
    .getSourceFiles()
    .flatMap((file) => file.getImportStringLiterals().map((literal) => importOf(file, literal.getLiteralValue())));
  expect(imports.length).toBeGreaterThan(300);
  expect(imports.flatMap((one) => violation(one) ?? [])).toEqual([]);
});

test.each(["run-openapi", "run-ts", "run-build"])(
  "%s that finds nothing changed loads no package, and little of mcpgen",
  (command) => {
    const loaded = [...new Set([...loadedWith("cli/main.ts"), ...loadedWith(`cli/${command}.ts`)])];
    expect(loaded.filter((path) => !path.endsWith(".ts") && !path.startsWith("node:"))).toEqual([]);
    expect(loaded).not.toContain("compile.ts");
    expect(loaded).toContain("writer/up-to-date.ts");
    expect(loaded.length).toBeLessThan(36);
  },
);

test("the light entry loads no package", () => {
  expect([...loadedWith("index.ts")].filter((path) => !path.endsWith(".ts"))).toEqual([]);
});

describe("the check fails", () => {
  test.each([
    ["emitter/emit.ts", "frontends/openapi/load-openapi.ts"],
    ["frontends/openapi/load-openapi.ts", "frontends/typescript/read.ts"],
    ["runtime/server.ts", "ir/program.ts"],
    ["ir/program.ts", "diagnostics/diagnostic.ts"],
    ["writer/write.ts", "emitter/emit.ts"],
    ["passes/run-passes.ts", "emitter/emit.ts"],
    ["compile.ts", "writer/write.ts"],
    ["cli/generate.ts", "frontends/openapi/load-openapi.ts"],
    ["index.ts", "compile.ts"],
    ["runtime/server.ts", "@modelcontextprotocol/sdk/types.js"],
    ["writer/write.ts", "prettier"],
    ["emitter/emit.ts", "js-yaml"],
    ["cli/main.ts", "left-pad"],
    ["emitter/emit.ts", "node:fs"],
    ["passes/run-passes.ts", "node:child_process"],
  ])("when %s imports %s", (from, to) => {
    expect(violation({ from, to })).toBe(`${from} (${floorOf(from)}) imports ${to}`);
  });

  test("and passes what is meant to be", () => {
    expect(violation({ from: "runtime/protocol/server.ts", to: "@modelcontextprotocol/sdk/types.js" })).toBeUndefined();
    expect(violation({ from: "frontends/openapi/a.ts", to: "frontends/openapi/b.ts" })).toBeUndefined();
    expect(violation({ from: "writer/write.ts", to: "emitter/generated-file.ts" })).toBeUndefined();
  });
});
