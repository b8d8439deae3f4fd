import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { nodeHost } from "../../src/cli/node-host.js";
import { packageRoot } from "../../src/cli/package-root.js";
import { compile, surfaceLine, type Compilation, type CompileInput, type CompileOptions } from "../../src/compile.js";
import { configInput } from "../../src/config/config-input.js";
import { openApiOptions } from "../../src/config/openapi-options.js";
import { validateConfig } from "../../src/config/validate-config.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { renderDiagnostics } from "../../src/diagnostics/render-diagnostics.js";
import type { GeneratedFile } from "../../src/emitter/generated-file.js";
import type { Host, ListingOutcome } from "../../src/host.js";
import { compact } from "../../src/ir/compact.js";
import { createLock, inputKey } from "../../src/writer/create-lock.js";
import { printLock } from "../../src/writer/lock-file.js";

const root = join(packageRoot, "fixtures");
const configName = "mcpgen.config.json";

/** Whether a file is a copy of a module of the runtime: `runtime-copy.test.ts` compares those instead. */
export function isRuntimeCopy({ path }: Pick<GeneratedFile, "path">): boolean {
  return /^(?:src\/)?runtime\//.test(path);
}

/** Sources, and what mcpgen is expected to make of them. */
export interface Fixture {
  readonly name: string;
  /** Folder of the sources; compilation starts in it, so that diagnostics name paths as a user there would see them. */
  readonly input: string;
  readonly expected: string;
  readonly asked: CompileInput;
}

/** A document, and the project that is expected of it. */
export interface DocumentFixture extends Fixture {
  /** The entry document, by its name in `input`. */
  readonly document: string;
}

const overrides = z.strictObject({
  name: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  include: z.array(z.string()).exactOptional(),
  exclude: z.array(z.string()).exactOptional(),
  includeTags: z.array(z.string()).exactOptional(),
  excludeTags: z.array(z.string()).exactOptional(),
  outputSchemas: z.enum(["relaxed", "strict", "none"]).exactOptional(),
  coerce: z.boolean().exactOptional(),
  mediaType: z.string().exactOptional(),
  allowRefs: z.boolean().exactOptional(),
  overlays: z.array(z.string()).exactOptional(),
  env: z.record(z.string(), z.string()).exactOptional(),
  surface: z.enum(["all", "search"]).exactOptional(),
  pinned: z.array(z.string()).exactOptional(),
});

const names = readdirSync(root)
  .filter((name) => existsSync(join(root, name, "input")))
  .sort();

/** Every folder of `fixtures/` whose `input/` is a document and what this refers to, by name. */
export const documentFixtures: readonly DocumentFixture[] = names
  .filter((name) => !isConfigured(name))
  .map(readDocumentFixture);

/** Every folder of `fixtures/` that has an `input/`. */
export const fixtures: readonly Fixture[] = [...documentFixtures, ...names.filter(isConfigured).map(readConfigured)];

function isConfigured(name: string): boolean {
  return existsSync(join(root, name, "input", configName));
}

function readDocumentFixture(name: string): DocumentFixture {
  const folder = join(root, name);
  const input = join(folder, "input");
  const optionsFile = join(folder, "options.json");
  const given = existsSync(optionsFile) ? overrides.parse(JSON.parse(readFileSync(optionsFile, "utf8"))) : {};
  const { surface, pinned, ...options } = given;
  const overlays = new Set(options.overlays);
  const documents = readdirSync(input).filter((file) => /\.(?:ya?ml|json)$/.test(file) && !overlays.has(file));
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0) {
    throw new Error(`${input} must hold exactly one document at its top, but holds: ${documents.join(", ")}`);
  }
  return {
    name,
    input,
    expected: join(folder, "expected"),
    document,
    asked: {
      sources: [{ kind: "openapi", document, ...openApiOptions({}), ...options }],
      options: { ...compact({ surface, pinned }), layout: "project", sdk: "v1" },
    },
  };
}

/** A fixture of any sources, which its configuration names. What another server lists stands in `listing.json`. */
function readConfigured(name: string): Fixture {
  const input = join(root, name, "input");
  const diagnostics = new Diagnostics();
  const config = validateConfig(JSON.parse(readFileSync(join(input, configName), "utf8")), configName, diagnostics);
  if (config === undefined) throw new Error(diagnostics.list.map(({ message }) => message).join("\n"));
  const sources = config.sources.map((source) => {
    if (source.kind === "mount") throw new Error(`${name}: fixtures mount nothing`);
    return { source, folder: input, layers: [] };
  });
  const asked = configInput(config, sources, (path) => relative(input, path).replaceAll("\\", "/") || ".");
  return { name, input, expected: join(root, name, "expected"), asked: { ...asked, output: "../expected" } };
}

/** Compiles a fixture in memory; `host` stands in for the disk. */
export function compileFixture(
  { input, asked }: Fixture,
  host: Host = fixtureHost(input),
  sdk: CompileOptions["sdk"] = "v1",
): Promise<Compilation> {
  return compile({ ...asked, options: { ...asked.options, sdk } }, host);
}

function fixtureHost(input: string): Host {
  const listing = join(input, "listing.json");
  if (!existsSync(listing)) return nodeHost(input);
  const listed = JSON.parse(readFileSync(listing, "utf8")) as Omit<ServerListing, "kind">;
  return { ...nodeHost(input), listServer: () => Promise.resolve({ kind: "listed", ...listed }) };
}

type ServerListing = Extract<ListingOutcome, { readonly kind: "listed" }>;

/**
 * The files of `expected/` by path: the project without the runtime's copies, its lock file as far as it says nothing of the
 * generator's version and of those copies, and `diagnostics.txt` when there are diagnostics.
 */
export function expectedFiles(
  { input, expected, asked }: Fixture,
  compilation: Compilation,
): ReadonlyMap<string, string> {
  const { program, surface, inputs, diagnostics } = compilation;
  const files = compilation.files.filter((file) => !isRuntimeCopy(file));
  const texts = new Map(files.map(({ path, text }) => [storedPath(path), text]));
  if (files.length > 0) {
    const lock = createLock(files, {
      generator: "0.0.0",
      name: asked.sources[0]?.name ?? program?.server.name ?? "",
      options: "",
      warnings: diagnostics.filter(({ severity }) => severity === "warning").length,
      inputs: new Map(inputs.map(({ path, sha256 }) => [inputKey(path, expected, input), sha256])),
      surface: surface.map((component) => ({ ...component, line: surfaceLine(component) })),
    });
    texts.set("mcpgen.lock.json", printLock(lock));
  }
  const rendered = renderDiagnostics(diagnostics, { format: "text", colour: false });
  if (rendered !== "") texts.set("diagnostics.txt", rendered);
  return texts;
}

/** Git would obey a `.gitattributes` among the expected files, and reviewers would find their differences folded. */
function storedPath(path: string): string {
  return path === ".gitattributes" ? "gitattributes.txt" : path;
}

/** Paths of all files below a folder, with `/`, sorted; empty when it is not there. */
export function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}
