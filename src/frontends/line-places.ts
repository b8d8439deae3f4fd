import type { Place } from "../diagnostics/diagnostic.js";

/** Offsets of the first character and the one past the last, in UTF-16 units. */
export type Range = readonly [start: number, end: number];

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Line and column of a range, with the text of its line. */
export function placeAt(text: string, starts: readonly number[], [start, end]: Range): Place {
  const from = Math.min(start, text.length);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= from) low = middle;
    else high = middle - 1;
  }
  const lineStart = starts[low] ?? 0;
  const next = starts[low + 1];
  const lineText = text.slice(lineStart, next === undefined ? text.length : next - 1).replace(/\r$/, "");
  return {
    line: low + 1,
    column: from - lineStart + 1,
    length: Math.max(1, Math.min(end, lineStart + lineText.length) - from),
    text: lineText,
  };
}
