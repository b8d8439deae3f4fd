import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { JSONRPCMessageSchema, type JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import type { McpServer } from "../server.js";
import { answerHttp } from "./http.js";
import { createProtocolServer, type ProtocolServer } from "./server.js";

type Answer = (server: McpServer, request: Request, auth: object) => Promise<Response>;

/** Bytes of a message. */
const largest = 4 * 1024 * 1024;
/** Milliseconds between comments that keep the stream alive. */
const keepAlive = 15_000;

interface Session {
  readonly transport: SseTransport;
  readonly sdk: ProtocolServer;
  readonly owner: string;
}

/**
 * HTTP with SSE as revision 2024-11-05 had it, at the same address, for clients that know nothing newer: GET opens the stream,
 * which names the address that messages are posted to. Everything else is answered as without it.
 */
export function legacySse(otherwise: Answer = answerHttp, { limit = 1000 } = {}): Answer {
  const sessions = new Map<string, Session>();

  async function open(server: McpServer, request: Request, auth: object): Promise<Response> {
    if (sessions.size >= limit) return new Response("There are too many sessions.", { status: 503 });
    const id = crypto.randomUUID();
    const transport = new SseTransport(`${new URL(request.url).pathname}?sessionId=${id}`);
    const sdk = createProtocolServer(server, id);
    sessions.set(id, { transport, sdk, owner: ownerOf(auth) });
    transport.onclosed = () => {
      sessions.delete(id);
      void sdk.close();
    };
    await sdk.connect(transport);
    const headers = { "content-type": "text/event-stream", "cache-control": "no-cache", "x-accel-buffering": "no" };
    return new Response(transport.stream, { headers });
  }

  async function receive(id: string, request: Request, auth: object): Promise<Response> {
    const session = sessions.get(id);
    if (session?.owner !== ownerOf(auth)) return new Response("Session not found", { status: 404 });
    if (Number(request.headers.get("content-length") ?? 0) > largest) return tooLarge();
    const text = await request.text();
    if (text.length > largest) return tooLarge();
    const message = parsed(text);
    if (message === undefined) return new Response("This is no JSON-RPC message.", { status: 400 });
    const headers = Object.fromEntries(request.headers);
    session.transport.onmessage?.(message, { authInfo: auth as never, requestInfo: { headers } });
    return new Response("Accepted", { status: 202 });
  }

  return (server, request, auth) => {
    const id = new URL(request.url).searchParams.get("sessionId");
    if (request.method === "POST" && id !== null) return receive(id, request, auth);
    const isNewer = request.headers.has("mcp-session-id") || request.headers.has("mcp-protocol-version");
    if (request.method === "GET" && !isNewer) return open(server, request, auth);
    return otherwise(server, request, auth);
  };
}

/** One client's stream. */
class SseTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport["onmessage"]>;
  onclosed?: () => void;
  readonly stream: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(endpoint: string) {
    this.stream = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.close(),
    });
    this.#write(`event: endpoint\ndata: ${endpoint}\n\n`);
    this.#timer = setInterval(() => {
      this.#write(": keepalive\n\n");
    }, keepAlive);
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    if (this.#controller === undefined) return Promise.reject(new Error("The client has gone."));
    this.#write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (this.#controller === undefined) return Promise.resolve();
    const controller = this.#controller;
    this.#controller = undefined;
    clearInterval(this.#timer);
    try {
      controller.close();
    } catch {
      // The client has closed it.
    }
    this.onclose?.();
    this.onclosed?.();
    return Promise.resolve();
  }

  #write(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }
}

function parsed(text: string): JSONRPCMessage | undefined {
  try {
    return JSONRPCMessageSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function tooLarge(): Response {
  return new Response("The message is too large.", { status: 413 });
}

function ownerOf(auth: object): string {
  return "subject" in auth ? String(auth.subject) : "";
}
