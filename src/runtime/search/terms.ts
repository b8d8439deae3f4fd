import { stemOf } from "./stem.js";

/** Words that say nothing about what a tool does. */
const empty = new Set(
  (
    "a an and are as at be been but by can could did do does for from had has have i if in into is it its itself may might " +
    "must not of on only or our shall should so some such than that the their them then there these they this those to too " +
    "under up was we were what when where which while who whom whose will with would you your"
  ).split(" "),
);

/** Scripts that put no space between words: each pair of characters counts as one. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu;

/**
 * The words of a text as index and query hold them, in their order: in lower case, without accents, without words that say
 * nothing, English endings taken off. `listOrgMembers` and `list_org_members` are three words.
 */
export function termsOf(text: string): readonly string[] {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, "$1 ")
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$1 ")
    .toLowerCase()
    .replace(/['’]s?\b/gu, "")
    .replace(unspaced, (run) => ` ${pairs(run).join(" ")} `)
    .match(/[\p{L}\p{N}]+/gu);
  return (words ?? []).filter((word) => word.length > 1 && !empty.has(word)).map(stemOf);
}

function pairs(run: string): readonly string[] {
  const characters = Array.from(run);
  return characters.length < 2
    ? characters
    : characters.slice(1).map((one, index) => `${characters[index] ?? ""}${one}`);
}
