// @ts-check

/**
 * The module of a server on the SDK's low-level Server, as somebody would write it by hand: over stdio, or with `--http` without
 * sessions over HTTP.
 *
 * @param {{ preamble: string, tools: string, call: string }} parts sources: what stands before, the list of tools, and the handler of calls
 */
export function serverByHand({ preamble, tools, call }) {
  return `
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
${preamble}
function make() {
  const server = new Server({ name: "by-hand", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: ${tools} }));
  server.setRequestHandler(CallToolRequestSchema, ${call});
  return server;
}
if (process.argv.includes("--http")) {
  const listener = getRequestListener(async (request) => {
    const transport = new WebStandardStreamableHTTPServerTransport({});
    await make().connect(transport);
    return transport.handleRequest(request);
  }, { overrideGlobalObjects: false });
  const http = createServer(listener).listen(0, "127.0.0.1", () => {
    console.error("listening on http://127.0.0.1:" + http.address().port + "/mcp");
  });
} else await make().connect(new StdioServerTransport());
`;
}
