import type { PairsArgument } from "./http-request.js";
import { percentEncode } from "./percent.js";
import { exploded, pieces } from "./styles.js";

export interface QueryOptions {
  /** Default: true. */
  readonly explode?: boolean;
  /** Written as JSON. */
  readonly json?: boolean;
}

/** Pairs of style form (OpenAPI 3.1 §4.8.12), none for empty arrays and objects. */
export function query(name: string, value: unknown, { explode = true, json }: QueryOptions = {}): PairsArgument {
  const encode = (): readonly string[] => {
    const key = percentEncode(name);
    if (value === undefined) return [];
    if (json) return [`${key}=${percentEncode(JSON.stringify(value))}`];
    if (explode) return exploded(key, value, percentEncode);
    const parts = pieces(value, false, percentEncode);
    return parts.length === 0 ? [] : [`${key}=${parts.join(",")}`];
  };
  return { encode };
}
