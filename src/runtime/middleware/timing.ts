import type { Log, LogLevel } from "../log.js";
import type { Middleware } from "./middleware.js";

export interface TimingOptions {
  readonly log: Log;
  /** Default: info. */
  readonly level?: LogLevel;
  /** Whether the tool, resource or prompt is named. Default: true. */
  readonly detailed?: boolean;
}

/** Logs how long each request took, also one that failed. */
export function timing({ log, level = "info", detailed = true }: TimingOptions): Middleware {
  return {
    onRequest: async ({ method, params }, next) => {
      const start = performance.now();
      let outcome = "failed";
      try {
        const answer = await next();
        outcome = "took";
        return answer;
      } finally {
        const name = detailed ? (params["name"] ?? params["uri"]) : undefined;
        const what = typeof name === "string" ? `${method} ${name}` : method;
        log[level](
          `${what} ${outcome === "took" ? "took" : "failed after"} ${(performance.now() - start).toFixed(1)} ms`,
        );
      }
    },
  };
}
