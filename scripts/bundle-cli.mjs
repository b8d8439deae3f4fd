// @ts-check
// Makes the command line start fast: what tsc wrote for it becomes a few files instead of two hundred, and the templates are
// compiled now rather than in every run. Types and the package's other entries stay as tsc wrote them.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import Handlebars from "handlebars";
import { templateOptions } from "../dist/emitter/templates.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Takes the place of the module that reads and compiles templates.
 *
 * @type {import("esbuild").Plugin}
 */
const compiledTemplates = {
  name: "compiled-templates",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]emitter[\\/]templates\.js$/ }, () => ({ contents: templatesModule(), resolveDir: root }));
  },
};

function templatesModule() {
  const folder = join(root, "generator-templates");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".hbs"));
  const entries = paths.sort().map((path) => {
    const name = path.slice(0, -".hbs".length).replaceAll("\\", "/");
    return `${JSON.stringify(name)}: ${String(Handlebars.precompile(readFileSync(join(folder, path), "utf8"), templateOptions))}`;
  });
  return `import Handlebars from ${JSON.stringify(join(root, "node_modules/handlebars/dist/handlebars.runtime.min.js"))};
const compiled = { ${entries.join(",\n")} };
export async function readTemplate(_host, path) {
  const template = Handlebars.template(compiled[path]);
  return (view) => template(view);
}`;
}

rmSync(join(root, "dist/chunks"), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { "cli/main": "dist/cli/main.js" },
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  // Less text to read at each start; names stay, for the stacks of bug reports.
  minifyWhitespace: true,
  minifySyntax: true,
  plugins: [compiledTemplates],
  logLevel: "warning",
});
