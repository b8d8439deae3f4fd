import { plainLine } from "./comment.js";

/** Text of a document's inside Markdown, in one line: it shows as it is, and is neither markup nor HTML. */
export function markdownText(text: string): string {
  return (
    plainLine(text)
      .replace(/[!#$&*+@[\\\]^_`{|}~]/g, "\\$&")
      // An address takes the backslash that follows it for its own, and what comes then would be a tag.
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/^(\d*)(?=[-.)=])/, "$1\\")
  );
}

/** A code span that holds any text. */
export function markdownCode(text: string): string {
  const line = plainLine(text);
  if (line === "") return "` `";
  if (!line.includes("`")) return `\`${line}\``;
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/**
 * Text for a page that a formatter may rewrite: letters, digits and the signs of ordinary prose; what could be markup is
 * left out.
 */
export function markdownProse(text: string): string {
  return plainLine(text)
    .replace(/[^\p{L}\p{M}\p{N} .,:;'"()/%?=-]+/gu, " ")
    .replace(/:(?=\/\/)/g, "")
    .replace(/ +/g, " ")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}.)?]+$/gu, "");
}
