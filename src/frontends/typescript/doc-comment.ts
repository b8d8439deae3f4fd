import type { Comment } from "./type-view.js";
import { findTag, type TagName } from "./tags.js";

/** A documentation comment, taken apart. */
export interface DocComment {
  /** What stands before the first tag. */
  readonly summary: string;
  /** In the order in which they stand. */
  readonly tags: readonly DocTag[];
}

/** A tag of a comment, with its text. */
export interface DocTag {
  /** As written, without `@`. */
  readonly written: string;
  /** The tag of the vocabulary; undefined for a name that is not in it. */
  readonly name: TagName | undefined;
  /** The text up to the next tag, without indentation; empty for a bare tag. */
  readonly text: string;
  /** Offsets of the tag's name with its `@` in the file. */
  readonly start: number;
  readonly end: number;
}

const parsed = new WeakMap<Comment, DocComment>();
const empty: DocComment = { summary: "", tags: [] };

/**
 * Reads a comment as TSDoc and as plain JSDoc. A tag begins with `@` at the start of a line; one that mcpgen knows may also
 * follow white space, so that `/** Sides. @minimum 2 ` means what it looks like. There are no tags within code.
 */
export function docComment(comment: Comment | undefined): DocComment {
  if (comment === undefined) return empty;
  const known = parsed.get(comment);
  if (known !== undefined) return known;
  const made = parse(comment);
  parsed.set(comment, made);
  return made;
}

interface Line {
  readonly text: string;
  /** Offset of the text in the file. */
  readonly start: number;
}

/** The lines without the frame of stars. */
function linesOf({ text, start }: Comment): readonly Line[] {
  const lines: Line[] = [];
  const body = text.replace(/\*\/$/, "");
  let at = 0;
  for (const line of body.split("\n")) {
    const frame = (at === 0 ? /^\/\*\*+[ \t]?/ : /^[ \t]*(?:\*[ \t]?)?/).exec(line)?.[0] ?? "";
    lines.push({ text: line.slice(frame.length).replace(/\s+$/, ""), start: start + at + frame.length });
    at += line.length + 1;
  }
  return lines;
}

interface OpenTag extends Omit<DocTag, "text"> {
  readonly lines: string[];
}

function parse(comment: Comment): DocComment {
  const summary: string[] = [];
  const tags: OpenTag[] = [];
  let fence = false;
  for (const line of linesOf(comment)) {
    const current = tags.at(-1);
    const isFence = /^\s*(?:```|~~~)/.test(line.text);
    if (isFence || fence) {
      if (isFence) fence = !fence;
      (current?.lines ?? summary).push(line.text);
      continue;
    }
    let rest = 0;
    for (const place of tagPlaces(line.text, current?.name === "example")) {
      (tags.at(-1)?.lines ?? summary).push(line.text.slice(rest, place.at).trimEnd());
      rest = place.at + 1 + place.written.length;
      tags.push({
        written: place.written,
        name: findTag(place.written),
        start: line.start + place.at,
        end: line.start + rest,
        lines: [],
      });
    }
    (tags.at(-1)?.lines ?? summary).push(line.text.slice(rest));
  }
  return {
    summary: plainText(summary),
    tags: tags.map(({ lines, ...tag }) => ({ ...tag, text: plainText(lines) })),
  };
}

/** Where tags begin in a line. Inline, only those that mcpgen knows; in an example, only those at the start of a line. */
function tagPlaces(line: string, inExample: boolean): readonly { readonly at: number; readonly written: string }[] {
  const places: { at: number; written: string }[] = [];
  const visible = line.replace(/(`+)(?:(?!\1).)+?\1|\{@[^}]*\}/g, (code) => " ".repeat(code.length));
  for (const match of visible.matchAll(/(?<![^\s])@([A-Za-z][A-Za-z0-9_]*)(?=$|[\s{])/g)) {
    const written = match[1] ?? "";
    const isFirst = visible.slice(0, match.index).trim() === "";
    const isKnown = findTag(written) !== undefined;
    if (isKnown ? isFirst || !inExample : isFirst && !inExample) places.push({ at: match.index, written });
  }
  return places;
}

/** Lines as one text: without common indentation and empty ends; inline tags and escapes of TSDoc become what they mean. */
function plainText(lines: readonly string[]): string {
  let fence = false;
  const kept = lines.map((line) => {
    if (/^\s*(?:```|~~~)/.test(line)) fence = !fence;
    return fence ? line : line.trim() === "" ? "" : /^\s*(?:[-*+]|\d+[.)])\s/.test(line) ? line.trimEnd() : line.trim();
  });
  return kept
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/\{@(?:link|linkcode|linkplain)\s+([^|}\s]*)\s*\|?\s*([^}]*)\}/g, (_, target: string, label: string) =>
      label.trim() === "" ? target : label.trim(),
    )
    .replace(/\\([@{}])/g, "$1")
    .replaceAll("*\\/", "*/")
    .trim();
}

/** What a text says that may stand in back-ticks: their content, or the text up to the end of its line. */
export function codeText(text: string): string {
  const code = /^(`+)((?:(?!\1)[^])+)\1/.exec(text.trim());
  if (code?.[2] !== undefined) return code[2].trim();
  return (text.trim().split("\n")[0] ?? "").trim();
}
