import { ApiError } from "./api-error.js";
import type { Transport, WireRequest, WireResponse } from "./transport.js";

const most = 3;
const statuses: readonly number[] = [301, 302, 303, 307, 308];

/** Follows those of GET and HEAD within the origin; any other is an `ApiError` naming the target. */
export async function followRedirects(request: WireRequest, send: Transport): Promise<WireResponse> {
  let { url } = request;
  for (let hops = 0; ; hops++) {
    const response = await send({ ...request, url });
    const location = response.headers.get("location");
    if (!statuses.includes(response.status) || location === null) return response;
    response.discard();
    const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
    const refusal = refusalOf(request, target, hops);
    if (target === undefined || refusal !== undefined) {
      const place = target === undefined ? "an address that is no URL" : target.origin + target.pathname;
      throw new ApiError({ ...response, help: `The API redirects to ${place}. ${refusal ?? ""}`.trim() });
    }
    target.hash = "";
    url = target.href;
  }
}

function refusalOf({ method, url }: WireRequest, target: URL | undefined, hops: number): string | undefined {
  if (method !== "GET" && method !== "HEAD") return "Only redirects of GET and HEAD are followed.";
  if (target?.origin !== new URL(url).origin) return "Redirects to another origin are not followed.";
  if (target.username + target.password !== "") return "Redirects with a user name are not followed.";
  return hops >= most ? `More than ${most} redirects are not followed.` : undefined;
}
