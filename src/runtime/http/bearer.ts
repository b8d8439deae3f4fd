import { credentialOf } from "./credentials.js";
import type { HttpScheme } from "./http-api.js";

/** A ready token, as `Authorization: Bearer …` (RFC 6750). */
export function bearer({ env }: { readonly env: string }): HttpScheme {
  return {
    variables: [[env]],
    prove: (values) => ({ header: ["authorization", `Bearer ${credentialOf(values, env)}`] }),
  };
}
