import type { Hono } from "hono";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
} from "jose";
import type { AuthInfo } from "../auth-info.js";
import type { HttpAppOptions } from "../http-app.js";
import { erased } from "../tool.js";

export interface JwtOptions {
  /** Address of this server's MCP endpoint as clients know it: what tokens must be meant for, unless `audience` says other. */
  readonly resource: string;
  /** Whom tokens must be from (`iss`). */
  readonly issuer: string;
  /** Whom tokens must be meant for (`aud`). Default: `resource`. */
  readonly audience?: string | readonly string[];
  /** Where the issuer's keys are, or the keys. Default: `<issuer>/.well-known/jwks.json`. */
  readonly keys?: string | JSONWebKeySet;
  /** Default: RS256, PS256, ES256, EdDSA. Those with a shared secret are not for tokens of others. */
  readonly algorithms?: readonly string[];
  /** What every request needs. Default: nothing. */
  readonly scopes?: readonly string[];
  /** Seconds that clocks may differ. Default: 5. */
  readonly clockTolerance?: number;
  /** Authorization servers that clients are told of. Default: the issuer. */
  readonly authorizationServers?: readonly string[];
  /** In place of the runtime's, for the issuer's keys. */
  readonly fetch?: typeof fetch;
}

/**
 * Lets in who sends a JWT (RFC 9068) that its issuer has signed for this server and that has not expired; tells others where
 * to get one (RFC 9728). For `serve`'s and `createHttpApp`'s `http` options. The issuer's keys are kept for ten minutes, and
 * asked for anew for a key that is not among them, once in 30 seconds.
 */
export function jwtAuth(options: JwtOptions): Required<Pick<HttpAppOptions, "authorize" | "extend">> {
  const { resource, issuer, scopes = [], authorizationServers = [issuer], clockTolerance = 5 } = options;
  const { keys = `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`, audience = resource } = options;
  const remote = options.fetch === undefined ? {} : { [customFetch]: options.fetch };
  const keySet = typeof keys === "string" ? createRemoteJWKSet(new URL(keys), remote) : createLocalJWKSet(keys);
  const { origin, pathname } = new URL(resource);
  const path = pathname === "/" ? "" : pathname;
  const metadata = `${origin}${wellKnown}${path}`;
  const rules = {
    issuer,
    audience: [audience].flat(),
    algorithms: [...(options.algorithms ?? ["RS256", "PS256", "ES256", "EdDSA"])],
    clockTolerance,
    requiredClaims: ["exp"],
  };
  const refusal = (status: number, error?: string) => {
    const parts = [`resource_metadata="${metadata}"`];
    if (scopes.length > 0) parts.push(`scope="${scopes.join(" ")}"`);
    if (error !== undefined) parts.unshift(`error="${error}"`);
    const message = status === 403 ? `This needs the scopes ${scopes.join(", ")}.` : "A valid bearer token is needed.";
    const headers = { "www-authenticate": `Bearer ${parts.join(", ")}` };
    return Response.json({ jsonrpc: "2.0", error: { code: -32000, message }, id: null }, { status, headers });
  };
  return {
    authorize: async ({ headers }) => {
      const [, token] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
      if (token === undefined) return refusal(401);
      try {
        const { payload } = await jwtVerify(token, keySet, rules);
        const auth = authOf(payload);
        return scopes.every((scope) => auth.scopes.includes(scope)) ? auth : refusal(403, "insufficient_scope");
      } catch (error) {
        // The issuer's keys cannot be had: no fault of the token.
        if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw error;
        return refusal(401, "invalid_token");
      }
    },
    extend: (app: Hono) => {
      const document = {
        resource,
        authorization_servers: authorizationServers,
        bearer_methods_supported: ["header"],
        ...(scopes.length > 0 && { scopes_supported: scopes }),
      };
      for (const place of new Set([wellKnown, wellKnown + path])) app.get(place, (context) => context.json(document));
    },
  };
}

const wellKnown = "/.well-known/oauth-protected-resource";

function authOf(payload: JWTPayload): AuthInfo {
  const { sub, exp, scope, scp, client_id: clientId } = payload;
  const given: unknown = scope ?? scp ?? [];
  const scopes = typeof given === "string" ? given.split(" ").filter((one) => one !== "") : [given].flat().map(String);
  const client = typeof clientId === "string" ? clientId : undefined;
  return {
    subject: sub ?? client ?? "",
    clientId: client,
    scopes,
    claims: erased<AuthInfo["claims"]>(payload),
    expiresAt: exp,
  };
}
