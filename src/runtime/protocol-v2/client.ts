import {
  Client,
  LOG_LEVEL_META_KEY,
  type RequestOptions,
  StreamableHTTPClientTransport,
  type Transport,
} from "@modelcontextprotocol/client";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/client/validators/cf-worker";
import type { JsonObject } from "../json.js";
import type { ClientOptions, ConnectionTarget, ProtocolClient } from "../mcp-client.js";
import { hearsOf } from "./answer-server.js";
import { anyObject } from "./any-object.js";

/** From it on nothing is told that was not asked for. */
const modern = "2026-07-28";

/** Speaks the newest revision that both know. */
export async function connectClient(target: ConnectionTarget, options: ClientOptions = {}): Promise<ProtocolClient> {
  const client = new Client(
    { name: options.name ?? "mcpgen-client", version: "1.0.0" },
    { jsonSchemaValidator: new CfWorkerJsonSchemaValidator(), versionNegotiation: { mode: "auto" } },
  );
  options.prepare?.(client);
  await client.connect(await transportTo(target, options));
  const isModern = client.getNegotiatedProtocolVersion() === modern;
  const hears = hearsOf(client);
  if (isModern && hears.changes) await listen(client);
  return {
    serverInfo: client.getServerVersion() as ProtocolClient["serverInfo"],
    instructions: client.getInstructions(),
    capabilities: client.getServerCapabilities() as JsonObject,
    request: (method, params, { signal, timeoutMs, onProgress } = {}) => {
      const limits = { signal, timeout: timeoutMs, onprogress: onProgress, resetTimeoutOnProgress: true };
      const given = params as Record<string, unknown>;
      const _meta = { ...(given["_meta"] as object | undefined), [LOG_LEVEL_META_KEY]: "info" };
      const request = { method, params: isModern && hears.logs ? { ...given, _meta } : given };
      return client.request(request, anyObject, limits as RequestOptions);
    },
    close: () => client.close(),
  };
}

/** Has the server tell of changes, as older ones do unasked. */
async function listen(client: Client): Promise<void> {
  const { tools, prompts, resources } = client.getServerCapabilities() ?? {};
  const filter = {
    ...(tools?.listChanged && { toolsListChanged: true }),
    ...(prompts?.listChanged && { promptsListChanged: true }),
    ...(resources?.listChanged && { resourcesListChanged: true }),
  };
  if (Object.keys(filter).length > 0) await client.listen(filter);
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
