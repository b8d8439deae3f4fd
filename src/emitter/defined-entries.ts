import type { JsonValue } from "../ir/json.js";

/** Keys in the order in which they are written, whatever the order of the document's. */
const keyOrder = [
  "readOnlyHint",
  "destructiveHint",
  "idempotentHint",
  "openWorldHint",
  "audience",
  "priority",
  "src",
  "mimeType",
  "sizes",
];

/** The fields of hints or of an icon that say something. */
export function definedEntries(fields: Readonly<Record<string, JsonValue | undefined>>): [string, JsonValue][] {
  const entries: [string, JsonValue][] = [];
  for (const key of keyOrder) {
    const value = fields[key];
    if (value !== undefined) entries.push([key, value]);
  }
  return entries;
}
