import { nodeHost } from "../../src/cli/node-host.js";
import { packageRoot } from "../../src/cli/package-root.js";
import { compile, type Compilation, type McpSource } from "../../src/compile.js";
import { compiledProject } from "../contract/compiled-project.js";

/** Compiles a source of another server in memory; `mains` are texts of the author's own, by path below the output. */
export async function compiledProxy(
  reached: McpSource["reached"],
  more: Partial<McpSource> = {},
  yours: Readonly<Record<string, string>> = {},
): Promise<Compilation> {
  const source: McpSource = {
    kind: "mcp",
    reached,
    folder: ".",
    name: "docs",
    includeTags: [],
    excludeTags: [],
    coerce: true,
    ...more,
  };
  const host = nodeHost(packageRoot);
  return compile(
    { sources: [source], options: { layout: "project", sdk: "v1" }, output: ".scratch/none" },
    {
      ...host,
      read: (path) => {
        const text = yours[path.replace(".scratch/none/", "")];
        return text === undefined
          ? host.read(path)
          : Promise.resolve({ kind: "bytes", bytes: new TextEncoder().encode(text) });
      },
    },
  );
}

/** The same, compiled by `tsc` into a folder of its own: gives the folder with `main.js`. */
export async function builtProxy(
  name: string,
  reached: McpSource["reached"],
  more: Partial<McpSource> = {},
  yours: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { files, diagnostics } = await compiledProxy(reached, more, yours);
  const fault = diagnostics.find(({ severity }) => severity === "error");
  if (fault !== undefined) throw new Error(fault.message);
  return compiledProject(name, files, yours);
}

/** A `main.ts` that serves sessions over HTTP, each request with the token that its client names for the server behind. */
export const sessionsMain = `import { httpSessions } from "./runtime/protocol/http-sessions.js";
import { serve } from "./runtime/serve.js";
import { createServer } from "./server.js";
import { environment, readSettings } from "./settings.js";

const credentials = (context: unknown) => {
  const { request } = context as { request: { headers: Readonly<Record<string, string>> } };
  const token = request.headers["x-token"];
  return token === undefined ? {} : { DOCS_TOKEN: token };
};

serve({
  environment,
  readSettings,
  createServer: (settings) => createServer({ settings, credentials }),
  http: { answer: httpSessions() },
});
`;
