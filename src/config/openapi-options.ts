import { createHash } from "node:crypto";
import type { CompileOptions } from "../compile.js";

/** Options of `mcpgen openapi` that decide what is generated, as they stand on the command line. */
export interface OpenApiFlags {
  readonly name?: string;
  readonly namespace?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly includeTag?: readonly string[];
  readonly excludeTag?: readonly string[];
  readonly outputSchemas?: CompileOptions["outputSchemas"];
  /** False with `--no-coerce`. */
  readonly coerce?: boolean;
  readonly mediaType?: string;
  readonly allowRefs?: boolean;
  readonly overlays?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly sdk?: CompileOptions["sdk"];
}

/** Fills in the defaults. Lists keep their order and lose repetitions. */
export function openApiOptions(flags: OpenApiFlags): CompileOptions {
  return {
    ...(flags.name !== undefined && { name: flags.name }),
    ...(flags.namespace !== undefined && { namespace: flags.namespace }),
    include: distinct(flags.include),
    exclude: distinct(flags.exclude),
    includeTags: distinct(flags.includeTag),
    excludeTags: distinct(flags.excludeTag),
    outputSchemas: flags.outputSchemas ?? "relaxed",
    coerce: flags.coerce ?? true,
    ...(flags.mediaType !== undefined && { mediaType: flags.mediaType }),
    allowRefs: flags.allowRefs ?? false,
    overlays: distinct(flags.overlays),
    env: flags.env ?? {},
    sdk: flags.sdk ?? "v1",
  };
}

/**
 * Digest of a document's address and of all options but the name, which the lock file keeps apart: a run with the
 * same digest over the same bytes generates the same.
 */
export function optionsDigest(document: string, { name: _name, ...options }: CompileOptions): string {
  const canonical = Object.entries({ document, ...options }).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(canonical)).digest("hex");
}

function distinct(list: readonly string[] = []): readonly string[] {
  return [...new Set(list)];
}
