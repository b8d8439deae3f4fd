/// <reference types="node" />
import { toBase64 } from "../content.js";
import { ToolError } from "../tool-error.js";
import type { HttpApi, HttpScheme } from "./http-api.js";
import type { OAuthTokens } from "./oauth.js";
import { isHeaderValue, type QueryArgument } from "./parameters.js";
import type { ClientCertificate } from "./transport.js";

/** Credentials by environment variable. */
export type CredentialValues = Readonly<Record<string, string | undefined>>;

/** What a request carries to prove who is calling. */
export interface Proof {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query: readonly QueryArgument[];
  /** `name`, `value` pairs, sent as they are. */
  readonly cookies: readonly (readonly [name: string, value: string])[];
  readonly certificate?: ClientCertificate;
  /** An OAuth token that was obtained, so another can be when the API refuses it. */
  readonly token?: string;
}

/**
 * Schemes of the first alternative whose credentials are all set; none where an empty alternative is offered or there are
 * no alternatives (OpenAPI 3.1 §4.8.30). Else throws `ToolError` naming the variables of every alternative.
 */
export function chooseSchemes(
  api: HttpApi,
  alternatives: readonly (readonly string[])[],
  values: CredentialValues,
): readonly HttpScheme[] {
  const usable = alternatives.map((names) => names.map((name) => ownValue(api.schemes, name)));
  for (const schemes of usable) {
    const ready = schemes.filter((scheme) => scheme !== undefined && isSet(scheme, values));
    if (schemes.length > 0 && ready.length === schemes.length) return ready.filter((scheme) => scheme !== undefined);
  }
  if (alternatives.length === 0 || alternatives.some((names) => names.length === 0)) return [];
  const wanted = usable.flatMap((schemes) => (schemes.includes(undefined) ? [] : [schemes.map(variablesOf).join(" and ")]));
  throw new ToolError(
    wanted.length === 0
      ? "The operation needs credentials of a kind that this server does not know."
      : `Credentials are missing. Set ${wanted.join(", or ")} in the server's environment.`,
  );
}

/** What a request carries for the chosen schemes; may obtain a token or read a certificate. */
export async function prove(
  schemes: readonly HttpScheme[],
  values: CredentialValues,
  tokens: OAuthTokens,
): Promise<Proof> {
  const proofs = await Promise.all(schemes.map((scheme) => proofOf(scheme, values, tokens)));
  return Object.assign({}, ...proofs, {
    headers: proofs.flatMap(({ headers = [] }) => headers),
    query: proofs.flatMap(({ query = [] }) => query),
    cookies: proofs.flatMap(({ cookies = [] }) => cookies),
  });
}

/** The environment variables of a scheme as a sentence names them. */
export function variablesOf(scheme: HttpScheme | undefined): string {
  switch (scheme?.kind) {
    case undefined:
      return "";
    case "basic":
      return `${scheme.usernameEnv} and ${scheme.passwordEnv}`;
    case "mutualTLS":
      return `${scheme.certEnv} and ${scheme.keyEnv}`;
    case "oauth2": {
      const flow = scheme.clientCredentials;
      return flow === undefined ? scheme.env : `${scheme.env}, or ${flow.clientIdEnv} and ${flow.clientSecretEnv}`;
    }
    default:
      return scheme.env;
  }
}

/** The values that nobody may see: all but user names, client ids and paths of certificates. */
export function secretsOf(api: HttpApi, values: CredentialValues): string[] {
  const schemes = Object.values(api.schemes);
  const open = new Set(
    schemes.flatMap((scheme) => {
      if (scheme.kind === "basic") return [scheme.usernameEnv];
      if (scheme.kind === "mutualTLS") return [scheme.certEnv, scheme.keyEnv];
      return scheme.kind === "oauth2" && scheme.clientCredentials ? [scheme.clientCredentials.clientIdEnv] : [];
    }),
  );
  const secrets = Object.keys(values).flatMap((name) => (open.has(name) ? [] : [valueOf(values, name)]));
  const pairs = schemes.map((scheme) => (scheme.kind === "basic" && isSet(scheme, values) ? basic(scheme, values) : ""));
  return [...secrets, ...pairs].filter((secret) => secret !== "");
}

function isSet(scheme: HttpScheme, values: CredentialValues): boolean {
  const has = (...names: readonly string[]): boolean => names.every((name) => valueOf(values, name) !== "");
  switch (scheme.kind) {
    case "basic":
      return has(scheme.usernameEnv, scheme.passwordEnv);
    case "mutualTLS":
      return has(scheme.certEnv, scheme.keyEnv);
    case "oauth2": {
      const flow = scheme.clientCredentials;
      return has(scheme.env) || (flow !== undefined && has(flow.clientIdEnv, flow.clientSecretEnv));
    }
    default:
      return has(scheme.env);
  }
}

async function proofOf(scheme: HttpScheme, values: CredentialValues, tokens: OAuthTokens): Promise<Partial<Proof>> {
  switch (scheme.kind) {
    case "apiKey": {
      const value = sendable(scheme.env, valueOf(values, scheme.env));
      const { parameter } = scheme;
      if (scheme.in === "query") return { query: [{ name: parameter, value }] };
      return scheme.in === "header" ? { headers: [[parameter, value]] } : { cookies: [[parameter, value]] };
    }
    case "bearer":
      return authorization(`Bearer ${sendable(scheme.env, valueOf(values, scheme.env))}`);
    case "basic":
      return authorization(`Basic ${basic(scheme, values)}`);
    case "http":
      return authorization(sendable(scheme.env, valueOf(values, scheme.env)));
    case "oauth2": {
      const ready = valueOf(values, scheme.env);
      if (ready !== "" || scheme.clientCredentials === undefined) {
        return authorization(`Bearer ${sendable(scheme.env, ready)}`);
      }
      const flow = scheme.clientCredentials;
      const token = await tokens.get(flow, valueOf(values, flow.clientIdEnv), valueOf(values, flow.clientSecretEnv));
      return { ...authorization(`Bearer ${token}`), token };
    }
    case "mutualTLS": {
      const [cert, key] = await Promise.all([readPem(scheme.certEnv, values), readPem(scheme.keyEnv, values)]);
      return { certificate: { cert, key } };
    }
  }
}

function authorization(value: string): Partial<Proof> {
  return { headers: [["authorization", value]] };
}

/** RFC 7617, in UTF-8. */
function basic(scheme: { usernameEnv: string; passwordEnv: string }, values: CredentialValues): string {
  const pair = `${valueOf(values, scheme.usernameEnv)}:${valueOf(values, scheme.passwordEnv)}`;
  return toBase64(new TextEncoder().encode(pair));
}

/** A credential as a header carries it; files often leave a line feed at its end. */
function sendable(name: string, value: string): string {
  const text = value.trim();
  if (isHeaderValue(text)) return text;
  throw new ToolError(`${name} has characters that an HTTP header cannot carry.`);
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
  return ownValue(values, name) ?? "";
}

function ownValue<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
