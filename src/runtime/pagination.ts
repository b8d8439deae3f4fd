import { aroundServer } from "./around-server.js";
import { toBase64 } from "./content.js";
import { parseJson } from "./json.js";
import { ProtocolError, type McpServer } from "./server.js";
import { erased } from "./tool.js";

/** Where each list stands in its answer. */
const lists: Readonly<Record<string, string>> = {
  "tools/list": "tools",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
  "prompts/list": "prompts",
};

/**
 * Gives lists in pages of this size. A cursor is opaque, belongs to one list, and is refused when it is none (-32602). Many
 * clients read the first page only: up to some hundred components are better off in one.
 */
export function withPagination(server: McpServer, pageSize: number): McpServer {
  if (!Number.isInteger(pageSize) || pageSize < 1) throw new Error("A page must have at least one component.");
  return aroundServer(server, async (method, params, _request, next) => {
    const key = lists[method];
    if (key === undefined) return next();
    const { cursor } = params;
    const start = cursor === undefined ? 0 : startOf(cursor, method);
    const answer = erased<Record<string, readonly unknown[]>>(await next());
    const all = answer[key] ?? [];
    if (start > all.length) throw invalidCursor();
    const end = start + pageSize;
    const page = { ...answer, [key]: all.slice(start, end) };
    return end < all.length ? { ...page, nextCursor: cursorOf(method, end) } : page;
  });
}

function cursorOf(method: string, start: number): string {
  return toBase64(new TextEncoder().encode(JSON.stringify([method, start])));
}

function startOf(cursor: unknown, method: string): number {
  const [forMethod, start] = decoded(cursor);
  if (forMethod !== method || typeof start !== "number" || !Number.isSafeInteger(start) || start < 0) {
    throw invalidCursor();
  }
  return start;
}

function decoded(cursor: unknown): readonly unknown[] {
  try {
    const value = parseJson(atob(String(cursor)));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function invalidCursor(): ProtocolError {
  return new ProtocolError("invalid-params", "The cursor is not one of this list.");
}
