import {
  createMcpHandler,
  type McpHttpHandler,
  type ServerEvent,
  type ServerEventBus,
} from "@modelcontextprotocol/server";
import type { McpServer } from "../server.js";
import { announce } from "./announce.js";
import { createSealer } from "./sealer.js";
import { createProtocolServer, statusOf } from "./server.js";

export type { ServerEvent, ServerEventBus } from "@modelcontextprotocol/server";

export type AnswerHttp = (server: McpServer, request: Request, auth: object) => Promise<Response>;

export interface HttpAnswerOptions {
  /** Seals what calls keep while the client is asked; at least 32 characters. Default: one of this process's own. */
  readonly secret?: string;
  /** Brings changes to clients that listen at other instances. Default: to those of this process. */
  readonly bus?: ServerEventBus;
  /** Most clients that listen at a time. Default: 1024. */
  readonly subscriptions?: number;
}

/** Answers requests without sessions, of every revision: each has a protocol server of its own, so no client can reach another's. */
export function httpAnswers({ secret, bus, subscriptions }: HttpAnswerOptions = {}): AnswerHttp {
  const sealer = createSealer(secret);
  const handlers = new WeakMap<McpServer, McpHttpHandler>();

  function handlerOf(server: McpServer): McpHttpHandler {
    const known = handlers.get(server);
    if (known !== undefined) return known;
    const handler = createMcpHandler(({ era }) => createProtocolServer(server, undefined, { era, sealer }), {
      onerror: (error) => {
        server.log.debug("The protocol layer reports an error.", error);
      },
      ...(bus && { bus }),
      ...(subscriptions === undefined ? {} : { maxSubscriptions: subscriptions }),
    });
    handlers.set(server, handler);
    announce(server, {
      selects: true,
      notify: (method, params) => {
        const event = eventOf(method, params["uri"]);
        if (event !== undefined) handler.bus.publish(event);
        return Promise.resolve();
      },
      ping: () => Promise.resolve(),
    });
    return handler;
  }

  return async (server, request, auth) => {
    const response = await handlerOf(server).fetch(request, { authInfo: auth as never });
    const status = statusOf(request);
    return status === undefined ? response : new Response(response.body, { status, headers: response.headers });
  };
}

export const answerHttp: AnswerHttp = httpAnswers();

function eventOf(method: string, uri: unknown): ServerEvent | undefined {
  switch (method) {
    case "notifications/tools/list_changed":
      return { kind: "tools_list_changed" };
    case "notifications/prompts/list_changed":
      return { kind: "prompts_list_changed" };
    case "notifications/resources/list_changed":
      return { kind: "resources_list_changed" };
    case "notifications/resources/updated":
      return { kind: "resource_updated", uri: String(uri) };
    default:
      return undefined;
  }
}
