import { credentialOf } from "./credentials.js";
import type { HttpScheme } from "./http-api.js";

/** Another HTTP scheme, e.g. `digest`, whose variable holds the whole `Authorization` header. */
export function authorization({ env }: { readonly scheme: string; readonly env: string }): HttpScheme {
  return { variables: [[env]], prove: (values) => ({ header: ["authorization", credentialOf(values, env)] }) };
}
