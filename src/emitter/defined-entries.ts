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
  return keyOrder.flatMap((key): [string, JsonValue][] => {
    const value = fields[key];
    return value === undefined ? [] : [[key, value]];
  });
}
