import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { nodeHost } from "../../src/cli/node-host.js";
import { packageRoot } from "../../src/cli/package-root.js";
import {
  compile,
  surfaceLine,
  type Compilation,
  type CompileOptions,
  type OpenApiSourceOptions,
} from "../../src/compile.js";
import { openApiOptions } from "../../src/config/openapi-options.js";
import { renderDiagnostics } from "../../src/diagnostics/render-diagnostics.js";
import type { Host } from "../../src/host.js";
import { createLock, inputKey } from "../../src/writer/create-lock.js";
import { printLock } from "../../src/writer/lock-file.js";

const root = join(packageRoot, "fixtures");

/** Below this the emitted project holds copies of the runtime, which `runtime-copy.test.ts` compares instead. */
export const runtimeFolder = "src/runtime/";

/** A document, and the project that mcpgen is expected to make of it. */
export interface Fixture {
  readonly name: string;
  /** Folder of the document; compilation starts in it, so that diagnostics name paths as a user there would see them. */
  readonly input: string;
  readonly expected: string;
  /** The entry document, by its name in `input`. */
  readonly document: string;
  readonly options: OpenApiSourceOptions;
  readonly server: Pick<CompileOptions, "surface" | "pinned">;
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

/** Every folder of `fixtures/` that has an `input/`, by name. */
export const fixtures: readonly Fixture[] = readdirSync(root)
  .filter((name) => existsSync(join(root, name, "input")))
  .sort()
  .map(readFixture);

function readFixture(name: string): Fixture {
  const folder = join(root, name);
  const input = join(folder, "input");
  const optionsFile = join(folder, "options.json");
  const given = existsSync(optionsFile) ? overrides.parse(JSON.parse(readFileSync(optionsFile, "utf8"))) : {};
  const { surface, pinned, ...options } = given;
  const server = { ...(surface && { surface }), ...(pinned && { pinned }) };
  const overlays = new Set(options.overlays);
  const documents = readdirSync(input).filter((file) => /\.(?:ya?ml|json)$/.test(file) && !overlays.has(file));
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0) {
    throw new Error(`${input} must hold exactly one document at its top, but holds: ${documents.join(", ")}`);
  }
  const expected = join(folder, "expected");
  return { name, input, expected, document, options: { ...openApiOptions({}), ...options }, server };
}

/** Compiles a fixture in memory; `host` stands in for the disk. */
export function compileFixture(
  { input, document, options, server }: Fixture,
  host?: Host,
  sdk: CompileOptions["sdk"] = "v1",
): Promise<Compilation> {
  return compile(
    { sources: [{ kind: "openapi", document, ...options }], options: { ...server, layout: "project", sdk } },
    host ?? nodeHost(input),
  );
}

/**
 * The files of `expected/` by path: the project without the runtime's copies, its lock file as far as it says nothing of the
 * generator's version and of those copies, and `diagnostics.txt` when there are diagnostics.
 */
export function expectedFiles(
  { input, expected, options }: Fixture,
  compilation: Compilation,
): ReadonlyMap<string, string> {
  const { program, surface, inputs, diagnostics } = compilation;
  const files = compilation.files.filter(({ path }) => !path.startsWith(runtimeFolder));
  const texts = new Map(files.map(({ path, text }) => [storedPath(path), text]));
  if (files.length > 0) {
    const lock = createLock(files, {
      generator: "0.0.0",
      name: options.name ?? program?.server.name ?? "",
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
