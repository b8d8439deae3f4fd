/// <reference types="node" />

type Values = Readonly<Record<string, string | undefined>>;

export interface HttpClientOptions {
  /** Instead of the runtime's fetch; redirects and retries stay with the client. */
  readonly fetch?: typeof fetch;
  /** Told of retries, without secrets. */
  readonly log?: { readonly info: (message: string) => void };
  /** Credentials of one request by variable, over the settings'; `context` is the call's. */
  readonly credentials?: (context: unknown) => Values | Promise<Values>;
}
