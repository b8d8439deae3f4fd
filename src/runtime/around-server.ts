import type { McpRequest } from "./call-context.js";
import type { JsonObject } from "./json.js";
import type { McpServer } from "./server.js";

/** Asks the server that is surrounded; what is left out stays as it came. */
export type Next = (params?: JsonObject, request?: () => McpRequest) => Promise<object>;

/** Answers a request in a server's place, or changes what goes in and what comes out; `within` is what is surrounded. */
export type Around = (
  method: string,
  params: JsonObject,
  request: () => McpRequest,
  next: Next,
  within: McpServer,
) => Promise<object>;

const within = Symbol("within");

/** A server that stays outermost. */
interface OutermostServer extends McpServer {
  readonly [within]: (surround: (inner: McpServer) => McpServer) => McpServer;
}

/** What is put around the server that this gives goes inside: `face` makes it again of what is within it. */
export function outermost(server: McpServer, face: (inner: McpServer) => McpServer): McpServer {
  const made: OutermostServer = { ...face(server), [within]: (surround) => outermost(surround(server), face) };
  return made;
}

function isOutermost(server: McpServer): server is OutermostServer {
  return within in server;
}

/** A server with something around it; `more` replaces other parts of it. What is put around last is outermost. */
export function aroundServer(server: McpServer, around: Around, more: Partial<McpServer> = {}): McpServer {
  if (isOutermost(server)) return server[within]((inner) => aroundServer(inner, around, more));
  return {
    ...server,
    answer: (method, params, request) => {
      const next: Next = (otherParams = params, otherRequest = request) =>
        server.answer(method, otherParams, otherRequest);
      return around(method, params, request, next, server);
    },
    ...more,
  };
}
