import { aroundServer } from "./around-server.js";
import type { McpServer } from "./server.js";

export interface CacheHint {
  /** How long an answer may be kept. */
  readonly seconds: number;
  /** Whether it is the same for everybody: then what lies between may keep it, too. Default: false. */
  readonly shared?: boolean;
}

export interface CacheHints {
  /** Of all lists. */
  readonly lists?: CacheHint;
  /** Of what resources say; what they say themselves comes first. */
  readonly reads?: CacheHint;
}

/**
 * Tells clients how long they may keep lists and contents (`ttlMs`, `cacheScope`). From revision 2026-07-28 on they look at it;
 * without it they keep nothing.
 */
export function withCacheHints(server: McpServer, { lists, reads }: CacheHints): McpServer {
  return aroundServer(server, async (method, _params, _request, next) => {
    const hint = method.endsWith("/list") ? lists : method === "resources/read" ? reads : undefined;
    const answer = await next();
    if (hint === undefined) return answer;
    return {
      ttlMs: Math.round(hint.seconds * 1000),
      cacheScope: hint.shared === true ? "public" : "private",
      ...answer,
    };
  });
}
