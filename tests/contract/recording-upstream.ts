import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the upstream answers. */
export interface UpstreamAnswer {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is, anything else as JSON; absent: no body. */
  readonly body?: unknown;
}

/** An API on loopback that answers what it is told to and remembers what it was asked. */
export class RecordingUpstream {
  readonly #server: Server;
  #answer: UpstreamAnswer = {};
  #requests: RecordedRequest[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<RecordingUpstream> {
    const server = createServer();
    const upstream = new RecordingUpstream(server);
    server.on("request", (request, response) => {
      const chunks: Uint8Array[] = [];
      request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        upstream.#requests.push({ method, url, headers, body: Buffer.concat(chunks).toString("utf8") });
        const { status = 200, headers: answered, body } = upstream.#answer;
        const isText = typeof body === "string";
        response.writeHead(status, {
          ...(body !== undefined && { "content-type": isText ? "text/plain" : "application/json" }),
          ...answered,
        });
        response.end(isText || body === undefined ? body : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${String(portOf(this.#server.address()))}`;
  }

  /** Sets the answer to what comes, and forgets what came. */
  willAnswer(answer: UpstreamAnswer): void {
    this.#answer = answer;
    this.#requests = [];
  }

  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the upstream does not listen on a port");
  return address.port;
}
