/// <reference types="node" />
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { McpServer } from "../server.js";
import { createProtocolServer } from "./server.js";

/**
 * Answers a POST request of Streamable HTTP without sessions: each has a protocol server of its own, so nothing of one client
 * can reach another. Bodies over 4 MiB are answered with 413. Host, Origin and token have to be checked before.
 */
export async function answerHttp(server: McpServer, request: Request): Promise<Response> {
  const sdk = createProtocolServer(server);
  const transport = new WebStandardStreamableHTTPServerTransport({ maxRequestBodySize: 4 * 1024 * 1024 });
  await sdk.connect(transport);
  // A client that hangs up cancels its request: without sessions it has no other connection to say so.
  request.signal.addEventListener("abort", () => void sdk.close(), { once: true });
  return transport.handleRequest(request);
}
