import { Writable } from "node:stream";

// Over stdio, stdout carries the protocol and nothing else: loading this module first sends the rest to stderr.
const write = process.stdout.write.bind(process.stdout);
Object.defineProperty(process.stdout, "write", { value: process.stderr.write.bind(process.stderr), writable: true });

/** The real stdout; messages that pile up go out together. */
export const protocolOutput: Writable = new Writable({
  decodeStrings: false,
  write(chunk: string | Uint8Array, _encoding, done) {
    write(chunk, done);
  },
  writev(chunks, done) {
    write(chunks.map(({ chunk }) => String(chunk)).join(""), done);
  },
});

// A client that has gone away is the end of the connection, no fault of the server.
process.stdout.on("error", (error: Error) => protocolOutput.destroy(error));
// Each answer that waits listens.
protocolOutput.on("error", () => undefined).setMaxListeners(0);
process.stderr.on("error", () => undefined);
