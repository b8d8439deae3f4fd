import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { capText } from "../../ir/cap-text.js";
import { cleanText } from "./clean-text.js";
import type { Cursor } from "./cursor.js";
import { written } from "./written.js";

/** The tags of an operation, or of `x-mcp`: one line each, without characters that nobody sees; none is empty. */
export function readTags(owner: Cursor, diagnostics: Diagnostics): readonly string[] {
  const items = owner.at("tags")?.items() ?? [];
  return items.flatMap((item) => {
    if (typeof item.value !== "string" && typeof item.value !== "number") return [];
    const tag = capText(cleanText(written(item.value), item, diagnostics).replace(/\s+/g, " "), 100);
    return tag === "" ? [] : [tag];
  });
}
