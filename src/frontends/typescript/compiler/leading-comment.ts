import type { ts } from "@ts-morph/common";
import type { Comment } from "../type-view.js";
import type { FileNames } from "./file-names.js";

/**
 * The documentation comment before a node: the last one between it and what stands before it. TypeScript itself drops
 * comments on the line of the previous member; here they count, except one that ends its line behind that member and so
 * belongs to it.
 */
export function leadingComment(node: ts.Node, names: FileNames): Comment | undefined {
  const file = node.getSourceFile();
  const { text } = file;
  const start = node.getStart(file, false);
  const from = node.getFullStart();
  const opens = from === 0 || "{([<,=|&:".includes(text.charAt(lastCharacter(text, from)));
  let found: Comment | undefined;
  for (const comment of commentsIn(text, from, start)) {
    if (!/^\/\*\*[^/]/.test(text.slice(comment.start, comment.start + 4))) continue;
    const isBehind = !text.slice(from, comment.start).includes("\n") && text.slice(comment.end, start).includes("\n");
    if (isBehind && !(opens && text.charAt(lastCharacter(text, from)) !== ",")) continue;
    found = { text: text.slice(comment.start, comment.end), file: names.of(file), start: comment.start };
  }
  return found;
}

function lastCharacter(text: string, end: number): number {
  let at = end - 1;
  while (at > 0 && /\s/.test(text.charAt(at))) at--;
  return at;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Block comments in text that holds nothing but white space and comments. */
function* commentsIn(text: string, from: number, to: number): Generator<Range> {
  let at = from;
  while (at < to) {
    const pair = text.slice(at, at + 2);
    if (pair === "//") {
      const end = text.indexOf("\n", at);
      at = end < 0 ? to : end + 1;
    } else if (pair === "/*") {
      const close = text.indexOf("*/", at + 2);
      const end = close < 0 ? to : close + 2;
      yield { start: at, end };
      at = end;
    } else at++;
  }
}
