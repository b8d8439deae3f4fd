import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import type { Range } from "../line-places.js";

/** Finds where values stand in a YAML text. A pointer that leads nowhere gets its nearest ancestor. */
export function yamlPositions(text: string, pointers: readonly string[]): ReadonlyMap<string, Range> {
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
