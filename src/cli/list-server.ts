import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import type { ListedComponent } from "../drift/compare-surfaces.js";
import type { JsonObject } from "../ir/json.js";
import type { McpConnection } from "../runtime/mcp-client.js";
import { connectTarget } from "./connect-target.js";
import { readSurface } from "./read-surface.js";

/** A server as a client sees it. */
export interface ListedServer {
  /** What it says of itself; absent where it was not asked. */
  readonly server?: JsonObject;
  readonly components: readonly ListedComponent[];
}

/** What listing came to. */
export interface Listing {
  /** Absent (and reported) when there is nothing to list. */
  readonly listed?: ListedServer;
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything that a server offers. Of generated folders and documents it is known without starting them. */
export async function listServer(
  target: string,
  cwd: string,
  headers: Readonly<Record<string, string>>,
): Promise<Listing> {
  if (isAtHand(target, cwd)) {
    const diagnostics = new Diagnostics();
    const components = await readSurface(target, { cwd, diagnostics });
    return { ...(components && { listed: { components } }), diagnostics: diagnostics.list };
  }
  const { connection, diagnostics } = await connectTarget(target, cwd, headers);
  if (connection === undefined) return { diagnostics };
  try {
    return { listed: await askedServer(connection), diagnostics };
  } finally {
    await connection.close();
  }
}

function isAtHand(target: string, cwd: string): boolean {
  const path = resolve(cwd, target);
  if (!existsSync(path)) return false;
  return statSync(path).isFile() ? /\.(?:json|ya?ml)$/i.test(basename(path)) : existsSync(join(path, "surface.json"));
}

/** What a running server lists. */
export async function askedServer(connection: McpConnection): Promise<ListedServer> {
  const { serverInfo, instructions, capabilities } = connection;
  const components: ListedComponent[] = [];
  const ask = async (kind: Parameters<McpConnection["list"]>[0], as: ListedComponent["kind"]): Promise<void> => {
    const capability = kind === "resourceTemplates" ? "resources" : kind;
    if (!(capability in capabilities)) return;
    for (const component of await connection.list(kind))
      components.push({ kind: as, ...json(component), name: component.name });
  };
  await ask("tools", "tool");
  await ask("resources", "resource");
  await ask("resourceTemplates", "template");
  await ask("prompts", "prompt");
  return {
    server: { ...json(serverInfo ?? {}), ...(instructions === undefined ? {} : { instructions }), capabilities },
    components,
  };
}

/** What came over the wire is JSON. */
function json(value: object): JsonObject {
  return Object.fromEntries(Object.entries(value));
}
