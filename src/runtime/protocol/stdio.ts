import type { Readable, Writable } from "node:stream";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { McpServer } from "../server.js";
import { createProtocolServer } from "./server.js";

/** `closed` resolves when the client has gone, or a line was too long to be a message. */
export async function serveStdio(
  server: McpServer,
  input: Readable,
  output: Writable,
): Promise<{ readonly closed: Promise<void> }> {
  const sdk = createProtocolServer(server, crypto.randomUUID());
  const closed = new Promise<void>((resolve) => {
    sdk.onclose = resolve;
    // The SDK's transport does not watch for the end of its streams.
    input.once("end", resolve).once("close", resolve);
    output.once("close", resolve);
  });
  await sdk.connect(new StdioServerTransport(input, output));
  return { closed };
}
