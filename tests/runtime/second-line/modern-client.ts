import { Client, InMemoryTransport, type ClientCapabilities } from "@modelcontextprotocol/client";
import { createContext, type Context } from "../../../src/runtime/context.js";
import { createHttpApp } from "../../../src/runtime/http-app.js";
import { isJsonObject, type JsonObject } from "../../../src/runtime/json.js";
import { httpAnswers, type HttpAnswerOptions } from "../../../src/runtime/protocol-v2/http.js";
import { serveConnection } from "../../../src/runtime/protocol-v2/stdio.js";
import type { McpServer } from "../../../src/runtime/server.js";
import type { Tool } from "../../../src/runtime/tool.js";

/** The revision without handshake and sessions. */
export const revision = "2026-07-28";

/** A tool that does something with its context, and gives the JSON of what came of it. */
export function contextTool(name: string, body: (context: Context) => unknown): Tool {
  return {
    name,
    inputSchema: { type: "object" },
    call: async (_args, scope) => {
      const value: unknown = (await body(createContext(scope))) ?? null;
      return { content: [{ type: "text", text: JSON.stringify(value) }] };
    },
  };
}

/** A client of a server in the same process, of the newest revision alone. */
export async function modernClient(
  server: McpServer,
  capabilities: ClientCapabilities = {},
  prepare: (client: Client) => void = () => undefined,
): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  serveConnection(server, far);
  const options = { capabilities, versionNegotiation: { mode: { pin: revision } } };
  const client = new Client({ name: "tester", version: "9" }, options);
  prepare(client);
  await client.connect(near);
  return client;
}

export interface ModernAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly result: JsonObject | undefined;
  readonly error: { readonly code: number; readonly message: string; readonly data?: JsonObject } | undefined;
  /** What came before the answer, where it came as a stream. */
  readonly notifications: readonly JsonObject[];
}

export interface ModernRequest {
  readonly capabilities?: JsonObject;
  /** Beside what every request has. */
  readonly meta?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

export const address = "http://127.0.0.1:3000/mcp";

/** Requests over HTTP, each by itself. */
export function modernHttp(server: McpServer, options: HttpAnswerOptions = {}, authorize?: () => Promise<object>) {
  const answer = httpAnswers(options);
  const { fetch } = createHttpApp(server, server.settings, { answer, ...(authorize && { authorize }) });

  async function send(
    method: string,
    params: JsonObject = {},
    { capabilities = {}, meta = {}, headers = {} }: ModernRequest = {},
  ) {
    const named = params["name"] ?? params["uri"];
    const own = {
      "io.modelcontextprotocol/protocolVersion": revision,
      "io.modelcontextprotocol/clientCapabilities": capabilities,
      "io.modelcontextprotocol/clientInfo": { name: "raw", version: "1" },
    };
    return fetch(
      new Request(address, {
        method: "POST",
        headers: {
          accept: "application/json, text/event-stream",
          "content-type": "application/json",
          "mcp-protocol-version": revision,
          "mcp-method": method,
          ...(typeof named === "string" && { "mcp-name": named }),
          ...headers,
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 7, method, params: { ...params, _meta: { ...own, ...meta } } }),
      }),
    );
  }

  async function ask(...given: Parameters<typeof send>): Promise<ModernAnswer> {
    const response = await send(...given);
    const text = await response.text();
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    const messages: JsonObject[] = isStream ? [...messagesIn(text)] : [JSON.parse(text) as JsonObject];
    const last = messages.pop();
    return {
      status: response.status,
      headers: response.headers,
      result: isJsonObject(last?.["result"]) ? last["result"] : undefined,
      error: last?.["error"] as ModernAnswer["error"],
      notifications: messages,
    };
  }
  return { fetch, send, ask };
}

/** The messages of a stream's text. */
export function messagesIn(text: string): readonly JsonObject[] {
  return [...text.matchAll(/^data: (.+)$/gm)].map(([, data = ""]) => JSON.parse(data) as JsonObject);
}
