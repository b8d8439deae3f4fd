import {
  isLegacyRequest,
  WebStandardStreamableHTTPServerTransport,
  type EventStore as SdkEventStore,
  type Server,
} from "@modelcontextprotocol/server";
import { memoryEvents, type EventStore } from "../event-store.js";
import type { McpServer } from "../server.js";
import { httpAnswers, type AnswerHttp, type HttpAnswerOptions } from "./http.js";
import { createProtocolServer } from "./server.js";

export interface HttpSessionOptions extends HttpAnswerOptions {
  /** Minutes without a request and without an open stream after which a session ends. Default: 30. */
  readonly idleMinutes?: number;
  /** Most sessions at a time; more are turned away with 503. Default: 1000. */
  readonly limit?: number;
  /** Whether calls are answered as one JSON document: then nothing can be sent while they run. Default: as a stream. */
  readonly responses?: "stream" | "json";
  /** Where messages are kept for clients whose connection breaks; false for nowhere. Default: memory. */
  readonly events?: ((session: string) => EventStore) | false;
  /** Milliseconds after which a client whose stream was closed should come back. Default: 1000. */
  readonly retryMs?: number;
}

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly sdk: Server;
  readonly owner: string;
  /** Requests that are being answered, and streams that are open. */
  open: number;
  idleSince: number;
}

/**
 * Streamable HTTP with sessions (`Mcp-Session-Id`) for clients of revisions up to 2025-11-25: the server can ask its clients,
 * notify them, and keep state for them. A session lives in this process and belongs to whoever began it. Newer clients know no
 * sessions, and are answered as without.
 */
export function httpSessions({
  idleMinutes = 30,
  limit = 1000,
  responses = "stream",
  events = () => memoryEvents(),
  retryMs = 1000,
  ...others
}: HttpSessionOptions = {}): AnswerHttp {
  const answerModern = httpAnswers(others);
  const sessions = new Map<string, Session>();

  function sweep(): void {
    for (const [id, session] of sessions) {
      if (session.open > 0 || Date.now() - session.idleSince < idleMinutes * 60_000) continue;
      sessions.delete(id);
      void session.sdk.close();
    }
  }

  async function begin(server: McpServer, request: Request, auth: object): Promise<Response> {
    if (request.method !== "POST") return refused(400, -32000, "Mcp-Session-Id is missing.");
    if (sessions.size >= limit) return refused(503, -32000, "There are too many sessions; try again later.");
    const id = crypto.randomUUID();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      onsessioninitialized: () => {
        sessions.set(id, session);
      },
      onsessionclosed: () => {
        sessions.delete(id);
      },
      enableJsonResponse: responses === "json",
      maxRequestBodySize: 4 * 1024 * 1024,
      retryInterval: retryMs,
      ...(events && { eventStore: events(id) as unknown as SdkEventStore }),
    });
    const sdk = createProtocolServer(server, id);
    const session: Session = { transport, sdk, owner: ownerOf(auth), open: 0, idleSince: Date.now() };
    await sdk.connect(transport);
    const response = await answer(session, request, auth);
    // It was no `initialize`: the transport has said so, and nobody can come back to it.
    if (!sessions.has(id)) await sdk.close();
    return response;
  }

  async function answer(session: Session, request: Request, auth: object): Promise<Response> {
    session.open++;
    let isDone = false;
    const done = () => {
      if (isDone) return;
      isDone = true;
      session.open--;
      session.idleSince = Date.now();
    };
    try {
      const response = await session.transport.handleRequest(request, { authInfo: auth as never });
      if (response.body === null) {
        done();
        return response;
      }
      return new Response(watched(response.body, done), response);
    } catch (error) {
      done();
      throw error;
    }
  }

  return async (server, request, auth) => {
    if (!(await isLegacyRequest(request))) return answerModern(server, request, auth);
    sweep();
    const id = request.headers.get("mcp-session-id");
    if (id === null) return begin(server, request, auth);
    const session = sessions.get(id);
    if (session?.owner !== ownerOf(auth)) return refused(404, -32001, "Session not found");
    return answer(session, request, auth);
  };
}

/** A stream as it is; `done` is called when it has ended, however it ends. */
function watched(stream: ReadableStream<Uint8Array>, done: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value } = await reader.read();
        if (value !== undefined) {
          controller.enqueue(value);
          return;
        }
        done();
        controller.close();
      } catch (error) {
        done();
        controller.error(error);
      }
    },
    async cancel(reason) {
      done();
      await reader.cancel(reason);
    },
  });
}

function ownerOf(auth: object): string {
  return "subject" in auth ? String(auth.subject) : "";
}

function refused(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: "2.0", error: { code, message }, id: null }, { status });
}
