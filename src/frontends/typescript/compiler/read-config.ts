import { posix } from "node:path";
import { ts } from "@ts-morph/common";
import type { HostFiles } from "../../../host.js";

/** What the package around the user's files says of them. */
export interface ProjectConfig {
  /** Folder of the nearest package.json; the working directory when there is none. */
  readonly folder: string;
  /** What package.json says; empty when there is none or it cannot be read. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Absolute path of the tsconfig.json that is followed, where there is one. */
  readonly tsconfig: string | undefined;
  /** Options of the whole chain of tsconfig files; those that TypeScript does not know are left out. */
  readonly options: ts.CompilerOptions;
  /** What the compiler makes of the package's `.ts` files. */
  readonly moduleSystem: "esm" | "commonjs";
  /** Declaration files that the tsconfig names beside what is imported. */
  readonly ambientFiles: () => readonly string[];
}

/** Reads the tsconfig.json and package.json that hold for a folder. */
export function readConfig(folder: string, files: HostFiles): ProjectConfig {
  const manifestPath = nearest(folder, "package.json", files);
  const text = manifestPath === undefined ? undefined : files.read(manifestPath);
  const manifest = text === undefined ? {} : parseManifest(text);
  const found = nearest(folder, "tsconfig.json", files);
  const tsconfig = found && followed(found, files);
  const options =
    tsconfig === undefined
      ? {
          module: ts.ModuleKind.NodeNext,
          moduleResolution: ts.ModuleResolutionKind.NodeNext,
          target: ts.ScriptTarget.ES2023,
        }
      : parse(tsconfig, files, false).options;
  return {
    folder: manifestPath === undefined ? files.directory : posix.dirname(manifestPath),
    manifest,
    tsconfig,
    options,
    moduleSystem: moduleSystem(options, manifest),
    ambientFiles: () =>
      tsconfig === undefined ? [] : parse(tsconfig, files, true).fileNames.filter((path) => /\.d\.[cm]?ts$/.test(path)),
  };
}

/** `module` decides; where it leaves the decision to the package, its `type` does. */
function moduleSystem(options: ts.CompilerOptions, manifest: Readonly<Record<string, unknown>>): "esm" | "commonjs" {
  const { module } = options;
  if (module === ts.ModuleKind.CommonJS) return "commonjs";
  const followsPackage = module !== undefined && module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext;
  return followsPackage && manifest["type"] !== "module" ? "commonjs" : "esm";
}

function parse(path: string, files: HostFiles, listFiles: boolean): ts.ParsedCommandLine {
  const { config } = readJson(path, files);
  return ts.parseJsonConfigFileContent(
    config,
    {
      useCaseSensitiveFileNames: true,
      fileExists: (file) => files.kind(file) === "file",
      readFile: (file) => files.read(file),
      readDirectory: (root) => (listFiles ? declarationFiles(root, files) : []),
    },
    posix.dirname(path),
    undefined,
    path,
  );
}

function readJson(path: string, files: HostFiles): { readonly config: unknown } {
  const read: { readonly config?: unknown } = ts.readConfigFile(path, (file) => files.read(file));
  return { config: read.config ?? {} };
}

/** A tsconfig.json that only names others (`files: []`, `references`) stands for the first of them. */
function followed(path: string, files: HostFiles): string {
  const { config } = readJson(path, files);
  if (!isRecord(config) || !Array.isArray(config["references"])) return path;
  if (!Array.isArray(config["files"]) || config["files"].length > 0 || "include" in config) return path;
  for (const reference of config["references"]) {
    if (!isRecord(reference) || typeof reference["path"] !== "string") continue;
    const target = posix.join(posix.dirname(path), reference["path"]);
    const file = target.endsWith(".json") ? target : `${target}/tsconfig.json`;
    if (files.kind(file) === "file") return file;
  }
  return path;
}

function declarationFiles(root: string, files: HostFiles): string[] {
  return files.list(root).flatMap(({ name, kind }) => {
    const path = `${root}/${name}`;
    if (kind === "file") return /\.d\.[cm]?ts$/.test(name) ? [path] : [];
    return name === "node_modules" || name.startsWith(".") ? [] : declarationFiles(path, files);
  });
}

/** The file of this name in a folder or the nearest one above it. */
function nearest(folder: string, name: string, files: HostFiles): string | undefined {
  for (let at = folder; ; at = posix.dirname(at)) {
    const path = posix.join(at, name);
    if (files.kind(path) === "file") return path;
    if (posix.dirname(at) === at) return undefined;
  }
}

function parseManifest(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
