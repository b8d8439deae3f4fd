import { ApiError } from "./api-error.js";
import type { Deadline } from "./deadline.js";
import { ConnectionFault } from "./transport.js";

export interface RetryPolicy {
  readonly method: string;
  readonly retries: number;
  readonly deadline: Deadline;
  readonly onRetry: (error: Error, milliseconds: number) => void;
}

/** The idempotent ones (RFC 9110 §9.2.2). */
const methods: readonly string[] = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "QUERY"];
const statuses: readonly number[] = [429, 502, 503, 504];
const firstWait = 250;
/** A longer wait is left to the caller. */
const longestWait = 60_000;

/** After connection faults and the statuses: as `Retry-After` says, else after 250 ms, doubled each time, jittered. */
export async function retrying<T>(policy: RetryPolicy, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const failed = error instanceof ApiError && statuses.includes(error.status);
      if (!failed && !(error instanceof ConnectionFault)) throw error;
      const asked = failed ? retryAfter(error.headers) : undefined;
      const wait = asked ?? firstWait * 2 ** tries * (0.5 + Math.random() / 2);
      const repeatable = tries < policy.retries && methods.includes(policy.method);
      if (!repeatable || wait > longestWait || wait >= policy.deadline.remaining) throw error;
      policy.onRetry(error, wait);
      await policy.deadline.sleep(wait);
    }
  }
}

/** Milliseconds that `Retry-After` asks for (RFC 9110 §10.2.3). */
export function retryAfter(headers: Headers): number | undefined {
  const text = headers.get("retry-after") ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
