/**
 * Characters that a reader does not see but a model reads: zero-width and direction marks, tag characters,
 * variation selectors' supplement, and control characters other than tab and line feed.
 */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/gu;

/** One line of printable ASCII without a comment: nothing in it but the space around it is to be removed. */
const clean = /^(?!.*<!--)[\x20-\x7e]*$/;

/** A stranger's text as a reader of it sees it, and how many characters were hidden in it; `\n` line ends, no HTML comments. */
export function readableText(text: string): { readonly text: string; readonly hidden: number } {
  if (clean.test(text)) return { text: text.trim(), hidden: 0 };
  const unified = text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n");
  let hidden = 0;
  const visible = unified.replace(invisible, () => {
    hidden++;
    return "";
  });
  const uncommented = visible.includes("<!--") ? visible.replace(/<!--[^]*?(?:-->|$)/g, "") : visible;
  return { text: uncommented.replace(/[ \t]+$/gm, "").trim(), hidden };
}
