/// <reference types="node" />
import type { CallContext } from "../call-context.js";

type Values = Readonly<Record<string, string | undefined>>;

export interface HttpClientOptions {
  /** Instead of the runtime's fetch; redirects and retries stay with the client. */
  readonly fetch?: typeof fetch;
  /** Told of retries, without secrets. */
  readonly log?: { readonly info: (message: string) => void };
  /** Credentials of one request by variable, over the settings'; without a context where no tool's call asks. */
  readonly credentials?: (context: CallContext | undefined) => Values | Promise<Values>;
  /** Further headers of one request (`forwardedHeaders`). */
  readonly headers?: (context: CallContext | undefined) => Readonly<Record<string, string>>;
}
