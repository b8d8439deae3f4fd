import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import type { Place } from "../../diagnostics/diagnostic.js";
import type { Origin } from "../../ir/origin.js";
import type { Texts } from "./documents.js";
import { jsonPositions, type Range } from "./json-positions.js";

/** Longest text that the positional YAML parser is given, in UTF-16 units: it needs about a second for 3 million. */
const maxYaml = 16 * 1024 * 1024;

/** Line and column of origins in the files of a document; what cannot be placed is left out. Nothing is parsed again when no origin is asked for. */
export function locate(documents: Texts, origins: readonly Origin[]): ReadonlyMap<Origin, Place> {
  const places = new Map<Origin, Place>();
  for (const file of new Set(origins.map((origin) => origin.file))) {
    const text = documents.text(file);
    if (text === undefined) continue;
    const lines = lineStarts(text);
    const own = origins.filter((origin) => origin.file === file);
    const ranges = pointerRanges(
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

function pointerRanges(text: string, pointers: readonly string[]): ReadonlyMap<string, Range> {
  if (pointers.length === 0) return new Map();
  if (/^\s*[{[]/.test(text)) return jsonPositions(text, pointers);
  if (text.length > maxYaml) return new Map();
  const document = parseDocument(text, {
    lineCounter: new LineCounter(),
    uniqueKeys: false,
    merge: true,
    logLevel: "silent",
  });
  return new Map(pointers.map((pointer) => [pointer, yamlRange(document, pointer)]));
}

/** The place of a pointer's value: a scalar's own, else that of the key or item that introduces it. */
function yamlRange(document: Document, pointer: string): Range {
  let node: unknown = document.contents;
  let range: Range = isMap(node) || isSeq(node) ? [node.range?.[0] ?? 0, (node.range?.[0] ?? 0) + 1] : [0, 1];
  for (const segment of pointer.split("/").slice(1)) {
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === name);
      if (pair === undefined) return range;
      const introduced = isScalar(pair.value) ? pair.value.range : isScalar(pair.key) ? pair.key.range : undefined;
      if (introduced) range = [introduced[0], introduced[1]];
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(name)];
      const own = isScalar(node) || isMap(node) || isSeq(node) ? node.range : undefined;
      if (own) range = isScalar(node) ? [own[0], own[1]] : [own[0], own[0] + 1];
    } else return range;
  }
  return range;
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
