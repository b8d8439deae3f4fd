// @ts-check
import { createServer } from "node:http";

/**
 * @typedef {{ method: string, url: string, headers: import("node:http").IncomingHttpHeaders, body: Buffer }} Arrived
 * @typedef {{ status: number, mediaType?: string, body?: string }} Answer
 */

/** An API on loopback that answers what it is told to and remembers what it was asked. */
export class Recorder {
  /** @type {Answer} */
  #answer = { status: 204 };
  /** @type {Arrived[]} */
  #arrived = [];
  #server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      this.#arrived.push({ method, url, headers, body: Buffer.concat(chunks) });
      const { status, mediaType, body } = this.#answer;
      response.writeHead(status, mediaType === undefined ? {} : { "content-type": mediaType });
      response.end(method === "HEAD" ? undefined : body);
    });
  });
  url = "";

  static async start() {
    const recorder = new Recorder();
    await new Promise((resolve) => recorder.#server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const address = recorder.#server.address();
    if (address === null || typeof address === "string") throw new Error("the recorder does not listen on a port");
    recorder.url = `http://127.0.0.1:${address.port}`;
    return recorder;
  }

  /**
   * Sets the answer to what comes, and forgets what came.
   *
   * @param {Answer} answer
   */
  willAnswer(answer) {
    this.#answer = answer;
    this.#arrived = [];
  }

  get arrived() {
    return this.#arrived;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
