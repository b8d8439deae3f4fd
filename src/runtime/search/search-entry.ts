import type { ComponentFields, ToolDefinition } from "../tool.js";

/** What is known of a tool without loading it. Its description is the beginning of the tool's. */
export interface SearchEntry extends ComponentFields {
  readonly annotations?: ToolDefinition["annotations"];
  /** Which of its provider's groups defines it. */
  readonly group: string;
  /** The arguments for a reader: `owner, repo, state?: open | closed`. */
  readonly parameters: string;
  /** Its words as `termsOf` gives them, sorted, each with its weight where that is not 1: `issu^8 titl`. */
  readonly terms: string;
}
