import type { ContentBlock } from "./content.js";

/** A message of a prompt or of a conversation with a model. */
export interface Message {
  readonly role: "user" | "assistant";
  readonly content: ContentBlock;
}

/** What a prompt gives. */
export interface PromptResult {
  readonly description?: string;
  readonly messages: readonly Message[];
}
