import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { McpRequest } from "../call-context.js";
import { ProtocolError } from "../server.js";
import { clientOf } from "./client-of.js";
import type { Middleware } from "./middleware.js";

/** What counts requests; those of `rate-limiter-flexible` over Redis and others let many processes count together. */
export interface Limiter {
  /** Rejects with an object that has `msBeforeNext` when there were too many. */
  consume(key: string): Promise<unknown>;
}

export interface RateLimitingOptions {
  /** Requests a second that are always let through. Default: 10. */
  readonly perSecond?: number;
  /** Requests at once after a quiet time. Default: twice `perSecond`. */
  readonly burst?: number;
  /** Whose requests count together. Default: of whom the token speaks for, else of the session. */
  readonly client?: (request: McpRequest) => string;
  /** In place of the memory of this process; then `perSecond` and `burst` are its own. */
  readonly limiter?: Limiter;
}

/** A token bucket for each client: more requests than that are refused (-32000) with the time to wait. */
export function rateLimiting(options: RateLimitingOptions = {}): Middleware {
  const { perSecond = 10, burst = perSecond * 2, client = clientOf } = options;
  const limiter = options.limiter ?? bucket(perSecond, burst);
  return {
    onRequest: async ({ request }, next) => {
      try {
        await limiter.consume(client(request));
      } catch (refusal) {
        throw refusalOf(refusal);
      }
      return next();
    },
  };
}

export interface SlidingWindowOptions {
  readonly most: number;
  /** Default: 1. */
  readonly minutes?: number;
  readonly client?: (request: McpRequest) => string;
}

/** At most so many requests of a client in any time of this length. */
export function slidingWindow({ most, minutes = 1, client = clientOf }: SlidingWindowOptions): Middleware {
  const times = new Map<string, readonly number[]>();
  return {
    onRequest: async ({ request }, next) => {
      const key = client(request);
      const now = Date.now();
      const recent = (times.get(key) ?? []).filter((time) => time > now - minutes * 60_000);
      const [oldest] = recent;
      if (recent.length >= most && oldest !== undefined) {
        throw refusalOf({ msBeforeNext: oldest + minutes * 60_000 - now });
      }
      // Whoever has been quiet for longest stands first, and is forgotten first.
      times.delete(key);
      times.set(key, [...recent, now]);
      for (const [other, [, ...rest]] of times) {
        if ((rest.at(-1) ?? 0) > now - minutes * 60_000 || times.size <= mostClients) break;
        times.delete(other);
      }
      return next();
    },
  };
}

const mostClients = 10_000;

/** In the memory of this process. */
export function bucket(perSecond: number, burst: number): Limiter {
  const steady = new RateLimiterMemory({ points: perSecond, duration: 1 });
  if (burst <= perSecond) return steady;
  const more = burst - perSecond;
  return new BurstyRateLimiter(
    steady,
    new RateLimiterMemory({ keyPrefix: "burst", points: more, duration: Math.max(1, Math.ceil(more / perSecond)) }),
  );
}

/** What a limiter rejects with, in words and seconds; undefined for what is no refusal, such as a store that is down. */
export function tooMany(refusal: unknown): { readonly message: string; readonly retryAfter: number } | undefined {
  const isRefusal =
    refusal instanceof RateLimiterRes || (typeof refusal === "object" && refusal !== null && "msBeforeNext" in refusal);
  if (!isRefusal) return undefined;
  const retryAfter = Math.max(1, Math.ceil(Number(refusal.msBeforeNext) / 1000));
  return { message: `Too many requests; try again in ${String(retryAfter)} s.`, retryAfter };
}

function refusalOf(error: unknown): unknown {
  const refusal = tooMany(error);
  if (refusal === undefined) return error;
  return new ProtocolError("refused", refusal.message, { retryAfter: refusal.retryAfter });
}
