import type { Place } from "../../diagnostics/diagnostic.js";
import type { Origin } from "../../ir/origin.js";
import type { Texts } from "./documents.js";
import { lineStarts, placeAt, type Range } from "../line-places.js";
import { jsonPositions } from "./json-positions.js";

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
