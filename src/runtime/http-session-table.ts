import { memoryEvents, type EventStore } from "./event-store.js";
import type { McpServer } from "./server.js";
import { watchedStream } from "./watched-stream.js";

export interface HttpSessionOptions {
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

/** What the table tells the transport of a session that is about to begin. */
export interface NewSession {
  readonly sessionIdGenerator: () => string;
  readonly onsessioninitialized: () => void;
  readonly onsessionclosed: () => void;
  readonly enableJsonResponse: boolean;
  readonly maxRequestBodySize: number;
  readonly retryInterval: number;
}

/** A session as an adapter has it: a transport with a protocol server behind it. */
export interface SessionLink {
  readonly answer: (request: Request, auth: object) => Promise<Response>;
  readonly close: () => Promise<void>;
}

interface Session extends SessionLink {
  readonly owner: string;
  /** Requests that are being answered, and streams that are open. */
  open: number;
  idleSince: number;
}

/** Makes the link of a session. `id` is its id, `events` where its messages are kept. */
export type OpenSession = (
  server: McpServer,
  id: string,
  session: NewSession,
  events: EventStore | undefined,
) => Promise<SessionLink>;

/**
 * Answers requests by the sessions that they name (`Mcp-Session-Id`), whatever the line of the SDK. A session lives in this process and
 * belongs to whoever began it.
 */
export function httpSessionTable(
  {
    idleMinutes = 30,
    limit = 1000,
    responses = "stream",
    events = () => memoryEvents(),
    retryMs = 1000,
  }: HttpSessionOptions,
  openSession: OpenSession,
): (server: McpServer, request: Request, auth: object) => Promise<Response> {
  const sessions = new Map<string, Session>();

  function sweep(): void {
    for (const [id, session] of sessions) {
      if (session.open > 0 || Date.now() - session.idleSince < idleMinutes * 60_000) continue;
      sessions.delete(id);
      void session.close();
    }
  }

  async function begin(server: McpServer, request: Request, auth: object): Promise<Response> {
    if (request.method !== "POST") return refused(400, -32000, "Mcp-Session-Id is missing.");
    if (sessions.size >= limit) return refused(503, -32000, "There are too many sessions; try again later.");
    const id = crypto.randomUUID();
    const facts: NewSession = {
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
    };
    const link = await openSession(server, id, facts, events === false ? undefined : events(id));
    const session: Session = { ...link, owner: ownerOf(auth), open: 0, idleSince: Date.now() };
    const response = await answer(session, request, auth);
    // It was no `initialize`: the transport has said so, and nobody can come back to it.
    if (!sessions.has(id)) await session.close();
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
      const response = await session.answer(request, auth);
      if (response.body === null) {
        done();
        return response;
      }
      return new Response(watchedStream(response.body, done), response);
    } catch (error) {
      done();
      throw error;
    }
  }

  return async (server, request, auth) => {
    sweep();
    const id = request.headers.get("mcp-session-id");
    if (id === null) return begin(server, request, auth);
    const session = sessions.get(id);
    if (session?.owner !== ownerOf(auth)) return refused(404, -32001, "Session not found");
    return answer(session, request, auth);
  };
}

function ownerOf(auth: object): string {
  return "subject" in auth ? String(auth.subject) : "";
}

function refused(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: "2.0", error: { code, message }, id: null }, { status });
}
