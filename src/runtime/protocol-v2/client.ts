import {
  Client,
  type RequestOptions,
  StreamableHTTPClientTransport,
  type Transport,
} from "@modelcontextprotocol/client";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/client/validators/cf-worker";
import type { JsonObject } from "../json.js";
import type { ClientOptions, ConnectionTarget, ProtocolClient } from "../mcp-client.js";
import { anyObject } from "./any-object.js";

/** Speaks the newest revision that both know. */
export async function connectClient(target: ConnectionTarget, options: ClientOptions = {}): Promise<ProtocolClient> {
  const client = new Client(
    { name: options.name ?? "mcpgen-client", version: "1.0.0" },
    { jsonSchemaValidator: new CfWorkerJsonSchemaValidator(), versionNegotiation: { mode: "auto" } },
  );
  options.prepare?.(client);
  await client.connect(await transportTo(target, options));
  return {
    serverInfo: client.getServerVersion() as ProtocolClient["serverInfo"],
    instructions: client.getInstructions(),
    capabilities: client.getServerCapabilities() as JsonObject,
    request: (method, params, { signal, timeoutMs, onProgress } = {}) => {
      const limits = { signal, timeout: timeoutMs, onprogress: onProgress, resetTimeoutOnProgress: true };
      const request = { method, params: params as Record<string, unknown> };
      return client.request(request, anyObject, limits as RequestOptions);
    },
    close: () => client.close(),
  };
}

/** Only the transport that is used is loaded: a browser or an edge runtime has no processes. */
async function transportTo(target: ConnectionTarget, options: ClientOptions): Promise<Transport> {
  if (target instanceof URL) {
    return new StreamableHTTPClientTransport(target, { requestInit: { headers: { ...options.headers } } });
  }
  if ("identity" in target) {
    const { InMemoryTransport } = await import("@modelcontextprotocol/server");
    const { serveConnection } = await import("./stdio.js");
    const [near, far] = InMemoryTransport.createLinkedPair();
    serveConnection(target, far);
    return near;
  }
  const { StdioClientTransport, getDefaultEnvironment } = await import("@modelcontextprotocol/client/stdio");
  const [command, ...args] = target;
  const { env, stderr = "inherit", cwd = process.cwd() } = options;
  // A class of its own: for the SDK's the client would start a second process, to see what the first will understand.
  const OwnProcess = class extends StdioClientTransport {};
  return new OwnProcess({ command, args, env: { ...getDefaultEnvironment(), ...env }, stderr, cwd });
}
