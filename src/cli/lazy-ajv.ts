import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

const imports = /^import Ajv from ['"]ajv['"];\s*^import _addFormats from ['"]ajv-formats['"];/m;
const creation = "function createDefaultAjvInstance() {";

/**
 * Loads Ajv when a validator is first made with it. The SDK imports it always, and generated servers never use it: they give the
 * SDK another validator. A release of the SDK that says it otherwise is bundled as it is.
 */
export const lazyAjv: Plugin = {
  name: "lazy-ajv",
  setup(build) {
    build.onLoad({ filter: /[\\/]validation[\\/]ajv-provider\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      if (!imports.test(contents) || !contents.includes(creation)) return { contents };
      const late = `${creation}\n  const Ajv = require("ajv"), _addFormats = require("ajv-formats");`;
      return { contents: contents.replace(imports, "").replace(creation, late) };
    });
  },
};
