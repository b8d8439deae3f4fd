/// <reference types="node" />
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { McpServer } from "../server.js";
import { createProtocolServer } from "./server.js";

/** Most bytes of a request's body; longer ones are answered with 413. */
const maxBodyBytes = 4 * 1024 * 1024;

/**
 * Answers POST requests of Streamable HTTP without sessions: each has a protocol server of its own, so nothing of one client
 * can reach another. Host, Origin and token have to be checked before.
 */
export async function answerHttp(server: McpServer, request: Request): Promise<Response> {
  const sdk = createProtocolServer(server);
  const transport = new WebStandardStreamableHTTPServerTransport({ maxRequestBodySize: maxBodyBytes });
  await sdk.connect(transport as Parameters<typeof sdk.connect>[0]);
  // A client that hangs up cancels its request: without sessions it has no other connection to say so.
  request.signal.addEventListener("abort", () => void sdk.close(), { once: true });
  return transport.handleRequest(request);
}
