/// <reference types="node" />
import type { AsyncLocalStorage } from "node:async_hooks";
import { UpstreamError } from "./upstream.js";

/** What belongs to one request of a session that several may be running in. */
export interface Carried {
  readonly headers: Readonly<Record<string, string>>;
  /** The stream of its response has ended; that is a fault where the response was not in it. */
  readonly ended: () => void;
}

/** Milliseconds that what came last in a stream has to be read. */
const grace = 500;

/** Runs a request so that its headers, and no other request's, are sent with it. */
export async function carried<Answer>(
  storage: AsyncLocalStorage<Carried>,
  headers: Readonly<Record<string, string>> = {},
  request: () => Promise<Answer>,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const ended = () => {
        timer = setTimeout(() => {
          reject(new UpstreamError("lost", "the connection broke while the call ran"));
        }, grace);
      };
      storage.run({ headers, ended }, request).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch` with the headers of the request that it is for. */
export function callHeaders(
  storage: AsyncLocalStorage<Carried>,
): (url: string | URL, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const call = storage.getStore();
    if (call === undefined) return fetch(url, init);
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(call.headers)) headers.set(name, value);
    const response = await fetch(url, { ...init, headers });
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    if (init.method !== "POST" || !isStream || response.body === null) return response;
    return new Response(watched(response.body, call.ended), response);
  };
}

/** A stream as it is. Without ids its events cannot be asked for again, so its end is final. */
function watched(stream: ReadableStream<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let isResumable = false;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value } = await reader.read();
        if (value !== undefined) {
          isResumable ||= /(?:^|\n)id:/.test(decoder.decode(value, { stream: true }));
          controller.enqueue(value);
          return;
        }
        if (!isResumable) ended();
        controller.close();
      } catch (error) {
        if (!isResumable) ended();
        controller.error(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Work that nobody waits for longer than that. */
export async function withinSeconds(seconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
