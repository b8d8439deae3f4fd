import { aroundServer } from "./around-server.js";
import type { Connectable, Connection } from "./channel.js";
import type { ContextRequest } from "./context.js";
import type { JsonObject } from "./json.js";
import { channelOf } from "./protocol/channel.js";
import { textOf, type McpServer } from "./server.js";

/** A server that tells its clients what has changed. */
export interface NotifyingServer extends McpServer, Connectable {
  /** A list has other members, or members that look different. */
  changed(kind: "tools" | "resources" | "prompts"): void;
  /** The contents at an address are others; told to those who have subscribed to it. */
  updated(uri: string): void;
}

/**
 * Declares list changes and subscriptions, and keeps who is connected. What functions send by `notify` about lists and
 * resources reaches every client that it concerns. Over HTTP only sessions are connections, and, on revisions that have them,
 * the streams that clients listen on.
 */
export function withNotifications(server: McpServer): NotifyingServer {
  const connections = new Map<Connection, Set<string>>();

  /** The addresses that a client has subscribed to. */
  function known(connection: Connection): Set<string> {
    const uris = connections.get(connection) ?? new Set<string>();
    connections.set(connection, uris);
    return uris;
  }

  function send(connection: Connection, method: string, params: JsonObject): void {
    connection.notify(method, params).catch((error: unknown) => {
      connections.delete(connection);
      server.log.debug("A client has gone: it gets no notifications any more.", error);
    });
  }

  const changed: NotifyingServer["changed"] = (kind) => {
    for (const connection of connections.keys()) send(connection, `notifications/${kind}/list_changed`, {});
  };
  const updated: NotifyingServer["updated"] = (uri) => {
    for (const [connection, uris] of connections) {
      if (connection.selects === true || uris.has(uri)) send(connection, "notifications/resources/updated", { uri });
    }
  };
  const announce: ContextRequest["announce"] = (method, { uri }) => {
    const [, kind] = /^notifications\/(tools|resources|prompts)\/list_changed$/.exec(method) ?? [];
    if (kind === "tools" || kind === "resources" || kind === "prompts") changed(kind);
    else if (method === "notifications/resources/updated" && typeof uri === "string") updated(uri);
    else return false;
    return true;
  };

  const surrounded = aroundServer(
    server,
    async (method, params, request, next) => {
      const given = request();
      const { connection } = channelOf(given);
      const uris = connection && known(connection);
      if ("resources" in server.capabilities) {
        if (method === "resources/subscribe") uris?.add(textOf(params, "uri"));
        if (method === "resources/unsubscribe") uris?.delete(textOf(params, "uri"));
        if (/^resources\/(?:un)?subscribe$/.test(method)) return {};
      }
      const announcing: ContextRequest = { ...given, announce };
      return next(params, () => announcing);
    },
    { capabilities: Object.fromEntries(Object.entries(server.capabilities).map(declared)) },
  );
  return { ...surrounded, changed, updated, connected: (connection) => void known(connection) };
}

function declared([name, given]: readonly [string, JsonObject]): readonly [string, JsonObject] {
  if (name === "resources") return [name, { ...given, subscribe: true, listChanged: true }];
  return [name, name === "tools" || name === "prompts" ? { ...given, listChanged: true } : given];
}
