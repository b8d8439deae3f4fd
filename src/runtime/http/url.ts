import { ArgumentError, ToolError } from "../tool-error.js";
import type { HttpApi, HttpServer } from "./http-api.js";
import type { HttpRequest, PathArgument } from "./http-request.js";
import type { HttpSettings } from "./http-settings.js";
import { percentEncodeLiteral } from "./percent.js";

export type Route = Pick<HttpRequest, "path" | "pathParameters" | "query" | "server">;

/** All encoded. */
export interface Address {
  readonly origin: string;
  readonly path: string;
  readonly query: readonly string[];
}

/**
 * Below the request's own server, else `settings.baseUrl`, else the API's first server. Throws `ArgumentError` for path
 * arguments that are absent, empty or dot segments, `ToolError` naming the variable that is missing or wrong.
 */
export function addressOf(api: HttpApi, settings: HttpSettings, route: Route): Address {
  const { path: template, pathParameters = [], query = [], server } = route;
  const base = baseUrl(api, settings, server);
  const parts = /^((?:\{[^{}]*\}|[^?#])*)(?:\?((?:\{[^{}]*\}|[^#])*))?/.exec(template);
  const path = expandPath(parts?.[1] ?? "", pathParameters);
  // As lenient servers look at it, which undo escapes first.
  const segments = path.replace(/%2e/gi, ".").split(/\/|%2f|%5c/i);
  if (segments.includes(".") || segments.includes("..")) {
    const names = pathParameters.map(({ name }) => name).join(", ");
    throw new ArgumentError(`${names || "path"}: the segments "." and ".." are not allowed in a path`);
  }
  const fixed = [base.search.slice(1), expandPath(parts?.[2] ?? "", pathParameters)].join("&").split("&");
  return {
    origin: base.origin,
    path: base.pathname.replace(/\/+$/, "") + (path.startsWith("/") ? path : `/${path}`),
    query: [...fixed.filter((pair) => pair !== "").map(percentEncodeLiteral), ...query.flatMap((one) => one.encode())],
  };
}

/** Credentials replace parameters of the same name. */
export function urlOf({ origin, path, query }: Address, credentials: readonly string[] = []): string {
  const names = new Set(credentials.map(nameOf));
  const pairs = [...query.filter((pair) => !names.has(nameOf(pair))), ...credentials];
  const url = origin + path + (pairs.length === 0 ? "" : `?${pairs.join("&")}`);
  // What a URL parser would change must never be sent.
  if (!URL.canParse(url) || new URL(url).href !== url) throw new ToolError("The request's URL cannot be sent safely.");
  return url;
}

function baseUrl(api: HttpApi, settings: HttpSettings, own: HttpServer | undefined): URL {
  const set = own === undefined ? settings.baseUrl : undefined;
  const server = own ?? api.servers[0];
  const text = set ? set : (server?.expand?.(settings) ?? server?.url);
  if (text === undefined) throw new ToolError(`Set ${api.baseUrlEnv} to the base URL of the API.`);
  const isRelative = own !== undefined && !URL.canParse(text);
  const origin = isRelative ? baseUrl(api, settings, undefined).origin : undefined;
  const url = URL.canParse(text, origin) ? new URL(text, origin) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password === "") return url;
  const place = set ? api.baseUrlEnv : `The server's URL ${JSON.stringify(text)}`;
  throw new ToolError(`${place} must be an absolute http or https URL without a user name.`);
}

function expandPath(template: string, args: readonly PathArgument[]): string {
  const parts = template.split(/(\{[^{}]*\})/).map((text, at) => {
    if (at % 2 === 0) return percentEncodeLiteral(text);
    const argument = args.find(({ name }) => `{${name}}` === text);
    if (argument === undefined) throw new ToolError(`Nothing fills ${text} in the path.`);
    return argument.encode();
  });
  return parts.join("");
}

function nameOf(pair: string): string {
  const [name = ""] = pair.split("=", 1);
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}
