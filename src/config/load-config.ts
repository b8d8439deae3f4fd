import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig as loadWithC12 } from "c12";
import { createJiti, type Jiti } from "jiti";
import type { CompileInputFile } from "../compile.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { Config } from "./config.js";
import { validateConfig } from "./validate-config.js";

/** A configuration and what it was made from. */
export interface LoadedConfig {
  /** Absent (and reported) when the file cannot be loaded or is not valid. */
  readonly config?: Config;
  /** The file, and every module of the user's own that it imports, by absolute path. */
  readonly inputs: readonly CompileInputFile[];
}

/**
 * Runs a configuration file: TypeScript, JavaScript, JSON, or the key `mcpgen` of a package.json. `mcpgen` is the running copy
 * in it, whether or not one is installed there. Each call reads all modules anew.
 *
 * @param file absolute path
 * @param shownFile the path as diagnostics name it
 */
export async function loadConfig(file: string, shownFile: string, diagnostics: Diagnostics): Promise<LoadedConfig> {
  const entry = fileURLToPath(new URL("../index.js", import.meta.url));
  const compiler = fileURLToPath(new URL("../compiler.js", import.meta.url));
  const jiti = createJiti(file, {
    fsCache: false,
    moduleCache: true,
    interopDefault: true,
    alias: { mcpgen: entry, "mcpgen/compiler": compiler },
  });
  const before = new Set(Object.keys(jiti.cache));
  let value: unknown;
  try {
    value = basename(file) === "package.json" ? packageKey(file) : await run(file, jiti);
  } catch (error) {
    diagnostics.report("config/cannot-load", undefined, { file: shownFile, reason: reasonOf(error) });
  }
  const modules = Object.keys(jiti.cache).filter((module) => !before.has(module));
  const own = modules.filter((module) => !module.includes(`${sep}node_modules${sep}`) && !isOurs(module));
  const inputs = [...new Set([file, ...own])].map(inputFile);
  // The next call, after a change, is to read them again.
  for (const module of modules) Reflect.deleteProperty(jiti.cache, module);
  const config = value === undefined ? undefined : validateConfig(value, shownFile, diagnostics);
  return { ...(config && { config }), inputs };
}

/** c12 evaluates functions and promises too; everything else that it would look for besides is turned off. */
async function run(file: string, jiti: Jiti): Promise<unknown> {
  const { config } = await loadWithC12({
    cwd: dirname(file),
    configFile: file,
    configFileRequired: true,
    rcFile: false,
    packageJson: false,
    envName: false,
    extend: false,
    giget: false,
    jiti,
    merger: (...layers) => Object.fromEntries(layers.flatMap((layer) => Object.entries(layer ?? {}))),
  });
  return config;
}

/** The key `mcpgen` of a package.json. */
function packageKey(file: string): unknown {
  const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
  return typeof manifest === "object" && manifest !== null && "mcpgen" in manifest ? manifest.mcpgen : undefined;
}

/** Modules of mcpgen's own: the version stands for them. */
function isOurs(module: string): boolean {
  return module.startsWith(fileURLToPath(new URL("../", import.meta.url)));
}

/** A file that a configuration depends on, with the digest of its bytes. */
export function inputFile(path: string): CompileInputFile {
  return { path, sha256: createHash("sha256").update(readFileSync(path)).digest("hex") };
}

/** The first line of what was thrown: the rest is a stack or an excerpt. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n").find((line) => line.trim() !== "") ?? "it fails without saying why")
    .trim()
    .replace(/\.$/, "");
}
