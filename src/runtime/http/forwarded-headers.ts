import type { CallContext } from "../call-context.js";
import { headerName } from "./header-value.js";

/** What is the client's own, or the connection's: credentials above all. */
const never =
  /^(?:authorization|cookie2?|set-cookie|proxy-.*|host|forwarded|x-forwarded-.*|content-.*|accept-encoding|mcp-.*|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect)$/;

/**
 * For `headers` of `createServer`: headers of the client's request that go on to the API, and no others. Throws for names that
 * must not be passed on, `Authorization` and `Cookie` above all: an API gets credentials of its own (`credentials`).
 */
export function forwardedHeaders(
  ...names: readonly string[]
): (context: CallContext | undefined) => Readonly<Record<string, string>> {
  const allowed = names.map((name) => headerName(name).toLowerCase());
  const refused = allowed.filter((name) => never.test(name));
  if (refused.length > 0) throw new Error(`These headers are never passed on: ${refused.join(", ")}.`);
  return (context) => {
    const given = context?.request.headers ?? {};
    return Object.fromEntries(
      allowed.flatMap((name) => {
        const value = Object.hasOwn(given, name) ? given[name] : undefined;
        return value === undefined ? [] : [[name, value]];
      }),
    );
  };
}
