/// <reference types="node" />
import { toBase64 } from "../content.js";
import { ToolError } from "../tool-error.js";
import { utf8 } from "./body.js";
import type { ClientCredentialsFlow } from "./http-api.js";
import type { Secrets } from "./redact.js";
import { capped, decodeText, readBytes } from "./response.js";
import { isRecord } from "./styles.js";
import { transmit } from "./transport.js";

/** Seconds that a token is kept whose answer does not say how long it lives. */
const usualLife = 300;
/** Seconds before its end that a token is given up; of short-lived ones a tenth of their life. */
const margin = 60;
const longestAnswer = 65_536;
const usualTimeout = 30_000;

interface Grant {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** Tokens of the client-credentials grant (RFC 6749 §4.4), kept until shortly before they expire; one request for each at a time. */
export class OAuthTokens {
  readonly #grants = new Map<string, { readonly answer: Promise<Grant>; grant?: Grant }>();
  readonly #timeoutMs: number;
  readonly #secrets: Secrets;
  readonly #fetch: typeof fetch | undefined;

  constructor(timeoutMs: number, secrets: Secrets, fetchInstead?: typeof fetch) {
    this.#timeoutMs = timeoutMs;
    this.#secrets = secrets;
    this.#fetch = fetchInstead;
  }

  /** A token that is still good. Throws `ToolError` when the endpoint gives none. */
  async get(flow: ClientCredentialsFlow, clientId: string, clientSecret: string): Promise<string> {
    this.#drop((grant) => grant.expires <= Date.now());
    const key = JSON.stringify([flow.tokenUrl, flow.scopes, clientId, clientSecret]);
    let entry = this.#grants.get(key);
    if (entry === undefined) {
      // Not bound to the call that asks first: others may be waiting for the same token.
      entry = { answer: this.#request(flow, clientId, clientSecret) };
      this.#grants.set(key, entry);
    }
    try {
      entry.grant = await entry.answer;
      return entry.grant.token;
    } catch (error) {
      if (this.#grants.get(key) === entry) this.#grants.delete(key);
      throw error;
    }
  }

  /** Gives up a token that the API refused. */
  forget(token: string): void {
    this.#drop((grant) => grant.token === token);
  }

  #drop(useless: (grant: Grant) => boolean): void {
    for (const [key, { grant }] of this.#grants) if (grant !== undefined && useless(grant)) this.#grants.delete(key);
  }

  async #request({ tokenUrl, scopes, ...flow }: ClientCredentialsFlow, id: string, secret: string): Promise<Grant> {
    if (!URL.canParse(tokenUrl)) throw new ToolError(`The API's token endpoint ${tokenUrl} is no URL.`);
    const url = new URL(tokenUrl);
    const place = `The token endpoint ${url.origin}${url.pathname}`;
    // RFC 6749 §2.3.1: in the header, each form-encoded before they are joined.
    const pair = toBase64(utf8(`${formEncode(id)}:${formEncode(secret)}`));
    this.#secrets.add(pair);
    const form = { grant_type: "client_credentials", ...(scopes.length > 0 && { scope: scopes.join(" ") }) };
    const signal = AbortSignal.timeout(this.#timeoutMs > 0 ? this.#timeoutMs : usualTimeout);
    const ask = async (): Promise<Grant> => {
      const response = await transmit(
        {
          method: "POST",
          url: url.href,
          headers: new Headers({
            accept: "application/json",
            authorization: `Basic ${pair}`,
            "content-type": "application/x-www-form-urlencoded",
          }),
          body: utf8(new URLSearchParams(form).toString()),
          signal,
          advice: "It is the API's token endpoint.",
        },
        this.#fetch,
      );
      const { data } = decodeText(new TextDecoder().decode(await readBytes(capped(response.chunks, longestAnswer))));
      const answer = isRecord(data) ? data : {};
      const token = answer["access_token"];
      if (response.status === 200 && typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) {
        this.#secrets.add(token);
        const life = Number(answer["expires_in"] ?? usualLife) || usualLife;
        return { token, expires: Date.now() + (life - Math.min(margin, life / 10)) * 1000 };
      }
      // Only what RFC 6749 §5.2 means for people; the rest may hold anything.
      const reasons = [answer["error"], answer["error_description"]].filter((text) => typeof text === "string");
      const outcome = [response.status, response.statusText, reasons.join(": ").slice(0, 500)].join(" ").trim();
      throw new ToolError(`${place} gave no token: ${outcome}. Check ${flow.clientIdEnv} and ${flow.clientSecretEnv}.`);
    };
    try {
      return await ask();
    } catch (error) {
      throw signal.aborted ? new ToolError(`${place} timed out.`) : error;
    }
  }
}

function formEncode(text: string): string {
  return new URLSearchParams({ text }).toString().slice("text=".length);
}
