import type { Progress } from "../call-context.js";
import type { JsonObject } from "../json.js";

/** Another MCP server, with all values filled in. */
export type UpstreamTarget =
  | { readonly kind: "http"; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly kind: "stdio";
      readonly command: readonly [string, ...string[]];
      readonly env: Readonly<Record<string, string>>;
      readonly cwd: string | undefined;
    };

/** What the other server may do on its own. */
export interface UpstreamEvents {
  /** What it is told that its client offers. */
  readonly capabilities: JsonObject;
  /** Answers what it asks. */
  readonly onRequest: (method: string, params: JsonObject) => Promise<JsonObject>;
  readonly onNotification: (method: string, params: JsonObject) => void;
  /** The connection is gone, whoever ended it. */
  readonly onClose: () => void;
}

export interface UpstreamCall {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Of this request, in place of those of the connection (HTTP). */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A session with another server. Rejects with an `UpstreamError`, also for a call that is aborted. */
export interface Upstream {
  request(method: string, params: JsonObject, call: UpstreamCall): Promise<JsonObject>;
  close(): Promise<void>;
}

/**
 * What went wrong: the server's own error (`answered`), credentials that it refuses (`refused`), a session that it no longer
 * knows, so that nothing was done (`forgotten`), or a connection that broke, so that nobody knows (`lost`).
 */
export type UpstreamFault = "answered" | "refused" | "forgotten" | "lost";

export class UpstreamError extends Error {
  readonly fault: UpstreamFault;

  constructor(fault: UpstreamFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** What an HTTP status says of a request to another server. */
export function httpFault(status: number): UpstreamError {
  const answer = `it answers with HTTP ${String(status)}`;
  if (status === 401 || status === 403) return new UpstreamError("refused", answer);
  return status === 404
    ? new UpstreamError("forgotten", "it knows no such session")
    : new UpstreamError("lost", answer);
}

/** Why a connection fails, in a few words. */
export function connectionFault(error: unknown): UpstreamError {
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  const known = typeof code === "string" && Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  const [first = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  return new UpstreamError("lost", known ?? first.slice(0, 200));
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection broke",
  ENOTFOUND: "there is no such host",
  ENOENT: "there is no such program",
};
