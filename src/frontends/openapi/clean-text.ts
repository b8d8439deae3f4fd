import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { readableText } from "../readable-text.js";
import type { Cursor } from "./cursor.js";

/** Text for the model: without invisible characters (reported), HTML comments and trailing space; `\n` line ends. */
export function cleanText(text: string, place: Cursor, diagnostics: Diagnostics): string {
  const { text: cleaned, hidden } = readableText(text);
  if (hidden > 0) diagnostics.report("openapi/invisible-characters", place.origin, { count: hidden });
  return cleaned;
}
