/// <reference types="node" />
import type { Readable, Writable } from "node:stream";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { McpServer } from "../server.js";
import { createProtocolServer } from "./server.js";

/** A server that is being served over streams. */
export interface StdioConnection {
  /** Resolves when the client has gone: its end of the input is closed, or a line was too long to be a message. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Serves one client over a pair of streams, one JSON-RPC message a line. Nothing else may write to `output`. */
export async function serveStdio(server: McpServer, input: Readable, output: Writable): Promise<StdioConnection> {
  const sdk = createProtocolServer(server);
  const closed = new Promise<void>((resolve) => {
    sdk.onclose = resolve;
    // The SDK's transport does not watch for the end of its input.
    input.once("end", resolve);
    input.once("close", resolve);
    output.once("error", () => {
      resolve();
    });
  });
  await sdk.connect(new StdioServerTransport(input, output));
  return { closed, close: () => sdk.close() };
}
