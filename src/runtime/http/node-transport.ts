/// <reference types="node" />
import type { RequestOptions } from "node:https";
import { ToolError } from "../tool-error.js";
import type { WireRequest, WireResponse } from "./transport.js";

/**
 * Sends what fetch refuses through node:http or node:https, which are loaded only when needed; on runtimes without them
 * this is a `ToolError`.
 */
export async function nodeTransport(
  wire: WireRequest,
  connection?: Pick<RequestOptions, "cert" | "key" | "agent">,
): Promise<WireResponse> {
  const { method, url, body, signal } = wire;
  const [{ request: open }, { createUnzip }, { pipeline }] = await loadNode(url);
  const framing = { "accept-encoding": "gzip, deflate", ...(body && { "content-length": String(body.length) }) };
  // As fetch says it: there are APIs that answer nobody without a name.
  const headers: Record<string, string> = { "user-agent": "node" };
  // Not every runtime's types know that Headers can be iterated.
  wire.headers.forEach((value, name) => (headers[name] = value));
  return await new Promise((resolve, reject) => {
    const outgoing = open(url, { ...connection, method, headers: { ...headers, ...framing }, signal }, (incoming) => {
      const received = new Headers();
      for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
        for (const value of values) received.append(name, value);
      }
      const isZipped = /^(?:x-)?(?:gzip|deflate)$/i.test(received.get("content-encoding") ?? "");
      resolve({
        status: incoming.statusCode ?? 0,
        statusText: incoming.statusMessage ?? "",
        headers: received,
        chunks: isZipped ? pipeline(incoming, createUnzip(), () => undefined) : incoming,
        discard: () => void incoming.destroy(),
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function loadNode(url: string) {
  try {
    const http = url.startsWith("https:") ? import("node:https") : import("node:http");
    return await Promise.all([http, import("node:zlib"), import("node:stream")]);
  } catch {
    throw new ToolError("This runtime cannot send a GET with a body or a client certificate: that needs node:http.");
  }
}
