import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { compile } from "../compile.js";
import { openApiInput } from "../config/openapi-options.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { digest } from "../writer/digest.js";
import { bundleServer } from "./bundle-server.js";
import { nodeHost } from "./node-host.js";

/** A server that can be started: one JavaScript file in a cache folder. */
export interface CachedServer {
  /** Absolute path; absent when there is an error. */
  readonly file?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes a server of a generated folder, or of a document without options, without leaving anything beside either. */
export async function cachedServer(target: string, cwd: string): Promise<CachedServer> {
  const path = resolve(cwd, target);
  const cache = join(tmpdir(), `mcpgen-${digest(path).slice(0, 16)}`);
  const diagnostics = new Diagnostics();
  let root = path;
  let found: readonly Diagnostic[] = [];
  if (statSync(path).isFile()) {
    root = join(cache, "server");
    const { files, diagnostics: said } = await compile(openApiInput(target, {}), nodeHost(cwd));
    found = said;
    if (said.some(({ severity }) => severity === "error")) return { diagnostics: said };
    rmSync(root, { recursive: true, force: true });
    for (const { path: name, text } of files) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  }
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const file = join(cache, "server.mjs");
  const bundled = await bundleServer(root, file);
  if (bundled.kind === "failed") {
    diagnostics.report("output/cannot-bundle", undefined, { target, reason: bundled.reason });
    return { diagnostics: [...found, ...diagnostics.list] };
  }
  return { file, diagnostics: found };
}
