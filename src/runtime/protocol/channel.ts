import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import { ResultSchema, type ServerNotification, type ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import type { McpRequest } from "../call-context.js";
import type { JsonObject, JsonValue } from "../json.js";

/** A client, for as long as it is connected. */
export interface Connection {
  /** Outside of any request. Rejects when the client has gone. */
  notify(method: string, params: JsonObject): Promise<void>;
  /** Resolves when the client has answered. Rejects when it has gone. */
  ping(): Promise<void>;
}

/** The ways back to the client while its request runs; each is absent where it leads nowhere. */
export interface Channel {
  /** A request to the client. `key` names it among those of one call, on revisions that ask in rounds. */
  readonly ask?: (method: string, params: JsonObject, key?: string) => Promise<JsonObject>;
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

/** Milliseconds that the answer to a question may take: people take their time. */
const patience = 600_000;

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification> & { readonly sdk: Server };

const connections = new WeakMap<Server, Connection>();

function connectionOf(sdk: Server): Connection {
  const known: Connection = connections.get(sdk) ?? {
    notify: (method, params) => sdk.notification({ method, params }),
    ping: async () => {
      await sdk.ping();
    },
  };
  connections.set(sdk, known);
  return known;
}

export function channelOf(request: McpRequest): Channel {
  const { extra } = request as { extra?: Extra };
  if (extra === undefined) return {};
  const { closeSSEStream, _meta: meta } = extra;
  return {
    capabilities: (extra.sdk.getClientCapabilities() ?? {}) as JsonObject,
    ...(meta && { meta: meta as JsonObject }),
    notify: (method, params = {}) => {
      extra.sendNotification({ method, params } as ServerNotification).catch((error: unknown) => {
        request.server?.log.debug("A notification could not be sent.", error);
      });
    },
    ...(extra.authInfo && { auth: extra.authInfo }),
    // Without a session the client's answer would reach another server.
    ...(request.session !== undefined && {
      connection: connectionOf(extra.sdk),
      ask: async (method, params) => {
        const question = { method, params } as unknown as ServerRequest;
        const limits = { signal: extra.signal, timeout: patience };
        return (await extra.sendRequest(question, ResultSchema, limits)) as JsonObject;
      },
    }),
    ...(closeSSEStream && { closeStream: closeSSEStream }),
  };
}
