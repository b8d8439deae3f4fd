/// <reference types="node" />
import type { request } from "node:https";
import { ToolError } from "../tool-error.js";
import type { WireRequest, WireResponse } from "./transport.js";

/**
 * Sends what fetch refuses through node:http or node:https, which are loaded only when needed; on runtimes without them
 * this is a `ToolError`. It asks for no compression, because node:http does not undo it.
 */
export async function nodeTransport(
  wire: WireRequest,
  certificate?: { readonly cert: string; readonly key: string },
): Promise<WireResponse> {
  const { method, url, body, signal } = wire;
  const { request: open } = await loadHttp(url);
  const framing = { "accept-encoding": "identity", "content-length": String(body?.length ?? 0) };
  const headers: Record<string, string> = {};
  // Not every runtime's types know that Headers can be iterated.
  wire.headers.forEach((value, name) => (headers[name] = value));
  return await new Promise((resolve, reject) => {
    const outgoing = open(url, { ...certificate, method, headers: { ...headers, ...framing }, signal }, (incoming) => {
      const received = new Headers();
      for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
        for (const value of values) received.append(name, value);
      }
      resolve({
        status: incoming.statusCode ?? 0,
        statusText: incoming.statusMessage ?? "",
        headers: received,
        chunks: incoming,
        discard: () => void incoming.destroy(),
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function loadHttp(url: string): Promise<{ readonly request: typeof request }> {
  try {
    return await (url.startsWith("https:") ? import("node:https") : import("node:http"));
  } catch {
    throw new ToolError("This runtime cannot send a GET with a body or a client certificate: that needs node:http.");
  }
}
