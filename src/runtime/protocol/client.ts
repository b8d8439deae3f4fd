/// <reference types="node" />
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { RequestOptions } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/cfworker";
import type { ResourceContents } from "../content.js";
import type { ListedResource, ListedResourceTemplate, ListedTool } from "../listing.js";
import type { Progress } from "../request.js";
import type { ToolResult } from "../result.js";
import type { McpServer } from "../server.js";

/** Where a server is. */
export type ConnectionTarget =
  | {
      readonly kind: "command";
      readonly command: string;
      readonly args: readonly string[];
      /** Variables beside those that every process gets (PATH and the like). */
      readonly env?: Readonly<Record<string, string>>;
      readonly cwd?: string;
      /** What becomes of the server's stderr; default: `inherit`. */
      readonly stderr?: "inherit" | "ignore";
    }
  | { readonly kind: "url"; readonly url: URL; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: "server"; readonly server: McpServer };

/** How one request is made. */
export interface RequestLimits {
  readonly signal?: AbortSignal;
  /** Milliseconds to wait for the answer; progress starts them anew. Default: 60,000. */
  readonly timeoutMs?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** A connection to a server, in the runtime's own terms. Errors of the protocol reject with the SDK's error. */
export interface ProtocolClient {
  readonly serverInfo: { readonly name: string; readonly version: string; readonly title?: string } | undefined;
  readonly instructions: string | undefined;
  /** True when the server has resources. */
  readonly hasResources: boolean;
  /** All pages. */
  listTools(limits?: RequestLimits): Promise<readonly ListedTool[]>;
  listResources(limits?: RequestLimits): Promise<readonly ListedResource[]>;
  listResourceTemplates(limits?: RequestLimits): Promise<readonly ListedResourceTemplate[]>;
  callTool(name: string, args: object, limits?: RequestLimits): Promise<ToolResult>;
  readResource(uri: string, limits?: RequestLimits): Promise<readonly ResourceContents[]>;
  close(): Promise<void>;
}

/** Connects and shakes hands. */
export async function connectClient(
  target: ConnectionTarget,
  info: { readonly name: string; readonly version: string },
): Promise<ProtocolClient> {
  const client = new Client(info, { jsonSchemaValidator: new CfWorkerJsonSchemaValidator() });
  await client.connect(await transportTo(target));
  return {
    serverInfo: client.getServerVersion() as ProtocolClient["serverInfo"],
    instructions: client.getInstructions(),
    hasResources: client.getServerCapabilities()?.resources !== undefined,
    listTools: (limits) =>
      pages(async (page) => {
        const { tools, nextCursor } = await client.listTools(page, optionsOf(limits));
        return { items: tools as unknown as readonly ListedTool[], nextCursor };
      }),
    listResources: (limits) =>
      pages(async (page) => {
        const { resources, nextCursor } = await client.listResources(page, optionsOf(limits));
        return { items: resources as unknown as readonly ListedResource[], nextCursor };
      }),
    listResourceTemplates: (limits) =>
      pages(async (page) => {
        const { resourceTemplates, nextCursor } = await client.listResourceTemplates(page, optionsOf(limits));
        return { items: resourceTemplates as unknown as readonly ListedResourceTemplate[], nextCursor };
      }),
    callTool: async (name, args, limits) => {
      const params = { name, arguments: args as Record<string, unknown> };
      return (await client.callTool(params, undefined, optionsOf(limits))) as unknown as ToolResult;
    },
    readResource: async (uri, limits) => {
      const { contents } = await client.readResource({ uri }, optionsOf(limits));
      return contents as unknown as readonly ResourceContents[];
    },
    close: () => client.close(),
  };
}

/** Only the transport that is used is loaded: a browser or an edge runtime has no processes. */
async function transportTo(target: ConnectionTarget): Promise<Transport> {
  switch (target.kind) {
    case "command": {
      const { StdioClientTransport, getDefaultEnvironment } = await import("@modelcontextprotocol/sdk/client/stdio.js");
      const { command, args, env, cwd, stderr = "inherit" } = target;
      return new StdioClientTransport({
        command,
        args: [...args],
        env: { ...getDefaultEnvironment(), ...env },
        stderr,
        ...(cwd === undefined ? {} : { cwd }),
      });
    }
    case "url": {
      const { StreamableHTTPClientTransport } = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
      return new StreamableHTTPClientTransport(target.url, {
        requestInit: { headers: { ...target.headers } },
      }) as Transport;
    }
    case "server": {
      const [{ InMemoryTransport }, { createProtocolServer }] = await Promise.all([
        import("@modelcontextprotocol/sdk/inMemory.js"),
        import("./server.js"),
      ]);
      const [near, far] = InMemoryTransport.createLinkedPair();
      await createProtocolServer(target.server).connect(far);
      return near;
    }
  }
}

function optionsOf({ signal, timeoutMs, onProgress }: RequestLimits = {}): RequestOptions {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(onProgress === undefined ? {} : { onprogress: onProgress as NonNullable<RequestOptions["onprogress"]> }),
    resetTimeoutOnProgress: true,
  };
}

/** Follows cursors to the end; a server that gives a cursor twice would never end. */
async function pages<Item>(
  ask: (page: { cursor: string } | undefined) => Promise<{ items: readonly Item[]; nextCursor: string | undefined }>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  const seen = new Set<string>();
  let page: { cursor: string } | undefined;
  for (;;) {
    const { items, nextCursor } = await ask(page);
    all.push(...items);
    if (nextCursor === undefined || seen.has(nextCursor)) return all;
    seen.add(nextCursor);
    page = { cursor: nextCursor };
  }
}
