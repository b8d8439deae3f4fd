import {
  isLegacyRequest,
  WebStandardStreamableHTTPServerTransport,
  type EventStore as SdkEventStore,
} from "@modelcontextprotocol/server";
import { httpSessionTable, type HttpSessionOptions as SessionOptions } from "../http-session-table.js";
import { httpAnswers, type AnswerHttp, type HttpAnswerOptions } from "./http.js";
import { createProtocolServer } from "./server.js";

export interface HttpSessionOptions extends SessionOptions, HttpAnswerOptions {}

/**
 * Streamable HTTP with sessions (`Mcp-Session-Id`) for clients of revisions up to 2025-11-25: the server can ask its clients,
 * notify them, and keep state for them. A session lives in this process and belongs to whoever began it. Newer clients know no
 * sessions, and are answered as without.
 */
export function httpSessions(options: HttpSessionOptions = {}): AnswerHttp {
  const answerModern = httpAnswers(options);
  const answerLegacy = httpSessionTable(options, async (server, id, session, events) => {
    const eventStore = events && { eventStore: events as unknown as SdkEventStore };
    const transport = new WebStandardStreamableHTTPServerTransport({ ...session, ...eventStore });
    const sdk = createProtocolServer(server, id);
    await sdk.connect(transport);
    return {
      answer: (request, auth) => transport.handleRequest(request, { authInfo: auth as never }),
      close: () => sdk.close(),
    };
  });
  return async (server, request, auth) =>
    (await isLegacyRequest(request)) ? answerLegacy(server, request, auth) : answerModern(server, request, auth);
}
