/** Endings of Porter's second to fourth step, longest first where one ends in another, and what takes their place. */
const second: readonly Ending[] = [
  ["ational", "ate"],
  ["ization", "ize"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["tional", "tion"],
  ["biliti", "ble"],
  ["entli", "ent"],
  ["ousli", "ous"],
  ["ation", "ate"],
  ["alism", "al"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["abli", "able"],
  ["alli", "al"],
  ["ator", "ate"],
  ["logi", "log"],
  ["eli", "e"],
];
const third: readonly Ending[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ness", ""],
  ["ful", ""],
];
const fourth: readonly Ending[] = "ement ance ence able ible ment ant ent ism ate iti ous ive ize sion tion al er ic ou"
  .split(" ")
  .map((ending) => [ending, /^[st]ion$/.test(ending) ? ending.slice(0, 1) : ""]);

type Ending = readonly [ending: string, replacement: string];

/** Porter's stemmer (An algorithm for suffix stripping, 1980): `deploying`, `deployed` and `deployments` are `deploy`. */
export function stemOf(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  let stem = plural(word);
  stem = past(stem);
  if (/[aeiouy].*y$/.test(stem)) stem = `${stem.slice(0, -1)}i`;
  stem = replaced(stem, second, 0);
  stem = replaced(stem, third, 0);
  stem = replaced(stem, fourth, 1);
  const measure = measureOf(stem.slice(0, -1));
  if (stem.endsWith("e") && (measure > 1 || (measure === 1 && !endsShort(stem.slice(0, -1))))) stem = stem.slice(0, -1);
  return measureOf(stem) > 1 && stem.endsWith("ll") ? stem.slice(0, -1) : stem;
}

function plural(word: string): string {
  if (/(?:ss|i)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function past(word: string): string {
  if (word.endsWith("eed")) return measureOf(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const [, stem = ""] = /^(.*[aeiouy].*)(?:ed|ing)$/.exec(word) ?? [];
  if (stem === "") return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (/([^aeiouylsz])\1$/.test(stem)) return stem.slice(0, -1);
  return measureOf(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

/** With the first ending that the word has replaced, where what is before it has more than `least` measures. */
function replaced(word: string, endings: readonly Ending[], least: number): string {
  const found = endings.find(([ending]) => word.endsWith(ending));
  if (found === undefined) return word;
  const stem = word.slice(0, -found[0].length);
  return measureOf(`${stem}${found[1].length === 1 ? found[1] : ""}`) > least ? `${stem}${found[1]}` : word;
}

/** How many times consonants follow vowels; `y` is a vowel after a consonant. */
function measureOf(word: string): number {
  return word.replace(/(?<=[^aeiou])y/g, "i").match(/[aeiou][^aeiou]/g)?.length ?? 0;
}

/** Consonant, vowel, consonant other than w, x, y. */
function endsShort(word: string): boolean {
  return /(?:^|[^aeiou])[aeiouy][^aeiouwxy]$/.test(word);
}
