import type { HttpServer } from "./http-api.js";
import type { Decoded } from "./response.js";
import type { Transport } from "./transport.js";

/** One request, as generated clients spell it out. Encoding happens, and may fail, in `HttpClient.send`. */
export interface HttpRequest {
  /** In upper case. */
  readonly method: string;
  /** Path template, e.g. `/pets/{petId}`; `?a=b` in it goes into the query, `#…` is dropped. */
  readonly path: string;
  readonly pathParameters?: readonly PathArgument[];
  readonly query?: readonly PairsArgument[];
  readonly headers?: readonly HeaderArgument[];
  readonly cookies?: readonly PairsArgument[];
  /** Default: any type. */
  readonly accept?: string;
  readonly body?: RequestBody;
  /** Alternatives of credentials (scheme names) in place of the API's; empty for none at all. */
  readonly security?: readonly (readonly string[])[];
  /** A base address of its own; a relative one has the origin of the API's. */
  readonly server?: HttpServer;
  /** How a successful response is read when it streams. */
  readonly stream?: StreamReader;
  /** For what fetch refuses (a body with GET or HEAD, TRACE), unless the author gave a fetch. */
  readonly transport?: Transport;
}

/** What stands for `{name}`. Throws `ArgumentError` when it is absent or empty. */
export interface PathArgument {
  readonly name: string;
  readonly encode: () => string;
}

/** The encoded `name=value` pairs of a query or cookie argument; none when it is absent. */
export interface PairsArgument {
  readonly encode: () => readonly string[];
}

/** A header's value; `undefined` when it is absent. */
export interface HeaderArgument {
  readonly name: string;
  readonly encode: () => string | undefined;
}

/** A body; `undefined` when there is none. Throws `ArgumentError` for values that cannot be sent. */
export interface RequestBody {
  readonly encode: () => EncodedBody | undefined;
}

/** A body as it travels. */
export interface EncodedBody {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads a response of kind `events`, told one by one; `undefined` when the content type is no such stream's. */
export type StreamReader = (
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | null,
  onEvent?: (event: unknown) => void,
) => Promise<Decoded> | undefined;
