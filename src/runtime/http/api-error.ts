import { plainText } from "../plain-text.js";
import { ToolError } from "../tool-error.js";

/** Most characters in the message, and in `body`. */
const messageLimit = 2000;
const bodyLimit = 16_384;

export interface ApiFailure {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body?: string;
  readonly data?: unknown;
  readonly help?: string | undefined;
}

/** Any status but 2xx. The message: status, reason, body (2 kB at most), what to do. */
export class ApiError extends ToolError {
  override readonly name = "ApiError";
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Text, 16 kB at most. */
  readonly body: string;
  /** JSON value, text, bytes, or `undefined` for none. */
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
