import type { Connection } from "../channel.js";
import { channelOf } from "../protocol/channel.js";
import { erased } from "../tool.js";
import type { Middleware } from "./middleware.js";

export interface PingOptions {
  /** Default: 30,000. */
  readonly everyMs?: number;
}

/** Pings clients that are connected, so that nothing between takes the connection for dead; ends with the connection. */
export function ping({ everyMs = 30_000 }: PingOptions = {}): Middleware {
  const pinged = new WeakSet<Connection>();
  return {
    onRequest: ({ request }, next) => {
      const { connection } = channelOf(request);
      if (connection !== undefined && !pinged.has(connection)) {
        pinged.add(connection);
        const timer = setInterval(() => {
          connection.ping().catch(() => {
            clearInterval(timer);
          });
        }, everyMs);
        // It alone keeps no process alive.
        erased<{ unref?: () => void }>(timer).unref?.();
      }
      return next();
    },
  };
}
