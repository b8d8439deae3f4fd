import type { JsonObject, JsonValue } from "./json.js";

/** A client, for as long as it is connected. */
export interface Connection {
  /** Outside of any request. Rejects when the client has gone. */
  notify(method: string, params: JsonObject): Promise<void>;
  /** Resolves when the client has answered. Rejects when it has gone. */
  ping(): Promise<void>;
  /** Calls back once when the client has gone, or its session has ended. */
  readonly onClose?: (ended: () => void) => void;
  /** Whether the protocol layer knows what is subscribed to: it is told of every change, and passes on what is wanted. */
  readonly selects?: boolean;
}

/** The ways back to the client while its request runs; each is absent where it leads nowhere. */
export interface Channel {
  /**
   * A request to the client. `key` names it among those of one call, on revisions that ask in rounds: there it rejects, the
   * call begins again when the client has answered, and then it resolves.
   */
  readonly ask?: (method: string, params: JsonObject, key?: string) => Promise<JsonObject>;
  /** Told of something that the client would have to offer; a call that fails then fails because of it. */
  readonly lacks?: (capability: string) => void;
  readonly notify?: (method: string, params?: JsonObject) => void;
  /** Ends the response stream; what comes later waits for the client to come back. */
  readonly closeStream?: () => void;
  /** What the client offers. */
  readonly capabilities?: JsonObject;
  /** `_meta` of the request. */
  readonly meta?: JsonObject;
  /** The same for all requests of a session. */
  readonly connection?: Connection;
  /** What the transport has verified of who calls. */
  readonly auth?: object;
  /** What a call remembers from round to round, on revisions that ask in rounds. */
  readonly rounds?: { get(): JsonValue | undefined; set(value: JsonValue): void };
}

/** A server that wants to know its clients as soon as they connect. */
export interface Connectable {
  connected(connection: Connection): void;
}
