import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { ServerAnswers } from "../client-handlers.js";
import type { JsonObject } from "../json.js";

/** Has a client answer what the server asks, and tell of its notifications; before it connects. */
export function answerServer(target: object, { capabilities, answers, notified }: ServerAnswers): void {
  const client = target as Client;
  client.registerCapabilities(capabilities);
  client.fallbackRequestHandler = async ({ method, params = {} }) => {
    const answer = answers.get(method);
    if (answer === undefined) throw Object.assign(new Error("Method not found"), { code: -32601 });
    return { ...(await answer(params as JsonObject)) };
  };
  client.fallbackNotificationHandler = async ({ method, params = {} }) => {
    await notified(method, params as JsonObject);
  };
}
