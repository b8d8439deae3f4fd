/// <reference types="node" />
import { toBase64 } from "../content.js";
import { ToolError } from "../tool-error.js";
import { utf8 } from "./body.js";
import type { HttpApi, HttpScheme } from "./http-api.js";
import type { OAuthTokens } from "./oauth.js";
import { isHeaderValue, type QueryArgument } from "./parameters.js";
import type { WireRequest } from "./transport.js";

/** Credentials by environment variable. */
export type CredentialValues = Readonly<Record<string, string | undefined>>;

/** What a request carries to prove who is calling. */
export interface Proof {
  readonly headers: [name: string, value: string][];
  readonly query: QueryArgument[];
  readonly cookies: [name: string, value: string][];
  certificate?: WireRequest["certificate"];
  /** An OAuth token that was obtained: when the API refuses it, another can be. */
  token?: string;
}

/**
 * Schemes of the first alternative whose credentials are all set; none where no alternatives or an empty one are offered
 * (OpenAPI 3.1 §4.8.30). Else throws `ToolError` naming the variables of every alternative.
 */
export function chooseSchemes(
  { schemes }: HttpApi,
  alternatives: readonly (readonly string[])[],
  values: CredentialValues,
): readonly HttpScheme[] {
  const known = alternatives
    .filter((names) => names.every((name) => Object.hasOwn(schemes, name)))
    .map((names) => names.map((name) => schemes[name]).filter((scheme) => scheme !== undefined));
  const isSet = (scheme: HttpScheme): boolean =>
    variablesOf(scheme).some((names) => names.every((name) => valueOf(values, name) !== ""));
  const chosen = known.find((alternative) => alternative.length > 0 && alternative.every(isSet));
  if (chosen !== undefined) return chosen;
  if (alternatives.length === 0 || alternatives.some((names) => names.length === 0)) return [];
  const wanted = known.map((alternative) => alternative.map(nameVariables).join(" and "));
  throw new ToolError(
    wanted.length === 0
      ? "The operation needs credentials of a kind that this server does not know."
      : `Credentials are missing. Set ${wanted.join(", or ")} in the server's environment.`,
  );
}

/** The variables of a scheme, as a sentence names them. */
export function nameVariables(scheme: HttpScheme): string {
  return variablesOf(scheme)
    .map((names) => names.join(" and "))
    .join(", or ");
}

/** What a request carries for the chosen schemes; may obtain a token or read a certificate. */
export async function prove(
  schemes: readonly HttpScheme[],
  values: CredentialValues,
  tokens: OAuthTokens,
): Promise<Proof> {
  const proof: Proof = { headers: [], query: [], cookies: [] };
  for (const scheme of schemes) {
    switch (scheme.kind) {
      case "apiKey": {
        const { parameter: name, env } = scheme;
        const value = sendable(env, values);
        if (scheme.in === "query") proof.query.push({ name, value });
        else proof[scheme.in === "header" ? "headers" : "cookies"].push([name, value]);
        break;
      }
      case "basic":
        proof.headers.push(["authorization", `Basic ${basicPair(scheme, values)}`]);
        break;
      case "http":
        proof.headers.push(["authorization", sendable(scheme.env, values)]);
        break;
      case "mutualTLS":
        proof.certificate = { cert: await readPem(scheme.certEnv, values), key: await readPem(scheme.keyEnv, values) };
        break;
      case "oauth2": {
        const flow = scheme.clientCredentials;
        if (flow === undefined || valueOf(values, scheme.env) !== "") {
          proof.headers.push(["authorization", `Bearer ${sendable(scheme.env, values)}`]);
          break;
        }
        proof.token = await tokens.get(flow, valueOf(values, flow.clientIdEnv), valueOf(values, flow.clientSecretEnv));
        proof.headers.push(["authorization", `Bearer ${proof.token}`]);
        break;
      }
      case "bearer":
        proof.headers.push(["authorization", `Bearer ${sendable(scheme.env, values)}`]);
    }
  }
  return proof;
}

/** The values that nobody may see: all but user names, client ids and paths of certificates. */
export function secretsOf({ schemes }: HttpApi, values: CredentialValues): string[] {
  const open = new Set<string>();
  const pairs: string[] = [];
  for (const scheme of Object.values(schemes)) {
    if (scheme.kind === "mutualTLS") open.add(scheme.certEnv).add(scheme.keyEnv);
    if (scheme.kind === "oauth2" && scheme.clientCredentials) open.add(scheme.clientCredentials.clientIdEnv);
    if (scheme.kind !== "basic") continue;
    open.add(scheme.usernameEnv);
    if (valueOf(values, scheme.passwordEnv) !== "") pairs.push(basicPair(scheme, values));
  }
  const names = Object.keys(values).filter((name) => !open.has(name));
  return [...names.map((name) => valueOf(values, name)), ...pairs].filter((secret) => secret !== "");
}

/** Lists of variables of which one must be set whole. */
function variablesOf(scheme: HttpScheme): readonly (readonly string[])[] {
  switch (scheme.kind) {
    case "basic":
      return [[scheme.usernameEnv, scheme.passwordEnv]];
    case "mutualTLS":
      return [[scheme.certEnv, scheme.keyEnv]];
    case "oauth2": {
      const flow = scheme.clientCredentials;
      return flow === undefined ? [[scheme.env]] : [[scheme.env], [flow.clientIdEnv, flow.clientSecretEnv]];
    }
    default:
      return [[scheme.env]];
  }
}

/** RFC 7617, in UTF-8. */
function basicPair(scheme: { usernameEnv: string; passwordEnv: string }, values: CredentialValues): string {
  return toBase64(utf8(`${valueOf(values, scheme.usernameEnv)}:${valueOf(values, scheme.passwordEnv)}`));
}

/** A credential as a header carries it; secrets from files often end in a line feed. */
function sendable(name: string, values: CredentialValues): string {
  const text = valueOf(values, name).trim();
  if (!isHeaderValue(text)) throw new ToolError(`${name} has characters that an HTTP header cannot carry.`);
  return text;
}

async function readPem(name: string, values: CredentialValues): Promise<string> {
  try {
    const { readFile } = await import("node:fs/promises");
    return await readFile(valueOf(values, name), "utf8");
  } catch {
    throw new ToolError(`${name} must be the path of a PEM file that this server can read.`);
  }
}

/** The value of a variable; empty when there is none. */
function valueOf(values: CredentialValues, name: string): string {
  return (Object.hasOwn(values, name) ? values[name] : undefined) ?? "";
}
