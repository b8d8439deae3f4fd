import type { McpRequest } from "../call-context.js";
import { isJsonObject, jsonText, parseJson, type JsonObject, type JsonValue } from "../json.js";
import type { McpServer } from "../server.js";
import { memoryStore, type StateStore } from "../state.js";
import { clientOf } from "./client-of.js";
import type { Middleware } from "./middleware.js";

export interface ResponseCachingOptions {
  /** Default: memory. */
  readonly store?: StateStore;
  /** Seconds that lists are kept; 0 for not at all. Default: 300. */
  readonly listSeconds?: number;
  /** Seconds that resources and prompts are kept. Default: 3600. */
  readonly readSeconds?: number;
  /** Seconds that results of tools are kept. Default: 3600. */
  readonly callSeconds?: number;
  /** Tools whose results are kept. Default: those with `readOnlyHint`; a call that does something must happen each time. */
  readonly tools?: readonly string[];
  /** Most bytes of an answer that is kept. Default: 1 MiB. */
  readonly maxBytes?: number;
  /** Whose answers are kept apart. Default: of whom the token speaks for, else of the session. */
  readonly client?: (request: McpRequest) => string;
}

/** Answers from memory what was asked before, by the same client and with the same words. Errors are never kept. */
export function responseCaching(server: McpServer, options: ResponseCachingOptions = {}): Middleware {
  const { store = memoryStore(), maxBytes = 1_048_576, client = clientOf } = options;
  const secondsOf = secondsBy(server, options);
  return {
    onRequest: async ({ method, params, request }, next) => {
      const seconds = await secondsOf(method, params);
      if (seconds <= 0) return next();
      const { _meta, ...asked } = params;
      const version = isJsonObject(_meta) ? _meta["fastmcp"] : undefined;
      const key = JSON.stringify([client(request), method, ordered(asked), version ?? null]);
      const known = await store.get(key);
      if (isJsonObject(known)) return known;
      const answer = await next();
      const text = jsonText(answer);
      const kept = text === undefined || new TextEncoder().encode(text).length > maxBytes ? undefined : parseJson(text);
      if (kept !== undefined && !("isError" in answer)) await store.set(key, kept, seconds);
      return answer;
    },
  };
}

function secondsBy(server: McpServer, options: ResponseCachingOptions) {
  const { listSeconds = 300, readSeconds = 3600, callSeconds = 3600, tools } = options;
  return async (method: string, params: JsonObject): Promise<number> => {
    if (method.endsWith("/list")) return listSeconds;
    if (method === "resources/read" || method === "prompts/get") return readSeconds;
    if (method !== "tools/call") return 0;
    const { name } = params;
    if (tools !== undefined) return tools.some((one) => one === name) ? callSeconds : 0;
    const tool = (await server.list("tools")).find((one) => one.name === name);
    return tool?.annotations?.["readOnlyHint"] === true ? callSeconds : 0;
  };
}

/** The same for objects whose keys stand in another order. */
function ordered(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, ordered(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
