import type { HttpSettings } from "./http-settings.js";
import type { Secrets } from "./redact.js";
import type { Transport } from "./transport.js";

export interface HttpApi {
  readonly name: string;
  readonly baseUrlEnv: string;
  /** Base addresses; the first is used. */
  readonly servers: readonly HttpServer[];
  /** Alternatives of scheme names for operations that have none of their own; empty for an open API. */
  readonly security: readonly (readonly string[])[];
  readonly schemes: Readonly<Record<string, HttpScheme>>;
}

/** A base address (OpenAPI 3.1 §4.8.5). */
export interface HttpServer {
  readonly url: string;
  readonly expand?: (settings: HttpSettings) => string;
}

export type CredentialValues = Readonly<Record<string, string | undefined>>;

/** A security scheme (OpenAPI 3.1 §4.8.27). */
export interface HttpScheme {
  /** Lists of variables of which one must be set whole. */
  readonly variables: readonly (readonly string[])[];
  /** Those that are no secrets: user names, paths. */
  readonly open?: readonly string[];
  readonly derived?: (values: CredentialValues) => readonly string[];
  readonly prove: (values: CredentialValues, client: ProvingClient) => Proof | Promise<Proof>;
}

export interface ProvingClient {
  readonly secrets: Secrets;
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch | undefined;
}

/** What a request carries for a scheme; pairs are encoded. */
export interface Proof {
  readonly header?: readonly [name: string, value: string];
  readonly query?: string;
  readonly cookie?: string;
  readonly transport?: Transport;
  readonly forget?: () => void;
}
