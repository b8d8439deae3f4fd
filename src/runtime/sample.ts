import { askClient } from "./ask-client.js";
import type { McpRequest } from "./call-context.js";
import type { ContentBlock } from "./content.js";
import type { JsonObject } from "./json.js";
import type { Message } from "./message.js";
import { erased } from "./tool.js";

export interface SampleOptions {
  /** Default: 1024. */
  readonly maxTokens?: number;
  readonly systemPrompt?: string;
  /** 0 to 1. */
  readonly temperature?: number;
  readonly stopSequences?: readonly string[];
  /** Hints are (parts of) names of models, best first; priorities are from 0 to 1. */
  readonly modelPreferences?: {
    readonly hints?: readonly { readonly name: string }[];
    readonly costPriority?: number;
    readonly speedPriority?: number;
    readonly intelligencePriority?: number;
  };
  /** Names it among the questions of one call. */
  readonly key?: string;
}

/** What the client's model answered. */
export interface Sampled {
  /** The answer's texts, joined. */
  readonly text: string;
  readonly content: readonly ContentBlock[];
  readonly model: string;
  readonly stopReason?: string;
}

/** Has the client's model answer. Throws a `ToolError` where the client does not offer that. */
export async function sample(
  request: McpRequest,
  messages: string | readonly Message[],
  { key, maxTokens = 1024, ...options }: SampleOptions = {},
): Promise<Sampled> {
  const conversation =
    typeof messages === "string" ? [{ role: "user", content: { type: "text", text: messages } }] : messages;
  const params = erased<JsonObject>({ messages: conversation, maxTokens, ...options });
  const answer = await askClient(request, "sampling", "sampling/createMessage", params, key);
  const { model, stopReason } = erased<Sampled>(answer);
  const content = erased<ContentBlock[]>([answer["content"] ?? []].flat());
  const text = content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
  return { text, content, model, ...(stopReason === undefined ? {} : { stopReason }) };
}
