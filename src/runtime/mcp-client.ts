import type { Progress } from "./call-context.js";
import type { JsonObject } from "./json.js";
import { connectClient } from "./protocol/client.js";
import { valueOf, type ToolResult } from "./result.js";
import type { Kind, McpServer } from "./server.js";
import { erased, type ListedComponent } from "./tool.js";

export { ToolCallError } from "./result.js";

/** A command line, an http or https URL, or a server in the same process. */
export type ClientTarget = string | URL | McpServer;

export type ConnectionTarget = readonly [command: string, ...args: string[]] | URL | McpServer;

export interface ClientOptions {
  readonly name?: string;
  /** Such as `clientHandlers` makes. */
  readonly prepare?: (client: object) => void;
  /** Of every request (URL), such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Variables beside PATH and the like (command). */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Default: `inherit` (command). */
  readonly stderr?: "inherit" | "ignore";
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds, anew after each progress. Default: 60,000. */
  readonly timeoutMs?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** Errors of the protocol have a `code`. */
export interface ProtocolClient {
  readonly serverInfo: { readonly name: string; readonly version: string; readonly title?: string } | undefined;
  readonly instructions: string | undefined;
  readonly capabilities: JsonObject;
  request(method: string, params: object, options?: CallOptions): Promise<JsonObject>;
  close(): Promise<void>;
}

export interface McpConnection extends ProtocolClient {
  list(kind: Kind, options?: CallOptions): Promise<readonly ListedComponent[]>;
  /** The JSON value out of its wrapping, else the text, else the content. Throws `ToolCallError`. */
  callTool<Result>(name: string, args?: object, options?: CallOptions): Promise<Result>;
  callToolRaw(name: string, args?: object, options?: CallOptions): Promise<ToolResult>;
}

export async function connect(target: ClientTarget, options: ClientOptions = {}): Promise<McpConnection> {
  const client = await connectClient(typeof target === "string" ? parsedTarget(target) : target, options);
  const callToolRaw: McpConnection["callToolRaw"] = async (name, args = {}, limits) =>
    erased(await client.request("tools/call", { name, arguments: args }, limits));
  return {
    ...client,
    callToolRaw,
    async list(kind, limits) {
      const method = kind === "resourceTemplates" ? "resources/templates/list" : `${kind}/list`;
      const all: ListedComponent[] = [];
      // A server that gives a cursor twice would never end.
      const seen = new Set<unknown>();
      for (let cursor: unknown; !seen.has(cursor);) {
        seen.add(cursor);
        const page = await client.request(method, { cursor }, limits);
        all.push(...erased<readonly ListedComponent[]>(page[kind]));
        cursor = page["nextCursor"];
      }
      return all;
    },
    callTool: async (name, args, limits) => erased(valueOf(await callToolRaw(name, args, limits), name)),
  };
}

/** Quotes hold words together; no shell looks at it. */
function parsedTarget(target: string): URL | readonly [string, ...string[]] {
  if (/^https?:\/\//i.test(target)) return new URL(target);
  const words = [...target.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word);
  const [command = "", ...args] = words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  return [command, ...args];
}
