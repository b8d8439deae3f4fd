import { InputRequired } from "../input-required.js";
import { ProtocolError } from "../server.js";
import type { Middleware, RequestCall } from "./middleware.js";

export interface ErrorHandlingOptions {
  /** Told of every failure: an error of the protocol, or a tool's result that is one. */
  readonly onError?: (error: unknown, call: RequestCall) => void;
  /** What clients are told instead. Default: the error as it is; unexpected ones are masked by the server. */
  readonly transform?: (error: ProtocolError, call: RequestCall) => ProtocolError;
}

/** How often what has failed, by `method kind`, such as `tools/call unknown-tool`. */
export type ErrorStatistics = Readonly<Record<string, number>>;

/** Counts failures, tells of them, and may change what clients are told. */
export function errorHandling({ onError, transform }: ErrorHandlingOptions = {}): Middleware & {
  readonly statistics: () => ErrorStatistics;
} {
  const counts = new Map<string, number>();
  const count = (call: RequestCall, kind: string) => {
    const key = `${call.method} ${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  return {
    statistics: () => Object.fromEntries(counts),
    onRequest: async (call, next) => {
      try {
        const answer = await next();
        if ("isError" in answer && answer.isError === true) {
          count(call, "tool-error");
          onError?.(answer, call);
        }
        return answer;
      } catch (error) {
        if (error instanceof InputRequired) throw error;
        count(call, error instanceof ProtocolError ? error.fault : "unexpected");
        onError?.(error, call);
        throw error instanceof ProtocolError && transform !== undefined ? transform(error, call) : error;
      }
    },
  };
}
