import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import type { ClientCapabilities } from "@modelcontextprotocol/sdk/types.js";
import { createProtocolServer } from "../../src/runtime/protocol/server.js";
import type { McpServer } from "../../src/runtime/server.js";

export interface ConnectedClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** Sets handlers before the client connects. */
  readonly prepare?: (client: Client) => void;
}

/** A client in the same process, in a session of its own. */
export async function connectedClient(server: McpServer, options: ConnectedClientOptions = {}): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createProtocolServer(server, crypto.randomUUID()).connect(far);
  const client = new Client({ name: "tester", version: "9" }, { capabilities: options.capabilities ?? {} });
  options.prepare?.(client);
  await client.connect(near);
  return client;
}
