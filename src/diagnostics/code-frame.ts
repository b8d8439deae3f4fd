import type { Place } from "./diagnostic.js";
import { visibleText } from "./visible-text.js";

/** Characters of a line that are shown; a longer line (minified JSON) is shown in a window around the place. */
const windowWidth = 100;
/** How many of them stand before the place in such a window. */
const windowLead = 30;

/** The two lines of a code frame. */
export interface CodeFrame {
  /** ` 12 | ` and the text of the line. */
  readonly source: string;
  /** `    | ` and carets below what is meant. */
  readonly marker: string;
}

/**
 * Frames a place of one line. Characters that a terminal would obey are shown escaped, tabs as one space, and the carets
 * stand below the escaped text. At least one caret is printed, also for a place at the end of its line.
 */
export function codeFrame(place: Place): CodeFrame {
  const start = Math.min(Math.max(place.column - 1, 0), place.text.length);
  const from = place.text.length <= windowWidth ? 0 : Math.max(0, start - windowLead);
  const to = Math.min(place.text.length, from + windowWidth);
  const end = Math.min(start + Math.max(place.length, 1), to);

  const lead = (from > 0 ? "…" : "") + shown(place.text.slice(from, start));
  const meant = shown(place.text.slice(start, end));
  const rest = shown(place.text.slice(end, to)) + (to < place.text.length ? "…" : "");

  const number = String(place.line);
  return {
    source: ` ${number} | ${lead}${meant}${rest}`.trimEnd(),
    marker: ` ${" ".repeat(number.length)} | ${" ".repeat(width(lead))}${"^".repeat(Math.max(1, width(meant)))}`,
  };
}

function shown(text: string): string {
  return visibleText(text.replaceAll("\t", " "));
}

/** Columns that a text takes: one for each code point. */
function width(text: string): number {
  return Array.from(text).length;
}
