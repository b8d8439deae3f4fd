/// <reference types="node" />
import type { CallContext } from "../call-context.js";
import { ToolError } from "../tool-error.js";
import { ApiError } from "./api-error.js";
import { chooseSchemes, nameVariables, secretsOf } from "./credentials.js";
import { Deadline } from "./deadline.js";
import { headerName, headerValue } from "./header-value.js";
import type { CredentialValues, HttpApi, Proof, ProvingClient } from "./http-api.js";
import type { HttpClientOptions } from "./http-client-options.js";
import type { HttpRequest } from "./http-request.js";
import type { HttpSettings } from "./http-settings.js";
import { followRedirects } from "./redirect.js";
import { Secrets } from "./redact.js";
import { capped, decodeBytes, decoderOf, decodeText, readBytes, type Decoded, type ResponseKind } from "./response.js";
import { retryAfter, retrying } from "./retry.js";
import { fetchTransport, transmit, type WireResponse } from "./transport.js";
import { addressOf, urlOf } from "./url.js";

export type { HttpApi } from "./http-api.js";
export type { HttpClientOptions } from "./http-client-options.js";
export type { ResponseKind } from "./response.js";

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Parameters and credentials of the same name win. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Told of a stream's events. Default: progress. */
  readonly onEvent?: ((event: unknown) => void) | undefined;
  readonly context?: CallContext | undefined;
}

/** Of status 2xx. */
export interface ApiResponse<T> {
  readonly status: number;
  readonly headers: Headers;
  /** JSON value, string, `Uint8Array`, list of events, or `undefined` for no content. */
  readonly data: T;
  /** Always there from `HttpClient`. */
  readonly kind?: ResponseKind;
}

/** Most bytes that are read of a failure. */
const failureLimit = 65_536;
/** Left to the transport. */
const ownHeaders = /^(connection|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

export class HttpClient {
  readonly #api: HttpApi;
  readonly #settings: HttpSettings;
  readonly #options: HttpClientOptions;
  readonly #call: CallOptions;
  readonly #proving: ProvingClient;

  /** `call` and `proving` are for `during` alone. */
  constructor(
    api: HttpApi,
    settings: HttpSettings,
    options: HttpClientOptions = {},
    call: CallOptions = {},
    proving?: ProvingClient,
  ) {
    this.#api = api;
    this.#settings = settings;
    this.#options = options;
    this.#call = call;
    const { timeoutMs, credentials } = settings;
    this.#proving = proving ?? { secrets: new Secrets(secretsOf(api, credentials)), timeoutMs, fetch: options.fetch };
  }

  during(call: CallOptions): HttpClient {
    return new HttpClient(this.#api, this.#settings, this.#options, merged(this.#call, call), this.#proving);
  }

  /** Without credentials and tokens. */
  redact(text: string): string {
    return this.#proving.secrets.redact(text);
  }

  /**
   * `T` is the document's word, not checked. Throws `ArgumentError` before anything is sent, `ApiError` for any status but
   * 2xx, else `ToolError`, or the signal's reason. No error holds a credential.
   */
  send<T>(request: HttpRequest, options?: CallOptions): Promise<ApiResponse<T>>;
  async send(request: HttpRequest, options: CallOptions = {}): Promise<ApiResponse<unknown>> {
    const call = merged(this.#call, options);
    const deadline = new Deadline(this.#settings.timeoutMs, call.signal);
    try {
      deadline.signal.throwIfAborted();
      return await deadline.race(this.#exchange(request, call, deadline));
    } catch (error) {
      if (deadline.expired) {
        const what = `${request.method} ${request.path} timed out after ${this.#settings.timeoutMs} ms.`;
        throw new ToolError(`${what} ${this.#raise("TIMEOUT_MS")}`);
      }
      if (error !== call.signal?.reason) this.#clean(error);
      throw error;
    } finally {
      deadline.end();
    }
  }

  async #exchange(request: HttpRequest, call: CallOptions, deadline: Deadline): Promise<ApiResponse<unknown>> {
    const { method, path, server } = request;
    // Wrong arguments are told before credentials are sought.
    const address = addressOf(this.#api, this.#settings, request);
    urlOf(address);
    const body = request.body?.encode();
    const further = { ...this.#options.headers?.(call.context), ...call.headers };
    const headers = headersOf(request, further, body?.contentType);
    const cookies = (request.cookies ?? []).flatMap((cookie) => cookie.encode());

    const values = await this.#credentials(call);
    const schemes = chooseSchemes(this.#api, request.security ?? this.#api.security, values);
    const prove = async () => {
      const proofs: Proof[] = [];
      for (const scheme of schemes) proofs.push(await scheme.prove(values, this.#proving));
      return proofs;
    };
    const wire = {
      method,
      body: body?.bytes,
      signal: deadline.signal,
      advice: `Check that the API is up${server?.url.includes(":") ? "" : ` and that ${this.#api.baseUrlEnv} is right`}.`,
    };
    const { fetch: fetchInstead } = this.#options;
    const usual = (body !== undefined || method === "TRACE" ? request.transport : undefined) ?? fetchTransport();

    const attempt = async (proofs: readonly Proof[]) => {
      const [own = usual] = given(proofs, "transport");
      const transport = fetchInstead === undefined ? own : fetchTransport(fetchInstead);
      const url = urlOf(address, given(proofs, "query"));
      const proven = { ...wire, url, headers: provenHeaders(headers, cookies, proofs) };
      const response = await followRedirects(proven, (hop) => transmit(hop, transport));
      if (response.status < 200 || response.status > 299) throw await this.#failure(response, nameVariables(schemes));
      const decoded = await this.#read(request, response, call);
      return { status: response.status, headers: response.headers, ...decoded };
    };
    const onRetry = (error: Error, wait: number) => {
      const [reason = ""] = error.message.split("\n", 1);
      this.#options.log?.info(this.redact(`${method} ${path}: ${reason}; again in ${Math.round(wait)} ms`));
    };
    return await retrying({ method, retries: this.#settings.retries, deadline, onRetry }, async () => {
      const proofs = await prove();
      try {
        return await attempt(proofs);
      } catch (error) {
        const renewable = given(proofs, "forget");
        if (renewable.length === 0 || !(error instanceof ApiError) || error.status !== 401) throw error;
        // Perhaps revoked: once more with a new token.
        for (const forget of renewable) forget();
        return await attempt(await prove());
      }
    });
  }

  async #credentials(call: CallOptions): Promise<CredentialValues> {
    const own = await this.#options.credentials?.(call.context);
    if (!own) return this.#settings.credentials;
    const values = { ...this.#settings.credentials, ...own };
    for (const secret of secretsOf(this.#api, values)) this.#proving.secrets.add(secret);
    return values;
  }

  async #read({ method, path, stream }: HttpRequest, response: WireResponse, call: CallOptions): Promise<Decoded> {
    if (method === "HEAD" || response.status === 204 || response.status === 205) {
      response.discard();
      return { kind: "empty", data: undefined };
    }
    const { maxResponseBytes } = this.#settings;
    const chunks = capped(response.chunks, maxResponseBytes, () => {
      const answer = `The response of ${method} ${path} is longer than ${maxResponseBytes} bytes.`;
      return new ToolError(`${answer} Ask for less (a filter, a smaller page). ${this.#raise("MAX_RESPONSE_BYTES")}`);
    });
    const type = response.headers.get("content-type");
    return await (stream?.(chunks, type, call) ?? readBytes(chunks).then((bytes) => decodeBytes(bytes, type)));
  }

  async #failure(response: WireResponse, variables: string): Promise<ApiError> {
    const type = response.headers.get("content-type");
    const bytes = await readBytes(capped(response.chunks, failureLimit));
    const { kind, data } = decodeBytes(bytes, type);
    const failure = { ...response, statusText: this.redact(response.statusText), help: helpFor(response, variables) };
    if (kind === "empty") return new ApiError(failure);
    if (kind === "binary") return new ApiError({ ...failure, body: `(${bytes.length} bytes of ${type})`, data });
    const body = this.redact(decoderOf(type).decode(bytes));
    return new ApiError({ ...failure, body, data: kind === "json" ? decodeText(body).data : body });
  }

  #raise(name: string): string {
    return `If that is not enough, raise ${this.#api.baseUrlEnv.replace(/BASE_URL.*/, name)}.`;
  }

  #clean(error: unknown): void {
    if (!(error instanceof Error)) return;
    for (const key of ["message", "stack"] as const) {
      const value = this.redact(error[key] ?? "");
      // Not by assignment: a DOMException has getters only.
      if (value !== error[key]) Object.defineProperty(error, key, { value, writable: true, configurable: true });
    }
    if (!(error instanceof ApiError)) return;
    const { headers } = error;
    new Headers(headers).forEach((value, name) => {
      if (this.redact(value) !== value) headers.set(name, this.redact(value));
    });
  }
}

function merged(defaults: CallOptions, { signal, headers, ...call }: CallOptions): CallOptions {
  const signals = [defaults.signal, signal].filter((one) => one !== undefined);
  return {
    ...defaults,
    ...call,
    signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    headers: { ...defaults.headers, ...headers },
  };
}

function headersOf(request: HttpRequest, further: Record<string, string>, contentType: string | undefined): Headers {
  const headers = new Headers();
  const set = (name: string, value: string | undefined) => {
    headerName(name);
    if (value !== undefined && !ownHeaders.test(name)) headers.set(name, headerValue(name, value));
  };
  set("accept", request.accept ?? "*/*");
  for (const [name, value] of Object.entries(further)) set(name, value);
  for (const { name, encode } of request.headers ?? []) set(name, encode());
  set("content-type", contentType);
  return headers;
}

function given<Part extends keyof Proof>(proofs: readonly Proof[], part: Part): NonNullable<Proof[Part]>[] {
  return proofs.flatMap(({ [part]: one }) => (one === undefined ? [] : [one]));
}

/** Credentials win over parameters of the same name. */
function provenHeaders(headers: Headers, cookies: readonly string[], proofs: readonly Proof[]): Headers {
  const all = new Headers(headers);
  for (const header of given(proofs, "header")) all.set(...header);
  const own = given(proofs, "cookie");
  const nameOf = (pair: string) => pair.slice(0, pair.indexOf("="));
  const names = new Set(own.map(nameOf));
  const jar = [all.get("cookie") ?? [], cookies.filter((pair) => !names.has(nameOf(pair))), own].flat();
  if (jar.length > 0) all.set("cookie", jar.join("; "));
  return all;
}

function helpFor({ status, headers }: WireResponse, variables: string): string | undefined {
  if (status === 401 && variables) return `Check ${variables} in the server's environment.`;
  if (status === 403 && variables) return `The credential in ${variables} may not allow this.`;
  const wait = retryAfter(headers);
  if (status === 429) return wait === undefined ? "Try again later." : `Try again in ${Math.ceil(wait / 1000)} s.`;
  return undefined;
}
