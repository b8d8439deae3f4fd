import { dirname } from "node:path";
import type { CompileInputFile, SourceLayer } from "../compile.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { Config, ConfigSource, MountConfig } from "./config.js";
import { configAt, lockedSourceAt } from "./find-config.js";
import { inputFile, loadConfig } from "./load-config.js";
import { validateConfig } from "./validate-config.js";

/** A source that is no mount, wherever it was written. */
export interface MountedSource {
  readonly source: Exclude<ConfigSource, MountConfig>;
  /** Absolute path of the folder that its paths are relative to. */
  readonly folder: string;
  /** What the configurations on the way to it do, the innermost first. */
  readonly layers: readonly SourceLayer[];
}

/** The sources of a configuration and of all that it mounts. */
export interface ExpandedSources {
  readonly sources: readonly MountedSource[];
  /** The files of the configurations that are mounted. */
  readonly inputs: readonly CompileInputFile[];
}

/**
 * Puts the sources of mounted configurations in the places of the mounts, at any depth. What cannot be mounted is reported.
 *
 * @param file absolute path of the configuration
 * @param shown a path as diagnostics name it
 */
export async function expandMounts(
  config: Config,
  file: string,
  shown: (path: string) => string,
  diagnostics: Diagnostics,
): Promise<ExpandedSources> {
  const inputs: CompileInputFile[] = [];

  async function expand({ sources }: Config, at: string, chain: readonly string[]): Promise<readonly MountedSource[]> {
    const found: MountedSource[] = [];
    for (const [index, source] of sources.entries()) {
      if (source.kind === "mount") found.push(...(await mounted(source, { at, index, chain })));
      else found.push({ source, folder: dirname(at), layers: [] });
    }
    return found;
  }

  async function mounted(
    { path, namespace }: MountConfig,
    { at, index, chain }: { readonly at: string; readonly index: number; readonly chain: readonly string[] },
  ): Promise<readonly MountedSource[]> {
    const origin = { kind: "pointer", file: shown(at), pointer: `/sources/${String(index)}` } as const;
    const target = configAt(path, dirname(at));
    const layer = namespace === undefined ? [] : [{ namespace }];
    const project = target === undefined ? lockedSourceAt(path, dirname(at)) : undefined;
    if (project !== undefined) {
      const { file, source } = project;
      inputs.push(inputFile(file));
      const inner = validateConfig({ output: ".", sources: [source] }, shown(file), diagnostics);
      const sources = inner === undefined ? [] : await expand(inner, file, [...chain, file]);
      return sources.map((one) => ({ ...one, layers: [...one.layers, ...layer] }));
    }
    if (target === undefined) {
      diagnostics.report("config/cannot-mount", origin, { path, reason: "there is no configuration" });
      return [];
    }
    if (chain.includes(target)) {
      diagnostics.report("config/cannot-mount", origin, { path, reason: "it mounts itself in the end" });
      return [];
    }
    const inner = await loadConfig(target, shown(target), diagnostics);
    inputs.push(...inner.inputs);
    if (inner.config === undefined) return [];
    const { visibility } = inner.config;
    const layers = [...(visibility === undefined ? [] : [{ visibility }]), ...layer];
    const sources = await expand(inner.config, target, [...chain, target]);
    return sources.map((source) => ({ ...source, layers: [...source.layers, ...layers] }));
  }

  return { sources: await expand(config, file, [file]), inputs };
}
