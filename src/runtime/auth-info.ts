import type { JsonObject } from "./json.js";

/** Who calls, as far as the transport has verified it. The token itself is not here: it must not travel on. */
export interface AuthInfo {
  /** Whom the token speaks for (`sub`); else its client. State and sessions belong to it. */
  readonly subject: string;
  readonly clientId?: string | undefined;
  readonly scopes: readonly string[];
  /** What the token says (RFC 7519 §4); empty for a token that says nothing. */
  readonly claims: JsonObject;
  /** Seconds since 1970. */
  readonly expiresAt?: number | undefined;
}
