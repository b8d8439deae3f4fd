import { Hono } from "hono";
import { utf8 } from "./http/bytes.js";
import { answerHttp } from "./protocol/http.js";
import type { McpServer } from "./server.js";
import type { ServerSettings } from "./settings.js";

/**
 * Streamable HTTP without sessions at `settings.path`, and `/health`. Refuses a foreign `Host` or `Origin` (DNS rebinding) with
 * 403, requests without the token, where one is set, with 401, more than 4 MiB with 413.
 */
export function createHttpApp(
  server: McpServer,
  settings: ServerSettings,
): { readonly fetch: (request: Request) => Promise<Response> } {
  const app = new Hono();
  app.get("/health", (context) => context.json({ status: "ok" }));
  app.use(settings.path, async (context, next) => {
    const refusal = await refusalOf(context.req.raw, settings);
    if (refusal === undefined) await next();
    return refusal;
  });
  app.post(settings.path, (context) => answerHttp(server, context.req.raw));
  app.all(settings.path, () => refused(405, "Only POST is answered here: there are no sessions.", { allow: "POST" }));
  app.notFound(() => refused(404, `There is nothing here; the MCP endpoint is ${settings.path}.`));
  app.onError((error) => {
    server.log.error("An HTTP request failed.", error);
    return refused(500, "Internal error; see the server's log.");
  });
  return { fetch: async (request) => app.fetch(request) };
}

export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}

/** Browsers tell where a page is from and what it thinks it is talking to. */
async function refusalOf(request: Request, settings: ServerSettings): Promise<Response | undefined> {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const hostname = host.replace(/:\d+$/, "");
  if (!isLoopback(hostname) && !isAmong([settings.host, ...settings.allowedHosts], host, hostname)) {
    return refused(403, "This Host is not allowed; MCP_ALLOWED_HOSTS names those that are.");
  }
  const origin = request.headers.get("origin");
  const isLocal = origin === null || (URL.canParse(origin) && isLoopback(new URL(origin).hostname));
  if (!isLocal && !isAmong(settings.allowedOrigins, origin)) {
    return refused(403, "This Origin is not allowed; MCP_ALLOWED_ORIGINS names those that are.");
  }
  if (settings.authToken === undefined) return undefined;
  const [, token] = /^Bearer +(.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (token !== undefined && (await areEqual(token, settings.authToken))) return undefined;
  const error = token === undefined ? "" : ', error="invalid_token"';
  return refused(401, "The right bearer token is needed.", { "www-authenticate": `Bearer realm="mcp"${error}` });
}

function isAmong(allowed: readonly string[], ...given: readonly string[]): boolean {
  return allowed.some((one) => given.some((other) => one.toLowerCase() === other.toLowerCase()));
}

/** By digests: the time says nothing about how much is right. */
async function areEqual(given: string, expected: string): Promise<boolean> {
  const digest = async (text: string) => String(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text))));
  return (await digest(given)) === (await digest(expected));
}

/** With a JSON-RPC body, as clients of MCP read it. */
function refused(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ jsonrpc: "2.0", error: { code: -32000, message }, id: null }, { status, headers });
}
