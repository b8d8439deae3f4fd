import { connect, type McpConnection } from "./mcp-client.js";
import type { McpServer } from "./server.js";

/** A client of a server in the same process, with the whole protocol between. Close it after the test. */
export function createTestClient(server: McpServer): Promise<McpConnection> {
  return connect(server, { name: "test" });
}
