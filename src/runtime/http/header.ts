import { asciiJson, headerValue } from "./header-value.js";
import type { HeaderArgument } from "./http-request.js";
import { pieces } from "./styles.js";

export interface HeaderOptions {
  /** Default: false. */
  readonly explode?: boolean;
  /** The value is written as JSON (`content` instead of `schema`). */
  readonly json?: boolean;
  /** What stands between items; default: a comma. */
  readonly delimiter?: string;
}

/** An argument in a header; style simple, not percent-encoded, JSON in ASCII. Throws `ArgumentError` for what no header carries. */
export function header(
  name: string,
  value: unknown,
  { explode = false, json, delimiter = "," }: HeaderOptions = {},
): HeaderArgument {
  const encode = (): string | undefined => {
    if (value === undefined) return undefined;
    const parts = json ? [asciiJson(value)] : pieces(value, explode, (text) => text);
    return parts.length === 0 ? undefined : headerValue(name, parts.join(delimiter));
  };
  return { name, encode };
}
