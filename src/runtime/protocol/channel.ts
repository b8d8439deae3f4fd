import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import { EmptyResultSchema, ResultSchema, type Notification, type Request } from "@modelcontextprotocol/sdk/types.js";
import type { McpRequest } from "../call-context.js";
import type { Channel, Connection } from "../channel.js";
import type { JsonObject } from "../json.js";
import type { ProtocolServer } from "./server.js";

/** Milliseconds that the answer to a question may take: people take their time. */
const patience = 600_000;

type Extra = RequestHandlerExtra<Request, Notification> & { readonly sdk: ProtocolServer };

const connections = new WeakMap<ProtocolServer, Connection>();

function connectionOf(sdk: ProtocolServer): Connection {
  const known: Connection = connections.get(sdk) ?? {
    notify: (method, params) => sdk.notification({ method, params }),
    ping: async () => {
      await sdk.request({ method: "ping" }, EmptyResultSchema);
    },
    onClose: (ended) => {
      const before = sdk.onclose;
      sdk.onclose = () => {
        before?.();
        ended();
      };
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
    capabilities: (extra.sdk.client.capabilities ?? {}) as JsonObject,
    ...(meta && { meta: meta as JsonObject }),
    notify: (method, params = {}) => {
      extra.sendNotification({ method, params }).catch((error: unknown) => {
        request.server?.log.debug("A notification could not be sent.", error);
      });
    },
    ...(extra.authInfo && { auth: extra.authInfo }),
    // Without a session the client's answer would reach another server.
    ...(request.session !== undefined && {
      connection: connectionOf(extra.sdk),
      ask: async (method, params) => {
        const limits = { signal: extra.signal, timeout: patience };
        return (await extra.sendRequest({ method, params }, ResultSchema, limits)) as JsonObject;
      },
    }),
    ...(closeSSEStream && { closeStream: closeSSEStream }),
  };
}
