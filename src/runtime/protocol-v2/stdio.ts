import { PassThrough, type Readable, type Writable } from "node:stream";
import { serveStdio as serveSdkStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import type { McpServer } from "../server.js";
import { announce } from "./announce.js";
import { createSealer } from "./sealer.js";
import { createProtocolServer } from "./server.js";

/** `closed` resolves when the client has gone, or a line was too long to be a message. */
export function serveStdio(
  server: McpServer,
  input: Readable,
  output: Writable,
): Promise<{ readonly closed: Promise<void> }> {
  const closed = new Promise<void>((resolve) => {
    input.once("end", resolve).once("close", resolve);
    output.once("close", resolve);
    // The SDK would drop the calls that are running when its input ends.
    const transport = new StdioServerTransport(input.pipe(new PassThrough(), { end: false }), output);
    serveConnection(server, transport);
    const { onclose } = transport;
    transport.onclose = () => {
      onclose?.();
      resolve();
    };
  });
  return Promise.resolve({ closed });
}

/** Serves one client, of whatever revision its first message is. */
export function serveConnection(server: McpServer, transport: NonNullable<ServeOptions["transport"]>): void {
  const session = crypto.randomUUID();
  const sealer = createSealer();
  serveSdkStdio(
    ({ era }) => {
      const sdk = createProtocolServer(server, session, { era, sealer });
      if (era === "modern") {
        announce(server, {
          selects: true,
          notify: (method, params) => sdk.notification({ method, params }),
          ping: () => Promise.resolve(),
        });
      }
      return sdk;
    },
    {
      transport,
      onerror: (error) => {
        server.log.debug("The protocol layer reports an error.", error);
      },
    },
  );
}

type ServeOptions = NonNullable<Parameters<typeof serveSdkStdio>[1]>;
