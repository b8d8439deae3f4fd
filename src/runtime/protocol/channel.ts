import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import { ResultSchema, type ServerNotification, type ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import type { McpRequest } from "../call-context.js";
import type { JsonObject, JsonValue } from "../json.js";

/** The ways back to the client while its request runs; each is absent where it leads nowhere. */
export interface Channel {
  /** A request to the client. `key` names it among those of one call, on revisions that ask in rounds. */
  readonly ask?: (method: string, params: JsonObject, key?: string) => Promise<JsonObject>;
  readonly notify?: (method: string, params?: JsonObject) => void;
  /** Ends the response stream; what comes later waits for the client to come back. */
  readonly closeStream?: () => void;
  /** What a call remembers from round to round, on revisions that ask in rounds. */
  readonly rounds?: { get(): JsonValue | undefined; set(value: JsonValue): void };
}

/** Milliseconds that the answer to a question may take: people take their time. */
const patience = 600_000;

export function channelOf(request: McpRequest): Channel {
  const extra = request.extra as RequestHandlerExtra<ServerRequest, ServerNotification> | undefined;
  if (extra === undefined) return {};
  const { closeSSEStream } = extra;
  return {
    notify: (method, params = {}) => {
      extra.sendNotification({ method, params } as ServerNotification).catch((error: unknown) => {
        request.server?.log.debug("A notification could not be sent.", error);
      });
    },
    // Without a session the client's answer would reach another server.
    ...(request.session !== undefined && {
      ask: async (method, params) => {
        const question = { method, params } as unknown as ServerRequest;
        const limits = { signal: extra.signal, timeout: patience };
        return (await extra.sendRequest(question, ResultSchema, limits)) as JsonObject;
      },
    }),
    ...(closeSSEStream && { closeStream: closeSSEStream }),
  };
}
