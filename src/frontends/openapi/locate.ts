import type { Place } from "../../diagnostics/diagnostic.js";
import type { Origin } from "../../ir/origin.js";
import type { Texts } from "./documents.js";
import { jsonPositions, type Range } from "./json-positions.js";

/** Longest text that the positional YAML parser is given, in UTF-16 units: it needs about a second for 3 million. */
const maxYaml = 16 * 1024 * 1024;

/** Line and column of origins in the files of a document; what cannot be placed is left out. Nothing is parsed again when no origin is asked for. */
export async function locate(documents: Texts, origins: readonly Origin[]): Promise<ReadonlyMap<Origin, Place>> {
  const places = new Map<Origin, Place>();
  for (const file of new Set(origins.map((origin) => origin.file))) {
    const text = documents.text(file);
    if (text === undefined) continue;
    const lines = lineStarts(text);
    const own = origins.filter((origin) => origin.file === file);
    const ranges = await pointerRanges(
      text,
      own.flatMap((origin) => (origin.kind === "pointer" ? [origin.pointer] : [])),
    );
    for (const origin of own) {
      const range: Range | undefined = origin.kind === "span" ? [origin.start, origin.end] : ranges.get(origin.pointer);
      if (range !== undefined) places.set(origin, placeAt(text, lines, range));
    }
  }
  return places;
}

async function pointerRanges(text: string, pointers: readonly string[]): Promise<ReadonlyMap<string, Range>> {
  if (pointers.length === 0) return new Map();
  if (/^\s*[{[]/.test(text)) return jsonPositions(text, pointers);
  if (text.length > maxYaml) return new Map();
  // The positional parser is large, and few runs need it.
  const { yamlPositions } = await import("./yaml-positions.js");
  return yamlPositions(text, pointers);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function placeAt(text: string, starts: readonly number[], [start, end]: Range): Place {
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
