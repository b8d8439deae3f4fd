// @ts-check

/**
 * How often each word occurs, in words: "3 ok, 1 error".
 *
 * @param {readonly string[]} words
 */
export function tally(words) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
}
