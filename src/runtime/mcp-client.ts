/// <reference types="node" />
import type { ResourceContents } from "./content.js";
import { isJsonObject } from "./json-kinds.js";
import { wrapsResult } from "./json-schema.js";
import type { ListedResource, ListedResourceTemplate, ListedTool } from "./listing.js";
import { connectClient, type ConnectionTarget, type ProtocolClient, type RequestLimits } from "./protocol/client.js";
import type { ToolResult } from "./result.js";
import type { McpServer } from "./server.js";
import { erased } from "./tool.js";
import { UriTemplate } from "./uri-template.js";

export type { ResourceContents } from "./content.js";

/** A server: a command line, an http or https URL, or one in the same process. */
export type ClientTarget = string | URL | McpServer;

/** How to connect. */
export interface ClientOptions {
  /** How the client introduces itself; default: `mcpgen-client`. */
  readonly name?: string;
  /** Bearer token (URL). */
  readonly token?: string;
  /** Further headers of every request (URL). */
  readonly headers?: Readonly<Record<string, string>>;
  /** Variables of the server's environment, beside PATH and the like (command line). */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder that the command runs in (command line). */
  readonly cwd?: string;
  /** What becomes of the server's stderr (command line); default: `inherit`. */
  readonly stderr?: "inherit" | "ignore";
}

/** How one call is made. */
export type CallOptions = RequestLimits;

/** What a relaxed result can be sure of: every property may be absent, and every value null. */
export type Relaxed<T> = T extends readonly (infer Item)[]
  ? Relaxed<Item>[] | null
  : T extends object
    ? { [Key in keyof T]?: Relaxed<T[Key]> } | null
    : T | null;

/** The tool answered that it failed; the message is what it said. */
export class ToolCallError extends Error {
  override readonly name = "ToolCallError";
  /** Name of the tool. */
  readonly tool: string;
  /** The answer as it came. */
  readonly result: ToolResult;

  constructor(tool: string, result: ToolResult) {
    super(textOf(result) || `${tool} failed without saying why.`);
    this.tool = tool;
    this.result = result;
  }
}

/** A connection to an MCP server. */
export interface McpConnection {
  /** What the server says about itself; undefined where it says nothing. */
  readonly serverInfo: ProtocolClient["serverInfo"];
  readonly instructions: string | undefined;
  listTools(options?: CallOptions): Promise<readonly ListedTool[]>;
  listResources(options?: CallOptions): Promise<readonly ListedResource[]>;
  listResourceTemplates(options?: CallOptions): Promise<readonly ListedResourceTemplate[]>;
  /**
   * Calls a tool. The result is its JSON value, taken out of `result` where it was wrapped; else its text; else its
   * content blocks.
   *
   * @throws ToolCallError when the tool answers that it failed.
   */
  callTool<Result>(name: string, args?: object, options?: CallOptions): Promise<Result>;
  /** Calls a tool and answers everything that came back, failures too. */
  callToolRaw(name: string, args?: object, options?: CallOptions): Promise<ToolResult>;
  readResource(uri: string, options?: CallOptions): Promise<ResourceContents>;
  /** Reads the resource of a template whose address has these variables. */
  readTemplate(uriTemplate: string, variables: object, options?: CallOptions): Promise<ResourceContents>;
  close(): Promise<void>;
}

/** Connects to a server: a command line, a URL, or a server in the same process. */
export async function connect(target: ClientTarget, options: ClientOptions = {}): Promise<McpConnection> {
  const info = { name: options.name ?? "mcpgen-client", version: "1.0.0" };
  const client = await connectClient(targetOf(target, options), info);
  let wrapping: Promise<ReadonlySet<string>> | undefined;

  /** Whether a value stands in `result`: the answer's own mark says so; without one the tool's output schema does. */
  async function isWrapped(name: string, { structuredContent = {}, _meta }: ToolResult): Promise<boolean> {
    const mark = _meta?.["fastmcp"];
    if (isJsonObject(mark) && mark["wrap_result"] !== undefined) return mark["wrap_result"] === true;
    if (Object.keys(structuredContent).join() !== "result") return false;
    wrapping ??= client.listTools().then((tools) => {
      const wrapped = tools.filter(({ outputSchema }) => outputSchema !== undefined && wrapsResult(outputSchema));
      return new Set(wrapped.map((tool) => tool.name));
    });
    return (await wrapping).has(name);
  }

  const readResource = async (uri: string, limits?: CallOptions): Promise<ResourceContents> => {
    const [contents] = await client.readResource(uri, limits);
    if (contents === undefined) throw new Error(`${uri} has no contents.`);
    return contents;
  };

  return {
    serverInfo: client.serverInfo,
    instructions: client.instructions,
    listTools: client.listTools,
    listResources: client.listResources,
    listResourceTemplates: client.listResourceTemplates,
    callToolRaw: (name, args = {}, limits) => client.callTool(name, args, limits),
    async callTool<Result>(name: string, args: object = {}, limits?: CallOptions): Promise<Result> {
      const result = await client.callTool(name, args, limits);
      if (result.isError === true) throw new ToolCallError(name, result);
      const { structuredContent, content } = result;
      if (structuredContent !== undefined) {
        const isInner = await isWrapped(name, result);
        return erased<Result>(isInner ? structuredContent["result"] : structuredContent);
      }
      return erased<Result>(content.every(({ type }) => type === "text") ? textOf(result) : content);
    },
    readResource,
    readTemplate: (uriTemplate, variables, limits) =>
      readResource(new UriTemplate(uriTemplate).expand({ ...variables }), limits),
    close: client.close,
  };
}

function targetOf(target: ClientTarget, options: ClientOptions): ConnectionTarget {
  const { token, headers, env, cwd, stderr } = options;
  if (target instanceof URL || (typeof target === "string" && /^https?:\/\//i.test(target))) {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return { kind: "url", url: new URL(target), headers: { ...headers, ...authorization } };
  }
  if (typeof target !== "string") return { kind: "server", server: target };
  const [command = "", ...args] = wordsOf(target);
  return {
    kind: "command",
    command,
    args,
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(stderr === undefined ? {} : { stderr }),
  };
}

/** Words of a command line; quotes hold words together. No shell looks at it. */
function wordsOf(line: string): string[] {
  const words = line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g);
  return [...words].map(([word]) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

function textOf({ content }: ToolResult): string {
  return content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
}
