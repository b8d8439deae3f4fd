/// <reference types="node" />
import { AsyncLocalStorage } from "node:async_hooks";
import { aroundServer } from "./around-server.js";
import { createCallContext, type McpRequest } from "./call-context.js";
import { createContext, type Context } from "./context.js";
import type { McpServer } from "./server.js";

interface Running {
  readonly server: McpServer;
  readonly request: McpRequest;
}

const running = new AsyncLocalStorage<Running>();

/** A server during whose answers `getContext` finds their context. */
export function withCurrentContext(server: McpServer): McpServer {
  return aroundServer(server, (_method, params, request, next) => {
    const given = request();
    return running.run({ server, request: given }, () => next(params, () => given));
  });
}

/** The context of the request that is being answered, for code that has no parameter for it. Throws outside of any. */
export function getContext<Lifespan = unknown>(): Context<Lifespan> {
  const found = running.getStore();
  if (found === undefined) {
    throw new Error(
      "There is no request here: getContext() works while a server made with `withCurrentContext` answers.",
    );
  }
  const { request, server } = found;
  return createContext<Lifespan>({ context: createCallContext(request, server.log), request });
}
