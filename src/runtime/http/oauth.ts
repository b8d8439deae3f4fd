/// <reference types="node" />
import { toBase64 } from "../content.js";
import { ToolError } from "../tool-error.js";
import { utf8 } from "./body.js";
import { Deadline } from "./deadline.js";
import type { ClientCredentialsFlow } from "./http-api.js";
import type { Secrets } from "./redact.js";
import { decodeText, readBytes } from "./response.js";
import { isRecord } from "./styles.js";
import { transmit } from "./transport.js";

/** Seconds that a token is kept whose answer does not say how long it lives. */
const usualLife = 300;
/** Seconds before its end that a token is given up; of short-lived ones a tenth of their life. */
const margin = 60;
const longestAnswer = 65_536;

interface Entry {
  readonly token: Promise<string>;
  /** The token once it is there. */
  value?: string;
  /** Milliseconds since the epoch. */
  expires: number;
}

/** Tokens of the client-credentials grant (RFC 6749 §4.4), kept until shortly before they expire; one request for each at a time. */
export class OAuthTokens {
  readonly #entries = new Map<string, Entry>();
  readonly #timeoutMs: number;
  readonly #secrets: Secrets;
  readonly #fetch: typeof fetch | undefined;

  constructor(timeoutMs: number, secrets: Secrets, fetchInstead?: typeof fetch) {
    this.#timeoutMs = timeoutMs;
    this.#secrets = secrets;
    this.#fetch = fetchInstead;
  }

  /** A token that is still good. Throws `ToolError` when the endpoint gives none. */
  get(flow: ClientCredentialsFlow, clientId: string, clientSecret: string): Promise<string> {
    const key = JSON.stringify([flow.tokenUrl, flow.scopes, clientId, clientSecret]);
    for (const [name, { expires }] of this.#entries) if (expires <= Date.now()) this.#entries.delete(name);
    const known = this.#entries.get(key);
    if (known !== undefined) return known.token;

    // Not bound to the call that asks first: others may be waiting for the same token.
    const entry: Entry = { token: this.#request(flow, clientId, clientSecret, (life) => this.#keep(entry, life)), expires: Infinity };
    this.#entries.set(key, entry);
    entry.token.then(
      (token) => (entry.value = token),
      () => this.#entries.delete(key),
    );
    return entry.token;
  }

  /** Gives up a token that the API refused. */
  forget(token: string): void {
    for (const [key, { value }] of this.#entries) if (value === token) this.#entries.delete(key);
  }
}
