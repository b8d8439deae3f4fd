/** Where an API is and how callers prove who they are. Every `env` names an environment variable. */
export interface HttpApi {
  /** Name of the provider, e.g. `petstore`. */
  readonly name: string;
  /** Variable that replaces the first server, e.g. `PETSTORE_BASE_URL`. */
  readonly baseUrlEnv: string;
  /** Base addresses; the first is used. */
  readonly servers: readonly HttpServer[];
  /** Alternatives of credentials (scheme names) for operations that name none; empty for an open API. */
  readonly security: readonly (readonly string[])[];
  readonly schemes: Readonly<Record<string, HttpScheme>>;
}

/** A base address (OpenAPI 3.1 §4.8.5): an absolute URL with `{variables}`; empty `values` allow any. */
export interface HttpServer {
  readonly url: string;
  readonly variables?: Readonly<
    Record<string, { readonly default: string; readonly values: readonly string[]; readonly env: string }>
  >;
}

/** A security scheme (OpenAPI 3.1 §4.8.27) and where its credential is. */
export type HttpScheme =
  | {
      readonly kind: "apiKey";
      readonly in: "header" | "query" | "cookie";
      readonly parameter: string;
      readonly env: string;
    }
  | { readonly kind: "bearer"; readonly env: string }
  | { readonly kind: "basic"; readonly usernameEnv: string; readonly passwordEnv: string }
  | { readonly kind: "http"; readonly scheme: string; readonly env: string }
  | { readonly kind: "oauth2"; readonly env: string; readonly clientCredentials?: ClientCredentialsFlow }
  | { readonly kind: "mutualTLS"; readonly certEnv: string; readonly keyEnv: string };

/** RFC 6749 §4.4. */
export interface ClientCredentialsFlow {
  readonly tokenUrl: string;
  readonly scopes: readonly string[];
  readonly clientIdEnv: string;
  readonly clientSecretEnv: string;
}
