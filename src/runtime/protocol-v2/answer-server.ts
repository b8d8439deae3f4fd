import type { Client } from "@modelcontextprotocol/client";
import type { ServerAnswers } from "../client-handlers.js";
import type { JsonObject } from "../json.js";

const hearing = new WeakMap<Client, ServerAnswers["hears"]>();

/** What a client wants to be told. */
export function hearsOf(client: Client): ServerAnswers["hears"] {
  return hearing.get(client) ?? { logs: false, changes: false };
}

/** Has a client answer what the server asks, and tell of its notifications; before it connects. */
export function answerServer(target: object, { capabilities, answers, notified, hears }: ServerAnswers): void {
  const client = target as Client;
  client.registerCapabilities(capabilities);
  hearing.set(client, hears);
  // By method: rounds of revision 2026-07-28 do not ask the fallback.
  for (const [method, answer] of answers) {
    client.setRequestHandler(
      method as "elicitation/create",
      async ({ params }) => ({ ...(await answer(params as unknown as JsonObject)) }) as never,
    );
  }
  client.fallbackNotificationHandler = async ({ method, params = {} }) => {
    await notified(method, params as JsonObject);
  };
}
