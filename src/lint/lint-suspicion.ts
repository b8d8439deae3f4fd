import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { JsonValue } from "../ir/json.js";
import type { LintedServer } from "./linted-component.js";

/** What texts of poisoned tools have in common: they speak to the model about other things than the tool. */
const suspicions: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["tells the model to forget its instructions", /\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|other|all|system)\b[^.\n]{0,30}\b(?:instruction|prompt|rule|message)s?\b/i],
  ["asks the model to keep something from the user", /\b(?:do not|don't|never|without)\b[^.\n]{0,30}\b(?:tell|telling|inform|informing|mention|mentioning|reveal|notify|notifying|show)\b[^.\n]{0,30}\b(?:user|human|anyone|customer)\b/i],
  ["poses as a message of the system", /<\s*\/?\s*(?:system|important|instructions?|secret|admin)\b[^>]{0,40}>|\[\s*(?:system|inst)\s*\]/i],
  ["mentions the system prompt", /\bsystem prompt\b/i],
  ["asks for keys or secret files", /(?:~\/\.ssh|\bid_rsa\b|\/etc\/passwd|\.env\b|\bprivate key\b[^.\n]{0,40}\b(?:send|pass|include|read)\b)/i],
  ["makes other tools wait for this one", /\b(?:before|instead of|prior to)\b[^.\n]{0,30}\b(?:using|calling|any)\b[^.\n]{0,20}\bother tools?\b/i],
]; // prettier-ignore

/** Characters that a reader cannot see, or that change the order of those that he can. */
const unseen = /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u; // prettier-ignore

/** Texts that try to steer a model, and characters that hide such texts. */
export function lintSuspicion({ instructions, components }: LintedServer, diagnostics: Diagnostics): void {
  for (const what of suspicionsOf(instructions)) {
    diagnostics.report("lint/suspicious-text", undefined, { name: "instructions", path: "", what });
  }
  for (const { listed, origin } of components) {
    for (const [path, text] of textsIn(listed, "")) {
      for (const what of suspicionsOf(text)) {
        diagnostics.report("lint/suspicious-text", origin, { name: listed.name, path, what });
      }
    }
  }
}

function suspicionsOf(text: string): readonly string[] {
  const found = suspicions.flatMap(([what, pattern]) => (pattern.test(text) ? [what] : []));
  return unseen.test(text) ? [...found, "holds characters that a reader cannot see"] : found;
}

/** Every text in a value, by its path. */
function* textsIn(value: JsonValue, path: string): Generator<readonly [path: string, text: string]> {
  if (typeof value === "string") yield [path, value];
  else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* textsIn(member, path === "" ? key : `${path}.${key}`);
  }
}
