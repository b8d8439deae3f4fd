import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { connect, type ClientOptions, type McpConnection } from "../runtime/mcp-client.js";
import { cachedServer } from "./cached-server.js";

/** What a connection came to. */
export interface Connected {
  /** Absent (and reported) when there is none. */
  readonly connection?: McpConnection;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where clients keep the servers that they know. */
const serverFiles = [".mcp.json", "mcp.json", ".cursor/mcp.json", ".vscode/mcp.json"];

/**
 * Connects to a server: an http or https address, a generated folder, a document, `mcp.json:name` or a name in the files where
 * clients keep their servers, or a command line.
 *
 * @param headers of every request to an address
 */
export async function connectTarget(
  target: string,
  cwd: string,
  headers: Readonly<Record<string, string>>,
): Promise<Connected> {
  const fail = (reason: string, found: readonly Diagnostic[] = []): Connected => {
    const diagnostics = new Diagnostics();
    diagnostics.report("output/cannot-connect", undefined, { target, reason });
    return { diagnostics: [...found, ...diagnostics.list] };
  };
  const open = async (to: string, options: ClientOptions): Promise<Connected> => {
    try {
      return { connection: await connect(to, { cwd, ...options }), diagnostics: [] };
    } catch (error) {
      return fail(error instanceof Error ? error.message.replace(/\.$/, "") : String(error));
    }
  };
  if (/^https?:\/\//i.test(target)) return open(target, { headers });
  const known = knownServer(target, cwd);
  if (known !== undefined)
    return open(known.to, { ...known.options, headers: { ...known.options.headers, ...headers } });
  if (existsSync(resolve(cwd, target))) {
    const { file, diagnostics } = await cachedServer(target, cwd);
    return file === undefined ? { diagnostics } : open(`"${process.execPath}" "${file}"`, { env: ownEnvironment() });
  }
  return open(target, { env: ownEnvironment() });
}

/** What is started here finds credentials and base URLs as it would from a shell; what an mcp.json names has its own. */
function ownEnvironment(): Readonly<Record<string, string>> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

interface KnownServer {
  readonly to: string;
  readonly options: ClientOptions;
}

function knownServer(target: string, cwd: string): KnownServer | undefined {
  const named = /^(.*\.json):([^:/\\]+)$/.exec(target);
  const files = named?.[1] === undefined ? serverFiles : [named[1]];
  const name = named?.[2] ?? target;
  for (const file of files) {
    const entry = entryIn(join(cwd, file), name) ?? entryIn(file, name);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** A server of `mcpServers` (most clients) or `servers` (VS Code). */
function entryIn(file: string, name: string): KnownServer | undefined {
  if (!existsSync(file)) return undefined;
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  const entry = recordOf(recordOf(recordOf(value)["mcpServers"] ?? recordOf(value)["servers"])[name]);
  const { url, command, args } = entry;
  if (typeof url === "string") return { to: url, options: { headers: textsOf(entry["headers"]) } };
  if (typeof command !== "string") return undefined;
  const words = [command, ...(Array.isArray(args) ? args.filter((arg) => typeof arg === "string") : [])];
  // Words may hold blanks; the client takes quotes off again.
  return {
    to: words.map((word) => (word.includes('"') ? `'${word}'` : `"${word}"`)).join(" "),
    options: { env: textsOf(entry["env"]) },
  };
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).flatMap(([key, one]) => (typeof one === "string" ? [[key, one] as const] : [])),
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
