import type { JsonObject, JsonValue } from "./json.js";
import type { LogLevel } from "./log.js";
import type { Message } from "./message.js";
import { answerServer } from "./protocol/answer-server.js";
import type { Maybe } from "./provider.js";
import { erased } from "./tool.js";

/** What a server asks the user: by a form, whose schema is of a flat object, or on a page. */
export type Question =
  | { readonly mode?: "form"; readonly message: string; readonly requestedSchema: JsonObject }
  | { readonly mode: "url"; readonly message: string; readonly url: string; readonly elicitationId: string };

export type QuestionAnswer =
  { readonly action: "accept"; readonly content?: JsonObject } | { readonly action: "decline" | "cancel" };

/** What a server wants the client's model to go on from. */
export interface SamplingRequest {
  readonly messages: readonly Message[];
  readonly systemPrompt?: string;
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly stopSequences?: readonly string[];
  readonly modelPreferences?: JsonObject;
}

export interface SamplingAnswer extends Message {
  readonly model: string;
  readonly stopReason?: string;
}

export interface LogEntry {
  readonly level: LogLevel;
  readonly logger?: string;
  readonly data: JsonValue;
}

/** What a client does when a server asks or tells it something; it offers what is there. */
export interface ClientHandlers {
  readonly elicit?: (question: Question) => Maybe<QuestionAnswer>;
  readonly sample?: (request: SamplingRequest) => Maybe<SamplingAnswer>;
  /** Folders and files that the server may work with: `file:` URIs. */
  readonly roots?: readonly { readonly uri: string; readonly name?: string }[];
  readonly log?: (entry: LogEntry) => Maybe<void>;
  /** Any other notification, such as `notifications/tools/list_changed` or `notifications/resources/updated`. */
  readonly notified?: (method: string, params: JsonObject) => Maybe<void>;
}

/** For the protocol's adapter. */
export interface ServerAnswers {
  readonly capabilities: JsonObject;
  readonly answers: ReadonlyMap<string, (params: JsonObject) => Promise<object>>;
  readonly notified: (method: string, params: JsonObject) => Maybe<void>;
  /** What it is interested in: from revision 2026-07-28 on nobody is told who has not asked. */
  readonly hears: { readonly logs: boolean; readonly changes: boolean };
}

/**
 * What a client's option `prepare` wants.
 *
 * @example createClient(url, { prepare: clientHandlers({ elicit: () => ({ action: "decline" }) }) })
 */
export function clientHandlers({ elicit, sample, roots, log, notified }: ClientHandlers): (client: object) => void {
  const answers = new Map<string, (params: JsonObject) => Promise<object>>();
  if (elicit) answers.set("elicitation/create", async (params) => elicit(erased(params)));
  if (sample) answers.set("sampling/createMessage", async (params) => sample(erased(params)));
  if (roots) answers.set("roots/list", () => Promise.resolve({ roots }));
  return (client) => {
    answerServer(client, {
      capabilities: {
        ...(elicit && { elicitation: { form: {}, url: {} } }),
        ...(sample && { sampling: {} }),
        ...(roots && { roots: {} }),
      },
      answers,
      notified: (method, params) =>
        method === "notifications/message" ? log?.(erased(params)) : notified?.(method, params),
      hears: { logs: log !== undefined, changes: notified !== undefined },
    });
  };
}
