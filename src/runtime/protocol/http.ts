import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { McpServer } from "../server.js";
import { createProtocolServer } from "./server.js";

/** Answers requests without sessions: each has a protocol server of its own, so no client can reach another's. */
export async function answerHttp(server: McpServer, request: Request, auth: object): Promise<Response> {
  if (request.method !== "POST")
    return new Response("There are no sessions.", { status: 405, headers: { allow: "POST" } });
  const sdk = createProtocolServer(server);
  const transport = new WebStandardStreamableHTTPServerTransport({ maxRequestBodySize: 4 * 1024 * 1024 });
  await sdk.connect(transport);
  // A client that hangs up cancels its request.
  request.signal.addEventListener("abort", () => void sdk.close(), { once: true });
  return transport.handleRequest(request, { authInfo: auth as never });
}
