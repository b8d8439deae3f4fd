import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.js";

/** Entries of generated servers: of a project, and of one inside a package. */
const entries = ["src/main.ts", "main.ts"];

/** What bundling came to. */
export type Bundling =
  { readonly kind: "done"; readonly bytes: number } | { readonly kind: "failed"; readonly reason: string };

/**
 * Bundles a generated server with all that it imports into one JavaScript file that Node runs as it is. Packages are taken from
 * the server's own node_modules, or else from mcpgen's.
 *
 * @param root absolute path of the generated folder
 * @param outfile absolute path of the file to write
 */
export async function bundleServer(root: string, outfile: string): Promise<Bundling> {
  const entry = entries.map((name) => join(root, name)).find((path) => existsSync(path));
  if (entry === undefined)
    return { kind: "failed", reason: "there is no main.ts, which a generated server starts from" };
  const { build } = await import("esbuild");
  try {
    const { metafile } = await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      // Some packages still ask for Node's own modules by `require`.
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      nodePaths: [join(packageRoot, "node_modules"), join(packageRoot, "..")],
      absWorkingDir: root,
      legalComments: "none",
      // Names stay: stack traces can be read.
      minifyWhitespace: true,
      minifySyntax: true,
      logLevel: "silent",
      metafile: true,
    });
    const [output] = Object.values(metafile.outputs);
    return { kind: "done", bytes: output?.bytes ?? 0 };
  } catch (error) {
    return {
      kind: "failed",
      reason: error instanceof Error ? (error.message.split("\n")[1] ?? error.message) : String(error),
    };
  }
}
