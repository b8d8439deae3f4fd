import { decodeBase64 } from "./base64.js";
import type { RequestBody } from "./http-request.js";
import { requestBody, type BodyOptions } from "./request-body.js";

/** Bytes, given as base64 or as a `Uint8Array`; no value, no body. */
export function binary(value: unknown, options: BodyOptions = {}): RequestBody {
  const values = value === undefined ? undefined : [value];
  return requestBody(values, options, "application/octet-stream", () => decodeBase64("body", value));
}
