import { Hono } from "hono";
import { utf8 } from "./http/bytes.js";
import { answerHttp } from "./protocol/http.js";
import type { McpServer } from "./server.js";
import type { ServerSettings } from "./settings.js";

export interface HttpAppOptions {
  /** Default: without sessions. */
  readonly answer?: typeof answerHttp;
  /** Who calls, or the response that turns them away; in place of MCP_AUTH_TOKEN. */
  readonly authorize?: (request: Request) => Promise<object>;
  /** Called first; nothing guards its routes. */
  readonly extend?: (app: Hono) => void;
}

/**
 * Streamable HTTP at `settings.path`, and `/health`. Refuses a foreign `Host` or `Origin` with 403, requests without the
 * token, if set, with 401, more than 4 MiB with 413.
 */
export function createHttpApp(
  server: McpServer,
  settings: ServerSettings,
  { answer = answerHttp, authorize = (request) => checkToken(request, settings), extend }: HttpAppOptions = {},
): { readonly fetch: (request: Request, env?: object) => Promise<Response> } {
  const app = new Hono();
  extend?.(app);
  app.get("/health", (context) => context.json({ status: "ok" }));
  app.all(settings.path, async ({ req: { raw: request } }) => {
    const auth = foreignness(request, settings) ?? (await authorize(request));
    return auth instanceof Response ? auth : answer(server, request, auth);
  });
  app.notFound(() => refused(404, `There is nothing here; the MCP endpoint is ${settings.path}.`));
  app.onError((error) => {
    server.log.error("An HTTP request failed.", error);
    return refused(500, "Internal error; see the server's log.");
  });
  return { fetch: async (...given) => app.fetch(...given) };
}

export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}

/** Browsers tell where a page is from, and whom it asks. */
function foreignness({ headers, url }: Request, settings: ServerSettings): Response | undefined {
  const foreign = (name: string) =>
    refused(403, `This ${name} is not allowed; MCP_ALLOWED_${name.toUpperCase()}S names those that are.`);
  const host = headers.get("host") ?? new URL(url).host;
  const hostname = host.replace(/:\d+$/, "");
  if (!isLoopback(hostname) && !isAmong([settings.host, ...settings.allowedHosts], host, hostname)) {
    return foreign("Host");
  }
  const origin = headers.get("origin");
  const isLocal = origin === null || (URL.canParse(origin) && isLoopback(new URL(origin).hostname));
  if (isLocal || isAmong(settings.allowedOrigins, origin)) return undefined;
  return foreign("Origin");
}

async function checkToken({ headers }: Request, { authToken }: ServerSettings): Promise<object> {
  const [, token] = /^Bearer +(.+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (authToken === undefined || (token !== undefined && (await areEqual(token, authToken)))) return {};
  const error = token === undefined ? "" : ', error="invalid_token"';
  return refused(401, "The right bearer token is needed.", { "www-authenticate": `Bearer realm="mcp"${error}` });
}

function isAmong(allowed: readonly string[], ...given: readonly string[]): boolean {
  return allowed.some((one) => given.some((other) => one.toLowerCase() === other.toLowerCase()));
}

/** By digests: the time tells nothing. */
async function areEqual(given: string, expected: string): Promise<boolean> {
  const digest = async (text: string) => String(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text))));
  return (await digest(given)) === (await digest(expected));
}

/** With a JSON-RPC body. */
function refused(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ jsonrpc: "2.0", error: { code: -32000, message }, id: null }, { status, headers });
}
