/// <reference types="node" />
import { plainText } from "../plain-text.js";
import { ToolError } from "../tool-error.js";

/** Most characters of a body that the message holds, and that `body` holds. */
const messageLimit = 2000;
const bodyLimit = 16_384;

/** What a failed response had to say. */
export interface ApiFailure {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** The body's text; empty for none. */
  readonly body?: string;
  readonly data?: unknown;
  /** What to do about it, one sentence. */
  readonly help?: string | undefined;
}

/** The API answered, but not with a status 2xx. The message is status, reason, the body capped at 2 kB, and what to do. */
export class ApiError extends ToolError {
  override readonly name = "ApiError";
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Text of the body, capped at 16 kB. */
  readonly body: string;
  /** The body decoded: a JSON value, text, bytes, or `undefined` for none. */
  readonly data: unknown;

  constructor({ status, statusText, headers, body = "", data, help }: ApiFailure) {
    const parts = [`${status} ${statusText}`.trim(), shortened(plainText(body).trim()), help ?? ""];
    super(parts.filter((part) => part !== "").join("\n"));
    this.status = status;
    this.statusText = statusText;
    this.headers = new Headers(headers);
    this.body = body.slice(0, bodyLimit);
    this.data = data;
  }
}

function shortened(text: string): string {
  if (text.length <= messageLimit) return text;
  const kept = text.slice(0, messageLimit).replace(/[\ud800-\udbff]$/, "");
  return `${kept}… (${text.length - kept.length} more characters)`;
}
