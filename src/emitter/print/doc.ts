import { stringWidth } from "./string-width.js";

/**
 * A text whose line breaks are not decided yet, in the manner of Wadler's "A prettier printer" and of prettier itself, so
 * that the same rules give the same bytes. `printDoc` decides them.
 */
export type Doc = string | readonly Doc[] | Group | Choice | Lazy | Block | Indent | IfBroken | Fill | Line;

/** What a node says of itself, so that nobody looks into it twice. */
interface Measured {
  /** Columns on one line; `Infinity` when it cannot stand on one. */
  readonly width: number;
}

/** Stands on one line when it fits, else every line of its own breaks. */
export interface Group extends Measured {
  readonly kind: "group";
  readonly contents: Doc;
  /** True when it breaks even if it would fit. */
  readonly broken: boolean;
  /** For an `Indent` that follows this group. */
  readonly id?: GroupId;
}

/** Names a group. */
export type GroupId = symbol;

/** The first state that fits, where lines of later states may break; the last one when none does. */
export interface Choice extends Measured {
  readonly kind: "choice";
  readonly states: readonly [Doc, ...Doc[]];
}

/** A group whose text on one line is known already; its contents are made only when it does not fit. */
export interface Lazy extends Measured {
  readonly kind: "lazy";
  readonly flat: string;
  readonly expand: () => Doc;
}

/** Text over several lines that needs no decisions; its first line is `open`, its last one a single character. */
export interface Block extends Measured {
  readonly kind: "block";
  readonly open: string;
  readonly text: (indent: number) => string;
}

/** Two, or `columns`, more columns for the lines within; with `id` only when that group is broken. */
export interface Indent extends Measured {
  readonly kind: "indent";
  readonly contents: Doc;
  readonly columns: number;
  readonly id?: GroupId;
}

/** One text in a broken group, another one in a flat one. */
export interface IfBroken extends Measured {
  readonly kind: "if-broken";
  readonly broken: Doc;
  readonly flat: Doc;
}

/** Words with spaces between them; a line breaks only before a word that does not fit. */
export interface Fill extends Measured {
  readonly kind: "fill";
  readonly words: readonly string[];
}

/** A line break in a broken group, else nothing (`soft`) or a space; `hard`: always a line break. */
export interface Line extends Measured {
  readonly kind: "line";
  readonly soft: boolean;
  readonly hard: boolean;
}

export const line: Line = { kind: "line", soft: false, hard: false, width: 1 };
export const softline: Line = { kind: "line", soft: true, hard: false, width: 0 };
export const hardline: Line = { kind: "line", soft: false, hard: true, width: Infinity };

export function group(contents: Doc, options: { readonly broken?: boolean; readonly id?: GroupId } = {}): Group {
  const width = flatWidth(contents);
  const broken = options.broken === true || width === Infinity;
  return {
    kind: "group",
    contents,
    broken,
    width: broken ? Infinity : width,
    ...(options.id === undefined ? {} : { id: options.id }),
  };
}

/** As prettier's conditional group: states from the tightest to the widest. */
export function choice(...states: [Doc, ...Doc[]]): Choice {
  return { kind: "choice", states, width: flatWidth(states[0]) };
}

export function lazy(flat: string, expand: () => Doc): Lazy {
  return { kind: "lazy", flat, expand, width: stringWidth(flat) };
}

/** @param text makes the text for the columns that the last line is indented by */
export function block(open: string, text: (indent: number) => string): Block {
  return { kind: "block", open, text, width: Infinity };
}

export function indent(contents: Doc, columns = 2): Indent {
  return { kind: "indent", contents, columns, width: flatWidth(contents) };
}

/** Indents when the group `id` is broken. */
export function indentIfBroken(contents: Doc, id: GroupId): Indent {
  return { kind: "indent", contents, columns: 2, id, width: flatWidth(contents) };
}

export function ifBroken(broken: Doc, flat: Doc = ""): IfBroken {
  return { kind: "if-broken", broken, flat, width: flatWidth(flat) };
}

export function fill(words: readonly string[]): Fill {
  return { kind: "fill", words, width: flatWidth(words.join(" ")) };
}

/** The docs with a separator between them. */
export function join(separator: Doc, docs: readonly Doc[]): Doc[] {
  const joined: Doc[] = [];
  for (const doc of docs) {
    if (joined.length > 0) joined.push(separator);
    joined.push(doc);
  }
  return joined;
}

/** Columns that a doc takes on one line; `Infinity` when it has a hard line or a broken group. */
export function flatWidth(doc: Doc): number {
  if (typeof doc === "string") return stringWidth(doc);
  if (!isConcat(doc)) return doc.width;
  let width = 0;
  for (const part of doc) width += flatWidth(part);
  return width;
}

/** True for a doc that cannot stand on one line. */
export function mustBreak(doc: Doc): boolean {
  return flatWidth(doc) === Infinity;
}

export function isConcat(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}
