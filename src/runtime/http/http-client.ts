/// <reference types="node" />
import { ToolError } from "../tool-error.js";
import { ApiError } from "./api-error.js";
import { encodeBody, type EncodedBody, type RequestBody } from "./body.js";
import { chooseSchemes, prove, secretsOf, variablesOf, type CredentialValues, type Proof } from "./credentials.js";
import { Deadline } from "./deadline.js";
import { isEventStream, readEvents, type StreamKind } from "./event-stream.js";
import type { HttpApi, HttpScheme } from "./http-api.js";
import type { HttpSettings } from "./http-settings.js";
import { OAuthTokens } from "./oauth.js";
import { encodeCookie, encodeHeader, type CookieArgument, type HeaderArgument } from "./parameters.js";
import { followRedirects } from "./redirect.js";
import { Secrets } from "./redact.js";
import { decodeBytes, readBytes, type Decoded, type ResponseKind } from "./response.js";
import { retrying, retryAfter } from "./retry.js";
import { transmit, type WireResponse } from "./transport.js";
import { addressUrl, baseAddress, requestAddress, type Address, type Route } from "./url.js";

export type { ClientCredentialsFlow, HttpApi, HttpScheme, HttpServer, HttpServerVariable } from "./http-api.js";
export type { HttpSettings } from "./http-settings.js";
export type { ResponseKind } from "./response.js";

/** One request, as generated clients spell it out. Encoding happens, and may fail, in `HttpClient.send`. */
export interface HttpRequest extends Route {
  /** In upper case. */
  readonly method: string;
  readonly headers?: readonly HeaderArgument[];
  readonly cookies?: readonly CookieArgument[];
  /** Default: `*\/*`. */
  readonly accept?: string;
  readonly body?: RequestBody;
  /** Alternatives of credentials in place of the API's; empty for none at all. */
  readonly security?: readonly (readonly string[])[];
  /** How a successful response is read when it streams. */
  readonly stream?: StreamKind;
}

/** What the author of a server may choose. */
export interface HttpClientOptions {
  /** Sends requests instead of the runtime's fetch; redirects and retries stay with the client. */
  readonly fetch?: typeof fetch;
  /** Told of retries. Secrets are redacted. */
  readonly log?: HttpLog;
  /** Credentials of one request by environment variable, in place of the settings'; `context` is the call's. */
  readonly credentials?: (context: unknown) => CredentialValues | Promise<CredentialValues>;
}

/** Where the client tells what it does. */
export interface HttpLog {
  readonly info: (message: string, data?: unknown) => void;
}

/** What belongs to one call. */
export interface CallOptions {
  /** Ends the call; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** More headers; parameters and credentials of the same name win. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Told each event of a streaming response as it arrives. */
  readonly onEvent?: ((event: unknown) => void) | undefined;
  /** Handed to `HttpClientOptions.credentials`. */
  readonly context?: unknown;
}

/** A successful response (status 2xx). */
export interface ApiResponse<T> {
  readonly status: number;
  readonly headers: Headers;
  /** JSON value, string, `Uint8Array`, list of events, or `undefined` for no content: see `kind`. */
  readonly data: T;
  /**
   * What `data` is. A body that claims to be JSON and is not has kind `text`. Always there on responses of `HttpClient`.
   */
  readonly kind?: ResponseKind;
}

/** Most bytes of a failed response that are read. */
const failureLimit = 65_536;
/** What HTTP implementations set themselves; a document that lists them as parameters cannot change them. */
const transportHeaders: ReadonlySet<string> = new Set(
  "connection content-length expect host keep-alive proxy-connection te trailer transfer-encoding upgrade".split(" "),
);

/** A request whose arguments are encoded; only credentials are missing. */
interface Prepared {
  readonly address: Address;
  readonly headers: Headers;
  readonly cookies: readonly string[];
  readonly body: EncodedBody | undefined;
}

/** What a client shares with those that `during` makes of it. */
interface Shared {
  readonly secrets: Secrets;
  readonly tokens: OAuthTokens;
}

/** Sends requests to one API: encoding, credentials, time-out, retries, redirects, decoding, errors without secrets. */
export class HttpClient {
  readonly #api: HttpApi;
  readonly #settings: HttpSettings;
  readonly #options: HttpClientOptions;
  #shared: Shared;
  #call: CallOptions = {};

  constructor(api: HttpApi, settings: HttpSettings, options: HttpClientOptions = {}) {
    this.#api = api;
    this.#settings = settings;
    this.#options = options;
    const secrets = new Secrets(secretsOf(api, settings.credentials));
    this.#shared = { secrets, tokens: new OAuthTokens(settings.timeoutMs, secrets, options.fetch) };
  }

  /** The same client for the time of one call: its options are the default of every request. */
  during(call: CallOptions): HttpClient {
    const client = new HttpClient(this.#api, this.#settings, this.#options);
    client.#shared = this.#shared;
    client.#call = merged(this.#call, call);
    return client;
  }

  /** The text with `[redacted]` in place of the API's credentials and of tokens that were obtained. */
  redact(text: string): string {
    return this.#shared.secrets.redact(text);
  }

  /**
   * Sends a request and decodes the response. `T` is taken from the document, not checked.
   * Throws `ArgumentError` for arguments that cannot be sent (nothing was sent then), `ApiError` for any status but 2xx,
   * `ToolError` for missing credentials, time-outs, no connection and responses that are too long, and the reason of
   * `options.signal` when that aborts. No error holds a credential.
   */
  send<T>(request: HttpRequest, options?: CallOptions): Promise<ApiResponse<T>>;
  async send(request: HttpRequest, options: CallOptions = {}): Promise<ApiResponse<unknown>> {
    const call = merged(this.#call, options);
    const deadline = new Deadline(this.#settings.timeoutMs, call.signal);
    try {
      deadline.signal.throwIfAborted();
      return await deadline.race(this.#exchange(request, call, deadline));
    } catch (error) {
      if (deadline.expired) throw this.#timedOut(request);
      if (!call.signal?.aborted || error !== call.signal.reason) this.#clean(error);
      throw error;
    } finally {
      deadline.end();
    }
  }

  async #exchange(request: HttpRequest, call: CallOptions, deadline: Deadline): Promise<ApiResponse<unknown>> {
    const prepared = this.#prepare(request, call);
    const values = await this.#credentials(call);
    const schemes = chooseSchemes(this.#api, request.security ?? this.#api.security, values);
    const { tokens } = this.#shared;

    const attempt = async (proof: Proof): Promise<ApiResponse<unknown>> => {
      const url = addressUrl(prepared.address, proof.query);
      const response = await followRedirects(
        {
          method: request.method,
          url,
          headers: provenHeaders(prepared, proof),
          body: prepared.body?.bytes,
          certificate: proof.certificate,
          signal: deadline.signal,
          advice: request.server
            ? "Check that the API is up."
            : `Check that the API is up and that ${this.#api.baseUrlEnv} is right.`,
        },
        (wire) => transmit(wire, this.#options.fetch),
      );
      if (response.status < 200 || response.status > 299) throw await this.#failure(response, schemes);
      const decoded = await this.#read(request, response, call);
      return { status: response.status, headers: response.headers, ...decoded };
    };

    return await retrying(
      {
        method: request.method,
        retries: this.#settings.retries,
        deadline,
        onRetry: (error, milliseconds) => {
          const reason = error.message.split("\n", 1)[0] ?? "";
          this.#options.log?.info(
            this.redact(`${request.method} ${request.path}: ${reason}; again in ${Math.round(milliseconds)} ms`),
          );
        },
      },
      async () => {
        const proof = await prove(schemes, values, tokens);
        try {
          return await attempt(proof);
        } catch (error) {
          if (proof.token === undefined || !(error instanceof ApiError) || error.status !== 401) throw error;
          // The token may have been revoked before its time: one more try with a new one.
          tokens.forget(proof.token);
          return await attempt(await prove(schemes, values, tokens));
        }
      },
    );
  }

  /** Encodes all that does not depend on credentials, so that wrong arguments are told before anything is sent. */
  #prepare(request: HttpRequest, call: CallOptions): Prepared {
    const base = baseAddress(this.#api, this.#settings, request.server);
    const address = requestAddress(base, request);
    addressUrl(address);
    const body = request.body === undefined ? undefined : encodeBody(request.body);
    const headers = new Headers();
    const set = (name: string, value: string | undefined): void => {
      if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) throw new ToolError(`${JSON.stringify(name)} is no name of a header.`);
      if (value !== undefined && !transportHeaders.has(name.toLowerCase())) headers.set(name, value);
    };
    set("accept", encodeHeader({ name: "Accept", value: request.accept ?? "*/*" }));
    for (const [name, value] of Object.entries(call.headers ?? {})) set(name, encodeHeader({ name, value }));
    for (const argument of request.headers ?? []) set(argument.name, encodeHeader(argument));
    if (body !== undefined) set("content-type", body.contentType);
    return { address, headers, cookies: (request.cookies ?? []).flatMap(encodeCookie), body };
  }

  async #credentials(call: CallOptions): Promise<CredentialValues> {
    const own = await this.#options.credentials?.(call.context);
    if (own === undefined) return this.#settings.credentials;
    for (const secret of secretsOf(this.#api, own)) this.#shared.secrets.add(secret);
    return { ...this.#settings.credentials, ...own };
  }

  async #read(request: HttpRequest, response: WireResponse, call: CallOptions): Promise<Decoded> {
    const { method, stream } = request;
    if (method === "HEAD" || response.status === 204 || response.status === 205) {
      response.discard();
      return { kind: "empty", data: undefined };
    }
    const limits = { limit: this.#settings.maxResponseBytes, tooLong: () => this.#tooLong(request) };
    const type = response.headers.get("content-type");
    if (stream !== undefined && isEventStream(stream, type)) {
      return { kind: "events", data: await readEvents(stream, response.chunks, type, limits, call.onEvent) };
    }
    const { bytes, complete } = await readBytes(response.chunks, limits.limit);
    if (!complete) throw limits.tooLong();
    return decodeBytes(bytes, type);
  }

  /** A failed response as an error, without secrets. */
  async #failure(response: WireResponse, schemes: readonly HttpScheme[]): Promise<ApiError> {
    const { status, statusText, headers } = response;
    const type = headers.get("content-type");
    const { bytes } = await readBytes(response.chunks, failureLimit);
    const decoded = decodeBytes(bytes, type);
    const help = helpFor(response, schemes.map(variablesOf));
    if (decoded.kind === "binary" || decoded.kind === "empty") {
      const body = decoded.kind === "empty" ? "" : `(${bytes.length} bytes of ${type ?? "an unknown type"})`;
      return new ApiError({ status, statusText, headers, body, data: decoded.data, help });
    }
    const text = decodeBytes(bytes, type?.replace(/^[^;]*/, "text/plain") ?? "text/plain").data;
    const body = this.redact(String(text));
    const { data } = decodeBytes(new Uint8Array(new TextEncoder().encode(body)), type?.replace(/;.*/s, "") ?? null);
    return new ApiError({ status, statusText, headers, body, data, help });
  }

  #timedOut({ method, path }: HttpRequest): ToolError {
    const { timeoutMs } = this.#settings;
    return new ToolError(
      `${method} ${path} timed out after ${timeoutMs} ms. If the API needs longer, raise ${this.#variable("TIMEOUT_MS")}.`,
    );
  }

  #tooLong({ method, path }: HttpRequest): ToolError {
    return new ToolError(
      `The response of ${method} ${path} is longer than ${this.#settings.maxResponseBytes} bytes. ` +
        `Ask for less (a filter, a smaller page), or raise ${this.#variable("MAX_RESPONSE_BYTES")}.`,
    );
  }

  /** The variable beside `<PREFIX>_BASE_URL`. */
  #variable(name: string): string {
    const { baseUrlEnv, name: provider } = this.#api;
    if (baseUrlEnv.endsWith("_BASE_URL")) return baseUrlEnv.replace(/BASE_URL$/, name);
    return `${provider.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_${name}`;
  }

  /** Takes secrets out of an error, whoever made it. */
  #clean(error: unknown): void {
    if (!(error instanceof Error)) return;
    error.message = this.redact(error.message);
    if (error.stack !== undefined) error.stack = this.redact(error.stack);
    if (!(error instanceof ApiError)) return;
    for (const [name, value] of [...error.headers]) {
      const clean = this.redact(value);
      if (clean !== value) error.headers.set(name, clean);
    }
  }
}

/** A call's options over the defaults; either signal ends the call. */
function merged(defaults: CallOptions, call: CallOptions): CallOptions {
  const signals = [defaults.signal, call.signal].filter((signal) => signal !== undefined);
  return {
    ...defaults,
    ...Object.fromEntries(Object.entries(call).filter(([, value]) => value !== undefined)),
    signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    headers: { ...defaults.headers, ...call.headers },
  };
}

/** Headers with credentials, which win over parameters of the same name. */
function provenHeaders({ headers, cookies }: Prepared, proof: Proof): Headers {
  const all = new Headers(headers);
  for (const [name, value] of proof.headers) all.set(name, value);
  const own = new Set(proof.cookies.map(([name]) => name));
  const jar = cookies.filter((pair) => !own.has(pair.split("=", 1)[0] ?? ""));
  jar.push(...proof.cookies.map(([name, value]) => `${name}=${value.replaceAll(";", "%3B")}`));
  const given = all.get("cookie");
  if (jar.length > 0) all.set("cookie", given === null ? jar.join("; ") : [given, ...jar].join("; "));
  return all;
}

function helpFor({ status, headers }: WireResponse, variables: readonly string[]): string | undefined {
  if (status === 401 || status === 403) {
    if (variables.length === 0) return undefined;
    const names = variables.join(" and ");
    return status === 401 ? `Check ${names} in the server's environment.` : `The credential in ${names} may not allow this.`;
  }
  if (status !== 429) return undefined;
  const wait = retryAfter(headers);
  return wait === undefined ? "Try again later." : `Try again in ${Math.ceil(wait / 1000)} s.`;
}
