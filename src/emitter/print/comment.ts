import { stringWidth } from "./string-width.js";

/** Lines of a comment at most; the rest of the text is cut. */
const mostLines = 5;

/** As wide as the lines of a comment may be, the indentation and ` * ` included. */
const commentWidth = 120;

/** What a comment says. */
export interface Comment {
  /** Text of the document's, or of mcpgen's own, on as many lines as it likes. */
  readonly text: string;
  readonly deprecated?: boolean;
}

/**
 * A doc comment on lines of its own, without indentation: one line when it fits, at most five of text. Whatever the text
 * holds, it stays a comment, and tells no tool anything. No text and no mark give no lines.
 *
 * @param indent columns that the caller will indent the lines by
 */
export function docComment({ text, deprecated = false }: Comment, indent: number): string[] {
  if (text === "" && !deprecated) return [];
  const marks = deprecated ? ["@deprecated"] : [];
  const lines = [...wrap(commentText(text), commentWidth - indent - 7), ...marks];
  const [first] = lines;
  if (first === undefined) return [];
  return lines.length === 1 ? [`/** ${first} */`] : ["/**", ...lines.map((line) => ` * ${line}`), " */"];
}

/** A comment to the end of the line. */
export function lineComment(text: string): string {
  return `// ${commentText(text)}`;
}

/** Text in one line that cannot end a comment, hide anything, or be taken for a tag or a directive. */
function commentText(text: string): string {
  const open = plainLine(text).replaceAll("*/", "*\\/");
  return open.includes("@") ? open.replace(/(?<![\p{L}\p{N}])@/gu, "\\@") : open;
}

/** Whether a text is nothing but words of ASCII with single spaces between them. */
function isPlain(text: string): boolean {
  return !unprintable.test(text) && !text.includes("  ") && !text.startsWith(" ") && !text.endsWith(" ");
}

const unprintable = /[^\x20-\x7e]/;
const beyondAscii = /[^\0-\x7f]/;

/** The text in one line, without characters that a reader cannot see. */
export function plainLine(text: string): string {
  if (isPlain(text)) return text;
  if (!beyondAscii.test(text)) return text.replace(/[\0-\x20\x7f]+/g, " ").trim();
  return text
    .replace(/[\s\p{Z}\p{Cc}]+/gu, " ")
    .replace(/[\p{C}\u115f\u1160\u3164\uffa0\u{e0100}-\u{e01ef}]/gu, "")
    .trim();
}

function wrap(text: string, width: number): string[] {
  if (text === "") return [];
  if (stringWidth(text) <= width) return [text];
  const widthOf = beyondAscii.test(text) ? stringWidth : (word: string) => word.length;
  const lines: string[] = [];
  let line: string[] = [];
  let left = width;
  for (const word of text.split(" ")) {
    const needed = widthOf(word);
    if (line.length > 0 && needed + 1 > left) {
      lines.push(line.join(" "));
      line = [];
      left = width;
      if (lines.length === mostLines) return [...lines.slice(0, -1), `${lines.at(-1) ?? ""} …`];
    }
    left -= line.length === 0 ? needed : needed + 1;
    line.push(word);
  }
  return [...lines, line.join(" ")];
}
