import { utf8 } from "./bytes.js";
import type { RequestBody } from "./http-request.js";
import { requestBody, type BodyOptions } from "./request-body.js";
import { scalarText } from "./styles.js";

/** Text, XML too, in UTF-8; no value, no body. */
export function text(value: unknown, options: BodyOptions = {}): RequestBody {
  return requestBody(value === undefined ? undefined : [value], options, "text/plain", () => utf8(scalarText(value)));
}
