import { ArgumentError, ToolError } from "../tool-error.js";

export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** Throws `ArgumentError` for what `isHeaderValue` refuses. */
export function headerValue(name: string, text: string): string {
  if (isHeaderValue(text)) return text;
  throw new ArgumentError(`${name}: a header cannot carry line breaks, control characters or text beyond Latin-1`);
}

/** Throws `ToolError` for a header's or cookie's name that is no token (RFC 9110 §5.6.2). */
export function headerName(name: string): string {
  if (/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return name;
  throw new ToolError(`${JSON.stringify(name)} is no header name.`);
}

export function asciiJson(value: unknown): string {
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\x7f-\uffff]/g, escape);
}
