/// <reference types="node" />
import { ArgumentError, ToolError } from "../tool-error.js";
import type { HttpApi, HttpServer } from "./http-api.js";
import type { HttpSettings } from "./http-settings.js";
import { encodePath, encodeQuery, type PathArgument, type QueryArgument } from "./parameters.js";
import { percentEncodeLiteral } from "./percent.js";

/** A URL in parts, encoded. */
export interface Address {
  readonly origin: string;
  /** Begins with `/`; for a base address without a slash at its end, so possibly empty. */
  readonly path: string;
  /** `name=value` pairs. */
  readonly query: readonly string[];
}

/** The part of a request that says where it goes. */
export interface Route {
  /** Path template, e.g. `/pets/{petId}`; `?a=b` in it goes into the query, `#…` is dropped. */
  readonly path: string;
  readonly pathParameters?: readonly PathArgument[];
  readonly query?: readonly QueryArgument[];
  /** Base address of its own. */
  readonly server?: HttpServer;
}

/**
 * The base address of a request: its own server, else `settings.baseUrl`, else the API's first server, with variables from
 * the settings and then their defaults. Throws `ToolError` naming the variable that is missing or wrong.
 */
export function baseAddress(api: HttpApi, settings: HttpSettings, own?: HttpServer): Address {
  const overriding = own === undefined && settings.baseUrl !== undefined && settings.baseUrl !== "";
  const server = own ?? api.servers[0];
  const text = overriding ? settings.baseUrl : server && expandServer(server, settings);
  if (text === undefined) throw new ToolError(`Set ${api.baseUrlEnv} to the base URL of the API.`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new ToolError(`${overriding ? api.baseUrlEnv : `The server ${text}`} must be an absolute http or https URL.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ToolError(`${overriding ? api.baseUrlEnv : "The server's URL"} must not hold a user name or password.`);
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, ""), query: pairsOf(url.search.slice(1)) };
}

/**
 * The address of a request below its base. Throws `ArgumentError` when path arguments are absent or empty, or when a segment
 * of the path comes out as `.` or `..`, also behind an encoded slash, because some servers decode before they route.
 */
export function requestAddress(base: Address, { path, pathParameters = [], query = [] }: Route): Address {
  const masked = path.replace(/\{[^{}]*\}/g, (placeholder) => "x".repeat(placeholder.length));
  const end = masked.includes("#") ? masked.indexOf("#") : path.length;
  const question = masked.slice(0, end).indexOf("?");
  const pathEnd = question < 0 ? end : question;

  const below = expandPath(path.slice(0, pathEnd), pathParameters);
  if (hasDotSegment(below)) {
    const names = pathParameters.map(({ name }) => name).join(", ");
    throw new ArgumentError(`${names || "path"}: the segments "." and ".." are not allowed in a path`);
  }
  return {
    origin: base.origin,
    path: base.path + (below.startsWith("/") ? below : `/${below}`),
    query: [
      ...base.query,
      ...pairsOf(question < 0 ? "" : expandPath(path.slice(question + 1, end), pathParameters)),
      ...query.flatMap(encodeQuery),
    ],
  };
}

/** The URL of an address, with credentials in the query in place of parameters of the same name. */
export function addressUrl({ origin, path, query }: Address, credentials: readonly QueryArgument[] = []): string {
  const own = credentials.flatMap(encodeQuery);
  const names = new Set(own.map(nameOf));
  const pairs = [...query.filter((pair) => !names.has(nameOf(pair))), ...own];
  const url = origin + path + (pairs.length === 0 ? "" : `?${pairs.join("&")}`);
  // What a URL parser would change (dot segments, backslashes, another host) must never be sent.
  if (!URL.canParse(url) || new URL(url).href !== url) throw new ToolError("The request's path cannot be sent safely.");
  return url;
}

function expandServer({ url, variables = {} }: HttpServer, settings: HttpSettings): string {
  return url.replace(/\{([^{}]*)\}/g, (placeholder, name: string) => {
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (variable === undefined) return placeholder;
    const set = Object.hasOwn(settings.serverVariables, variable.env) ? settings.serverVariables[variable.env] : "";
    const value = set === undefined || set === "" ? variable.default : set;
    if (variable.values.length > 0 && !variable.values.includes(value)) {
      throw new ToolError(`${variable.env} must be one of ${variable.values.map((one) => JSON.stringify(one)).join(", ")}.`);
    }
    return value;
  });
}

function expandPath(template: string, args: readonly PathArgument[]): string {
  return template
    .split(/(\{[^{}]*\})/)
    .map((text, at) => {
      if (at % 2 === 0) return percentEncodeLiteral(text);
      const argument = args.find(({ name }) => `{${name}}` === text);
      if (argument === undefined) throw new ToolError(`Nothing fills ${text} in the path ${template}.`);
      return encodePath(argument);
    })
    .join("");
}

/** Looks as a lenient server would: with escapes of `.`, `/` and `\` undone. */
function hasDotSegment(path: string): boolean {
  const lenient = path.replace(/%2e/gi, ".");
  return lenient.split(/\/|%2f|%5c/i).some((segment) => segment === "." || segment === "..");
}

function pairsOf(query: string): string[] {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map(percentEncodeLiteral);
}

function nameOf(pair: string): string {
  const name = pair.split("=", 1)[0] ?? "";
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}
