import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import { ResultSchema, type ServerNotification, type ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import type { McpRequest } from "../call-context.js";
import type { Channel, Connection } from "../channel.js";
import type { JsonObject } from "../json.js";

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
