import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { RequestOptions } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import type { JsonObject } from "../json.js";
import type { ClientOptions, ConnectionTarget, ProtocolClient } from "../mcp-client.js";

export async function connectClient(target: ConnectionTarget, options: ClientOptions = {}): Promise<ProtocolClient> {
  const client = new Client({ name: options.name ?? "mcpgen-client", version: "1.0.0" });
  options.prepare?.(client);
  await client.connect(await transportTo(target, options));
  return {
    serverInfo: client.getServerVersion() as ProtocolClient["serverInfo"],
    instructions: client.getInstructions(),
    capabilities: client.getServerCapabilities() as JsonObject,
    request: async (method, params, { signal, timeoutMs, onProgress } = {}) => {
      const limits = { signal, timeout: timeoutMs, onprogress: onProgress, resetTimeoutOnProgress: true };
      const request = { method, params: params as Record<string, unknown> };
      return (await client.request(request, ResultSchema, limits as RequestOptions)) as JsonObject;
    },
    close: () => client.close(),
  };
}

/** Loads no other: a browser has no processes. */
async function transportTo(target: ConnectionTarget, options: ClientOptions): Promise<Transport> {
  if (target instanceof URL) {
    const { StreamableHTTPClientTransport } = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
    return new StreamableHTTPClientTransport(target, { requestInit: { headers: { ...options.headers } } });
  }
  if ("identity" in target) {
    const { InMemoryTransport } = await import("@modelcontextprotocol/sdk/inMemory.js");
    const { createProtocolServer } = await import("./server.js");
    const [near, far] = InMemoryTransport.createLinkedPair();
    await createProtocolServer(target, crypto.randomUUID()).connect(far);
    return near;
  }
  const { StdioClientTransport, getDefaultEnvironment } = await import("@modelcontextprotocol/sdk/client/stdio.js");
  const [command, ...args] = target;
  const { env, stderr = "inherit", cwd = process.cwd() } = options;
  return new StdioClientTransport({ command, args, env: { ...getDefaultEnvironment(), ...env }, stderr, cwd });
}
