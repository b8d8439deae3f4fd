import type { HttpServer } from "./http-api.js";
import type { CallOptions } from "./http-client.js";
import type { Decoded } from "./response.js";
import type { Transport } from "./transport.js";

/** As generated clients spell it out; `HttpClient.send` encodes it. */
export interface HttpRequest {
  readonly method: string;
  /** Path template, e.g. `/pets/{petId}`; `?a=b` in it goes into the query, `#…` is dropped. */
  readonly path: string;
  readonly pathParameters?: readonly PathArgument[];
  readonly query?: readonly PairsArgument[];
  readonly headers?: readonly HeaderArgument[];
  readonly cookies?: readonly PairsArgument[];
  readonly accept?: string;
  readonly body?: RequestBody;
  /** In place of the API's; empty for none at all. */
  readonly security?: readonly (readonly string[])[];
  /** In place of the API's; a relative one keeps the origin. */
  readonly server?: HttpServer;
  readonly stream?: StreamReader;
  /** For what fetch refuses: a body with GET or HEAD, TRACE. */
  readonly transport?: Transport;
}

/** What stands for `{name}`; `ArgumentError` when absent or empty. */
export interface PathArgument {
  readonly name: string;
  readonly encode: () => string;
}

export interface PairsArgument {
  readonly encode: () => readonly string[];
}

export interface HeaderArgument {
  readonly name: string;
  readonly encode: () => string | undefined;
}

/** A body, or `undefined` for none; `ArgumentError` for values that cannot be sent. */
export interface RequestBody {
  readonly encode: () => EncodedBody | undefined;
}

export interface EncodedBody {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads events, told one by one; `undefined` when the content type is no such stream's. */
export type StreamReader = (
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | null,
  call: CallOptions,
) => Promise<Decoded> | undefined;
