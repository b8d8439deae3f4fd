import type { Hono } from "hono";
import { cors } from "hono/cors";

/**
 * Lets pages of these origins use the endpoint (CORS); to be named in MCP_ALLOWED_ORIGINS, too. For `extend` of the HTTP app:
 * `http: { extend: allowOrigins(["https://app.example.com"]) }`.
 */
export function allowOrigins(origins: readonly string[]): (app: Hono) => void {
  return (app) => {
    app.use(
      cors({
        origin: [...origins],
        allowMethods: ["GET", "POST", "DELETE", "OPTIONS"],
        allowHeaders: ["content-type", "authorization", "mcp-session-id", "mcp-protocol-version", "last-event-id"],
        exposeHeaders: ["mcp-session-id", "www-authenticate"],
        maxAge: 600,
      }),
    );
  };
}
