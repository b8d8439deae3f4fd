import type { Range } from "../line-places.js";

interface Wanted {
  readonly pointers: string[];
  readonly children: Map<string, Wanted>;
}

/**
 * Finds where values stand in a JSON text, in one pass and without building a tree: a parser that keeps positions needs
 * seconds and hundreds of megabytes for the largest documents. A pointer that leads nowhere gets its nearest ancestor.
 */
export function jsonPositions(text: string, pointers: readonly string[]): ReadonlyMap<string, Range> {
  const found = new Map<string, Range>();
  const root: Wanted = { pointers: [], children: new Map() };
  for (const pointer of pointers) {
    let node = root;
    for (const segment of pointer.split("/").slice(1)) {
      const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
      let child = node.children.get(name);
      if (child === undefined) {
        child = { pointers: [], children: new Map() };
        node.children.set(name, child);
      }
      node = child;
    }
    node.pointers.push(pointer);
  }
  const start = skipSpace(text, 0);
  visit(text, start, root, [start, start + 1], found);
  return found;
}

/** Records the wanted places in the value that begins here; gives the offset behind it. */
function visit(text: string, at: number, wanted: Wanted, introduced: Range, found: Map<string, Range>): number {
  const character = text.charAt(at);
  const isContainer = character === "{" || character === "[";
  const end = skipValue(text, at);
  record(wanted, isContainer ? introduced : [at, end], found);
  if (!isContainer || wanted.children.size === 0) return end;
  let index = 0;
  for (let place = skipSpace(text, at + 1); place < end - 1; index++) {
    let name = String(index);
    let range: Range = [place, place + 1];
    if (character === "{") {
      const keyEnd = skipString(text, place);
      name = unquote(text.slice(place, keyEnd));
      range = [place, keyEnd];
      place = skipSpace(text, skipSpace(text, keyEnd) + 1);
    }
    const child = wanted.children.get(name);
    place = child === undefined ? skipValue(text, place) : visit(text, place, child, range, found);
    place = skipSpace(text, place);
    if (text.charAt(place) !== ",") break;
    place = skipSpace(text, place + 1);
  }
  return end;
}

/** The place counts for everything below it until something nearer is found. */
function record(wanted: Wanted, range: Range, found: Map<string, Range>): void {
  for (const pointer of wanted.pointers) found.set(pointer, range);
  for (const child of wanted.children.values()) record(child, range, found);
}

function unquote(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : text;
  } catch {
    return text;
  }
}

function skipSpace(text: string, at: number): number {
  let place = at;
  while (place < text.length && text.charCodeAt(place) <= 32) place++;
  return place;
}

function skipString(text: string, at: number): number {
  let place = at + 1;
  while (place < text.length) {
    const code = text.charCodeAt(place);
    if (code === 92) place += 2;
    else if (code === 34) return place + 1;
    else place++;
  }
  return place;
}

/** Behind the value that begins here: brackets are counted, strings are passed over. */
function skipValue(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === 34) return skipString(text, at);
  if (first !== 123 && first !== 91) {
    let place = at;
    while (place < text.length && !/[,\]}\s]/.test(text.charAt(place))) place++;
    return Math.max(place, at + 1);
  }
  let depth = 0;
  for (let place = at; place < text.length;) {
    const code = text.charCodeAt(place);
    if (code === 34) {
      place = skipString(text, place);
      continue;
    }
    if (code === 123 || code === 91) depth++;
    if (code === 125 || code === 93) depth--;
    place++;
    if (depth === 0) return place;
  }
  return text.length;
}
