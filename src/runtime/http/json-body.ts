import { utf8 } from "./bytes.js";
import type { RequestBody } from "./http-request.js";
import { requestBody, type BodyOptions } from "./request-body.js";
import { isRecord } from "./styles.js";

/** A JSON body; `undefined` properties are dropped, `undefined` itself is no body. */
export function json(value: unknown, options: BodyOptions = {}): RequestBody {
  const values = value === undefined ? undefined : isRecord(value) ? Object.values(value) : [value];
  return requestBody(values, options, "application/json", () => utf8(JSON.stringify(value)));
}
