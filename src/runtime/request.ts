/// <reference types="node" />
import type { JsonValue } from "./json.js";
import type { LogLevel } from "./log.js";

/** Who is asking. */
export interface ClientInfo {
  readonly name: string;
  readonly version: string;
}

/** How far a request has come. */
export interface Progress {
  /** Grows with each message. */
  readonly progress: number;
  /** What `progress` will be in the end, where that is known. */
  readonly total?: number;
  readonly message?: string;
}

/** What a transport knows of one request, and the ways back to the client while it runs. */
export interface McpRequest {
  readonly id: string | number;
  /** Aborts when the client cancels or goes away. */
  readonly signal: AbortSignal;
  /** Absent where there are no sessions. */
  readonly session?: string;
  /** HTTP headers in lower case; empty on other transports. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where the transport does not know (stateless HTTP). */
  readonly client?: ClientInfo;
  /** Tells the client how far the request is; absent when it did not ask. */
  readonly sendProgress?: (progress: Progress) => void;
  /** Sends the client a log message; absent when it cannot be reached. */
  readonly sendLog?: (level: LogLevel, data: JsonValue) => void;
}
