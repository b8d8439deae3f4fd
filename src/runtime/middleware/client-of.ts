import type { McpRequest } from "../call-context.js";
import { channelOf } from "../protocol/channel.js";

/** Whom a request is from, as far as that is known: whom the token speaks for, else the session; else all are one. */
export function clientOf(request: McpRequest): string {
  const { auth } = channelOf(request);
  if (auth !== undefined && "subject" in auth) return `subject:${String(auth.subject)}`;
  return request.session === undefined ? "everyone" : `session:${request.session}`;
}
