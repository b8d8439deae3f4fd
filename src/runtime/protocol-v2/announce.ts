import type { Connectable, Connection } from "../channel.js";
import type { McpServer } from "../server.js";

/** Tells a server that wants to know (`withNotifications`) of a connection. */
export function announce(server: McpServer & Partial<Connectable>, connection: Connection): void {
  server.connected?.(connection);
}
