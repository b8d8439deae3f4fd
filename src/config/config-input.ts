import type { CompileInput } from "../compile.js";
import { compact } from "../ir/compact.js";
import type { Config, ConfigSource } from "./config.js";

/**
 * What a configuration asks to compile, with the defaults filled in.
 *
 * @param rebase turns a path that is relative to the configuration's folder into one that the host understands
 */
export function configInput(config: Config, rebase: (path: string) => string): CompileInput {
  const { name, title, version, instructions, layout = "project", sdk = "v1", sources } = config;
  return {
    sources: sources.map((source) => compileSource(source, rebase)),
    options: { ...compact({ name, title, version, instructions }), layout, sdk },
  };
}

function compileSource(source: ConfigSource, rebase: (path: string) => string): CompileInput["sources"][number] {
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
    document: rebase(source.document),
    overlays: (source.overlays ?? []).map(rebase),
  };
}
