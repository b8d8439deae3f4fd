import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeHost } from "../../src/cli/node-host.js";
import { packageRoot } from "../../src/cli/package-root.js";
import { compile, type Compilation, type OpenApiSourceOptions } from "../../src/compile.js";
import { openApiOptions } from "../../src/config/openapi-options.js";

const assets = new Map<string, Promise<string>>();
const host = nodeHost(packageRoot);

export interface CompileTextFiles {
  /** Where the document is said to lie. */
  readonly path?: string;
  /** Other files by path. */
  readonly others?: Readonly<Record<string, string>>;
}

/** Compiles a document that exists in memory only, with mcpgen's own templates and runtime. */
export function compileText(
  text: string | Uint8Array,
  { path = "api.json", others = {}, ...options }: Partial<OpenApiSourceOptions> & CompileTextFiles = {},
): Promise<Compilation> {
  const texts = new Map<string, string | Uint8Array>([...Object.entries(others), [path, text]]);
  return compile(
    {
      sources: [{ kind: "openapi", document: path, ...openApiOptions({}), ...options }],
      options: { layout: "project", sdk: "v1" },
    },
    {
      read: (asked) => {
        const found = texts.get(asked);
        if (found === undefined) return Promise.resolve({ kind: "failed", reason: "there is no such file" } as const);
        const bytes = typeof found === "string" ? new TextEncoder().encode(found) : found;
        return Promise.resolve({ kind: "bytes", bytes } as const);
      },
      realPath: (asked) => Promise.resolve(asked),
      files: host.files,
      listServer: () => Promise.resolve({ kind: "failed", reason: "there are no servers here" } as const),
      fetch: (url) => Promise.reject(new Error(`${url} was asked for`)),
      asset: (asset) => {
        const known = assets.get(asset) ?? readFile(join(packageRoot, asset), "utf8");
        assets.set(asset, known);
        return known;
      },
      assets: (directory) => host.assets(directory),
    },
  );
}
