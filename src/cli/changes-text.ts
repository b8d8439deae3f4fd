import { visibleJson, visibleText } from "../diagnostics/visible-text.js";
import type { PlannedChange } from "../writer/plan-changes.js";
import { unifiedDiff } from "../writer/unified-diff.js";

/** Most characters of differences that are printed. */
const longestDifference = 200_000;

/** What would change: one line a file, `replace src/server.ts`, or one JSON object a line. */
export function changeList(changes: readonly PlannedChange[], format: "text" | "json"): string {
  return changes
    .map(
      ({ action, path }) => `${format === "json" ? visibleJson({ action, path }) : `${action} ${visibleText(path)}`}\n`,
    )
    .join("");
}

/** The replaced files' differences in unified form; of many, the first ones, and a line that says so. */
export function differences(changes: readonly PlannedChange[]): string {
  let text = "";
  for (const { action, path, before, after } of changes) {
    // The lock file repeats as hashes what the other differences say in words.
    if (action !== "replace" || path === "mcpgen.lock.json") continue;
    text += `\n${unifiedDiff(path, before, after)}`;
    if (text.length > longestDifference) {
      return `${visibleLines(text.slice(0, longestDifference))}\n… and more: the difference is cut here\n`;
    }
  }
  return visibleLines(text);
}

/** Text in which only line feeds and tabs are left of what a terminal would obey. */
function visibleLines(text: string): string {
  return text.replace(/[^\n\t]+/g, visibleText);
}
