import { jsonText, parseJson, type JsonValue } from "./json.js";
import { createLog, type Log, type LogLevel } from "./log.js";
import type { McpServer } from "./server.js";
import { ToolError } from "./tool-error.js";

/** `session` and `client` only where the transport has them. */
export interface RequestInfo {
  readonly id: string | number;
  readonly session?: string | undefined;
  /** HTTP headers in lower case; empty on other transports. */
  readonly headers: Readonly<Record<string, string>>;
  readonly client?: { readonly name: string; readonly version: string } | undefined;
}

/** `progress` grows towards `total`, where that is known. */
export interface Progress {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

/** As a transport hands it over. */
export interface McpRequest extends RequestInfo {
  readonly signal: AbortSignal;
  readonly server?: McpServer;
  readonly sendProgress?: (progress: Progress) => void;
  readonly sendLog?: (level: LogLevel, data: JsonValue) => void;
  /** For `protocol/channel.ts`. */
  readonly extra?: unknown;
}

/** What every call has; functions get more (`context.ts`). */
export interface CallContext {
  /** Reaches the client and the server's own log. */
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly request: RequestInfo;
  /** For clients that ask for it; `done` should grow. */
  progress(done: number, total?: number, message?: string): void;
  /** Throws a `ToolError`, whose message reaches the model. */
  fail(message: string): never;
}

// No getters: they would cost a call more than all else here.
export function createCallContext(request: McpRequest, serverLog: Log): CallContext {
  return {
    log: createLog((level, message, data) => {
      serverLog[level](message, data);
      request.sendLog?.(level, data === undefined ? message : { message, data: asJson(data) });
    }),
    signal: request.signal,
    request,
    progress: (progress, total, message) => request.sendProgress?.({ progress, total, message }),
    fail: (message) => {
      throw new ToolError(message);
    },
  };
}

/** Errors keep their message, never their stack. */
function asJson(data: unknown): JsonValue {
  return data instanceof Error ? data.message : (parseJson(jsonText(data) ?? "") ?? String(data));
}
