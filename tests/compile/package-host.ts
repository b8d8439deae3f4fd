import { nodeHost } from "../../src/cli/node-host.js";
import { packageRoot } from "../../src/cli/package-root.js";
import type { Host } from "../../src/host.js";
import { memoryHost } from "../frontends/openapi/load-document.js";

/** A host whose input files are the members of an object, with mcpgen's own templates and runtime. */
export function packageHost(files: Readonly<Record<string, unknown>>): Host {
  const own = nodeHost(packageRoot);
  return { ...memoryHost(files), asset: (path) => own.asset(path), assets: (directory) => own.assets(directory) };
}
