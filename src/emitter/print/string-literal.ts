/**
 * Characters that stay as they are in a literal: what a reader can see, and whose width is beyond doubt. The others are
 * written as escapes: controls, separators, direction marks, joiners, surrogates, unassigned characters, and the parts that
 * emoji are joined from.
 */
const visible =
  /[\x20-\x7e\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Armenian}\p{Script=Georgian}\u00a1-\u00ac\u00ae-\u00bf\u00d7\u00f7\u0300-\u034e\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2100-\u23ff\u2460-\u27ff\u2900-\u2bff\u2e80-\u2fd5\u3001-\u3029\u3030-\u303d\u3041-\u3096\u3099-\u30ff\u3105-\u312f\u3131-\u318e\u31f0-\u3247\u3250-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufa6d\ufe0f\uff01-\uff60\uff61-\uff9f\uffe0-\uffe6\u{20000}-\u{2a6df}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f7e0}-\u{1f7eb}\u{1f900}-\u{1f9ff}]/u;

const hidden = /[\p{C}\p{Z}\u{1f3fb}-\u{1f3ff}\u20e3]/u;

/** Nothing here needs a thought: printable ASCII without quotes, backslashes and `<`. */
const plain = /^[\x20\x21\x23-\x26\x28-\x3b\x3d-\x5b\x5d-\x7e]*$/;

/**
 * A string as a TypeScript literal that means exactly that string, as prettier writes it: in double quotes, unless it
 * holds more double than single ones.
 *
 * @example stringLiteral('say "hi"') // 'say "hi"'
 */
export function stringLiteral(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  return quoted(text)
    .replace(/<(?=\/script|!--)/gi, "\\u003c")
    .replace(/[^\x20-\x7e]/gu, (character) => (isVisible(character) ? character : escaped(character)));
}

function quoted(text: string): string {
  const json = JSON.stringify(text);
  if (!text.includes('"')) return json;
  const quote = count(text, '"') > count(text, "'") ? "'" : '"';
  return quote + json.slice(1, -1).replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`) + quote;
}

/** True when a reader sees the character. */
export function isVisible(character: string): boolean {
  return character === " " || (visible.test(character) && !hidden.test(character));
}

/** A character, of one or two UTF-16 units, as escapes. */
export function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
