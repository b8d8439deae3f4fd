/// <reference types="node" />
import { toBase64 } from "../content.js";
import { ToolError } from "../tool-error.js";
import { utf8 } from "./bytes.js";
import { credentialOf, valueOf } from "./credentials.js";
import type { HttpScheme, ProvingClient } from "./http-api.js";
import { capped, decodeText, readBytes } from "./response.js";
import { isRecord } from "./styles.js";
import { fetchTransport, transmit } from "./transport.js";

/** RFC 6749 §4.4. */
export interface ClientCredentialsFlow {
  readonly tokenUrl: string;
  readonly scopes: readonly string[];
  readonly clientIdEnv: string;
  readonly clientSecretEnv: string;
}

/** The variable of a ready token, and how to obtain one where that is empty. */
export interface OAuth2Options {
  readonly env: string;
  readonly clientCredentials: ClientCredentialsFlow;
}

/** OAuth 2: a ready token, or one obtained with client credentials. */
export function oauth2({ env, clientCredentials: flow }: OAuth2Options): HttpScheme {
  const { clientIdEnv, clientSecretEnv } = flow;
  const tokensOf = new WeakMap<ProvingClient, OAuthTokens>();
  return {
    variables: [[env], [clientIdEnv, clientSecretEnv]],
    open: [clientIdEnv],
    prove: async (values, client) => {
      if (valueOf(values, env) !== "") return { header: ["authorization", `Bearer ${credentialOf(values, env)}`] };
      const tokens = tokensOf.get(client) ?? new OAuthTokens(flow, client);
      tokensOf.set(client, tokens);
      const token = await tokens.get(valueOf(values, clientIdEnv), valueOf(values, clientSecretEnv));
      return {
        header: ["authorization", `Bearer ${token}`],
        forget: () => {
          tokens.forget(token);
        },
      };
    },
  };
}

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

/** Tokens of one client by credentials, kept until shortly before they expire; one request for each at a time. */
class OAuthTokens {
  readonly #grants = new Map<string, { readonly answer: Promise<Grant>; grant?: Grant }>();
  readonly #flow: ClientCredentialsFlow;
  readonly #client: ProvingClient;

  constructor(flow: ClientCredentialsFlow, client: ProvingClient) {
    this.#flow = flow;
    this.#client = client;
  }

  /** A token that is still good. Throws `ToolError` when the endpoint gives none. */
  async get(clientId: string, clientSecret: string): Promise<string> {
    this.#drop((grant) => grant.expires <= Date.now());
    const key = JSON.stringify([clientId, clientSecret]);
    let entry = this.#grants.get(key);
    if (entry === undefined) {
      // Not bound to the call that asks first: others may be waiting for the same token.
      entry = { answer: this.#request(clientId, clientSecret) };
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

  async #request(id: string, secret: string): Promise<Grant> {
    const { tokenUrl, scopes, clientIdEnv, clientSecretEnv } = this.#flow;
    const { secrets, timeoutMs, fetch: fetchInstead } = this.#client;
    if (!URL.canParse(tokenUrl)) throw new ToolError(`The API's token endpoint ${tokenUrl} is no URL.`);
    const url = new URL(tokenUrl);
    const place = `The token endpoint ${url.origin}${url.pathname}`;
    // RFC 6749 §2.3.1: in the header, each form-encoded before they are joined.
    const pair = toBase64(utf8(`${formEncode(id)}:${formEncode(secret)}`));
    secrets.add(pair);
    const form = { grant_type: "client_credentials", ...(scopes.length > 0 && { scope: scopes.join(" ") }) };
    const signal = AbortSignal.timeout(timeoutMs > 0 ? timeoutMs : usualTimeout);
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
        fetchTransport(fetchInstead),
      );
      const { data } = decodeText(new TextDecoder().decode(await readBytes(capped(response.chunks, longestAnswer))));
      const answer = isRecord(data) ? data : {};
      const token = answer["access_token"];
      if (response.status === 200 && typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) {
        secrets.add(token);
        const life = Number(answer["expires_in"] ?? usualLife) || usualLife;
        return { token, expires: Date.now() + (life - Math.min(margin, life / 10)) * 1000 };
      }
      // Only what RFC 6749 §5.2 means for people; the rest may hold anything.
      const reasons = [answer["error"], answer["error_description"]].filter((text) => typeof text === "string");
      const outcome = [response.status, response.statusText, reasons.join(": ").slice(0, 500)].join(" ").trim();
      throw new ToolError(`${place} gave no token: ${outcome}. Check ${clientIdEnv} and ${clientSecretEnv}.`);
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
