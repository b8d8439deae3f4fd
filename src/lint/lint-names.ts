import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { LintedServer } from "./linted-component.js";

/** Clients that put the server's name before a tool's, and the longest that they take (as of 2026; they change often). */
const budgets = [
  { client: "Cursor", prefixed: (server: string, tool: string) => `${server}${tool}`, limit: 60 },
  { client: "Claude Code", prefixed: (server: string, tool: string) => `mcp__${server}__${tool}`, limit: 64 },
] as const;

/** Names that are too long once a client has put the server's name before them. */
export function lintNames({ name: server, components }: LintedServer, diagnostics: Diagnostics): void {
  for (const { listed, origin } of components) {
    if (listed.kind !== "tool") continue;
    const over = budgets.flatMap(({ client, prefixed, limit }) => {
      const { length } = prefixed(server, listed.name);
      return length > limit ? [{ client, length, limit }] : [];
    });
    if (over.length > 0) diagnostics.report("lint/long-name", origin, { name: listed.name, over });
  }
}
