import { CLIENT_CAPABILITIES_META_KEY, type Server } from "@modelcontextprotocol/server";
import type { McpRequest } from "../call-context.js";
import type { Channel, Connection } from "../channel.js";
import type { JsonObject } from "../json.js";
import { anyObject } from "./any-object.js";
import { envelopeOf, type Exchange } from "./server.js";

/** Milliseconds that the answer to a question may take: people take their time. */
const patience = 600_000;

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
  const { extra: exchange } = request as { extra?: Exchange };
  if (exchange === undefined) return {};
  const { mcpReq, http } = exchange.context;
  const { _meta: meta, notify } = mcpReq;
  const common: Channel = {
    ...(meta && { meta: meta as JsonObject }),
    notify: (method, params = {}) => {
      notify({ method, params }).catch((error: unknown) => {
        request.server?.log.debug("A notification could not be sent.", error);
      });
    },
    ...(http?.authInfo && { auth: http.authInfo }),
  };
  return exchange.era === "modern" ? modern(common, exchange) : legacy(common, exchange, request);
}

/** The client is asked by the result; what it subscribes to has a stream of its own. */
function modern(common: Channel, { context, round }: Exchange): Channel {
  const { http, mcpReq } = context;
  const capabilities = envelopeOf(mcpReq.envelope)[CLIENT_CAPABILITIES_META_KEY];
  return {
    ...common,
    capabilities: (capabilities ?? {}) as JsonObject,
    notify: (method, params) => {
      // On the stream of a response nobody has subscribed to anything.
      if (http !== undefined && /list_changed$|\/updated$/.test(method)) return;
      common.notify?.(method, params);
    },
    ...(round && {
      ask: (method, params, key) => round.ask(method, params, key),
      lacks: (capability) => {
        round.lacking.push(capability);
      },
      rounds: round,
    }),
  };
}

function legacy(common: Channel, { context, sdk }: Exchange, { session }: McpRequest): Channel {
  const { http, mcpReq } = context;
  return {
    ...common,
    capabilities: (sdk.getClientCapabilities() ?? {}) as JsonObject,
    // Without a session the client's answer would reach another server.
    ...(session !== undefined && {
      connection: connectionOf(sdk),
      ask: (method, params) => mcpReq.send({ method, params }, anyObject, { signal: mcpReq.signal, timeout: patience }),
    }),
    ...(http?.closeSSE && { closeStream: http.closeSSE }),
  };
}
