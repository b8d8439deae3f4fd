import {
  WebStandardStreamableHTTPServerTransport,
  type EventStore as SdkEventStore,
} from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { httpSessionTable, type HttpSessionOptions } from "../http-session-table.js";
import type { McpServer } from "../server.js";
import { createProtocolServer } from "./server.js";

export type { HttpSessionOptions } from "../http-session-table.js";

/**
 * Streamable HTTP with sessions (`Mcp-Session-Id`): the server can ask its clients, notify them, and keep state for them. A
 * session lives in this process and belongs to whoever began it.
 */
export function httpSessions(
  options: HttpSessionOptions = {},
): (server: McpServer, request: Request, auth: object) => Promise<Response> {
  return httpSessionTable(options, async (server, id, session, events) => {
    const eventStore = events && { eventStore: events as unknown as SdkEventStore };
    const transport = new WebStandardStreamableHTTPServerTransport({ ...session, ...eventStore });
    const sdk = createProtocolServer(server, id);
    await sdk.connect(transport);
    return {
      answer: (request, auth) => transport.handleRequest(request, { authInfo: auth as never }),
      close: () => sdk.close(),
    };
  });
}
