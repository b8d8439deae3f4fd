/// <reference types="node" />
import type { JsonValue } from "./json.js";
import { createLog, type Log } from "./log.js";
import type { ClientInfo, McpRequest } from "./request.js";
import { ToolError } from "./tool-error.js";

/** What is known of the request that is being answered. */
export interface RequestInfo {
  readonly id: string | number;
  /** Absent where there are no sessions. */
  readonly session?: string;
  /** HTTP headers in lower case; empty on other transports. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where it is not known. */
  readonly client?: ClientInfo;
}

/** What a call can use while it runs. */
export interface Context {
  /** Messages for the client and for the server's own log. */
  readonly log: Log;
  /** Aborts when the client cancels or goes away. */
  readonly signal: AbortSignal;
  readonly request: RequestInfo;
  /** Tells the client how far the call is, where it asked; `done` should grow from call to call. */
  progress(done: number, total?: number, message?: string): void;
  /** Ends the call with a text that the client sees. */
  fail(message: string): never;
}

/** The context of one request. */
export function createContext(request: McpRequest, serverLog: Log): Context {
  const { id, session, headers, client, signal, sendLog, sendProgress } = request;
  let log: Log | undefined;
  return {
    // Most calls log nothing: the log is made by the first that does.
    get log() {
      log ??= createLog((level, message, data) => {
        serverLog[level](message, data);
        sendLog?.(level, data === undefined ? message : { message, data: asJson(data) });
      });
      return log;
    },
    signal,
    request: {
      id,
      headers,
      ...(session === undefined ? {} : { session }),
      ...(client === undefined ? {} : { client }),
    },
    progress(done, total, message) {
      sendProgress?.({
        progress: done,
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      });
    },
    fail(message) {
      throw new ToolError(message);
    },
  };
}

/** What JSON keeps of a value; errors keep their message, never their stack. */
function asJson(data: unknown): JsonValue {
  if (data instanceof Error) return data.message;
  try {
    const text = JSON.stringify(data);
    const value: JsonValue = text === undefined ? null : JSON.parse(text);
    return value;
  } catch {
    return String(data);
  }
}
