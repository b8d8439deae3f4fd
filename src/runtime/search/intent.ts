import type { ToolDefinition } from "../tool.js";
import { termsOf } from "./terms.js";

/** What somebody wants to happen, as far as their first word tells. */
export type Intent = "read" | "remove" | "change";

const questions = /^\s*(?:who|whom|whose|what|which|where|when|why|how|is|are|was|were|do|does|did|has|have|can)\b/i;

/** First words of requests, of general English. */
const verbs: Readonly<Record<Intent, string>> = {
  read: "get show fetch read view retrieve see display list find look search query download count check compare tell",
  remove: "delete remove erase drop destroy discard clear",
  change:
    "create add make new register insert post update edit change modify set patch save alter replace write put open give " +
    "assign attach upload send start run begin launch trigger execute cancel stop abort halt close invite join publish " +
    "turn enable disable block unblock approve reject",
};

const byVerb = new Map(
  (["read", "remove", "change"] as const).flatMap((intent) =>
    termsOf(verbs[intent]).map((term) => [term, intent] as const),
  ),
);

/** Undefined where the first word says nothing. */
export function intentOf(query: string): Intent | undefined {
  if (questions.test(query)) return "read";
  const [first = ""] = termsOf(/\p{L}+/u.exec(query)?.[0] ?? "");
  return byVerb.get(first);
}

/** Whether a tool does that kind of thing, by its hints. */
export function serves(
  intent: Intent,
  { readOnlyHint, destructiveHint }: NonNullable<ToolDefinition["annotations"]>,
): boolean {
  if (intent === "read") return readOnlyHint === true;
  return readOnlyHint !== true && (destructiveHint === true) === (intent === "remove");
}
