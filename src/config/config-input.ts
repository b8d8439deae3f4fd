import { resolve } from "node:path";
import type { CompileInput, SourceLayer } from "../compile.js";
import { compact } from "../ir/compact.js";
import type { Config } from "./config.js";
import type { MountedSource } from "./expand-mounts.js";

/**
 * What a configuration asks to compile, with the defaults filled in.
 *
 * @param sources the configuration's sources, with those of the configurations that it mounts in their places
 * @param rebase turns an absolute path, or an address, into what the host understands
 */
export function configInput(
  config: Config,
  sources: readonly MountedSource[],
  rebase: (path: string) => string,
): CompileInput {
  const {
    name,
    title,
    version,
    instructions,
    visibility,
    surface,
    pinned,
    resourcesAsTools,
    promptsAsTools,
    sdk = "v1",
  } = config;
  const layout = sources.some(({ source }) => source.kind === "typescript") ? "embedded" : "project";
  return {
    sources: sources.map(({ source, folder, layers }) =>
      compileSource(source, layers, (path) => rebase(/^https?:\/\//i.test(path) ? path : resolve(folder, path))),
    ),
    options: {
      ...compact({ name, title, version, instructions, visibility, surface, pinned, resourcesAsTools, promptsAsTools }),
      layout: config.layout ?? layout,
      sdk,
    },
  };
}

function compileSource(
  source: MountedSource["source"],
  layers: readonly SourceLayer[],
  rebase: (path: string) => string,
): CompileInput["sources"][number] {
  if (source.kind === "typescript") return { coerce: true, ...source, layers, inputs: source.inputs.map(rebase) };
  if (source.kind === "mcp") {
    const { command, args, env, cwd, url, headers, file, server, ...settings } = source;
    const rebased = { cwd: cwd && rebase(cwd), file: file && rebase(file) };
    return {
      includeTags: [],
      excludeTags: [],
      coerce: true,
      ...settings,
      layers,
      folder: rebase("."),
      reached: compact({ command, args, env, url, headers, server, ...rebased }),
    };
  }
  if (source.kind === "skills") {
    const defaults = { mainFile: "SKILL.md", supportingFiles: "template" } as const;
    return { ...defaults, ...source, layers, folders: source.folders.map(rebase) };
  }
  return {
    include: [],
    exclude: [],
    includeTags: [],
    excludeTags: [],
    outputSchemas: "relaxed",
    coerce: true,
    allowRefs: false,
    env: {},
    ...source,
    layers,
    document: rebase(source.document),
    overlays: (source.overlays ?? []).map(rebase),
  };
}
