/** Cuts a long text at a paragraph, sentence or word end, and says so with `…`. */
export function capText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1);
  const paragraph = head.lastIndexOf("\n\n");
  if (paragraph > limit / 2) return head.slice(0, paragraph).trimEnd();
  const sentence = Math.max(head.lastIndexOf(". "), head.lastIndexOf(".\n"));
  if (sentence > limit / 2) return head.slice(0, sentence + 1);
  const word = head.search(/\s\S*$/);
  return `${(word > limit / 2 ? head.slice(0, word) : head.replace(/[\ud800-\udbff]$/, "")).trimEnd()}…`;
}
