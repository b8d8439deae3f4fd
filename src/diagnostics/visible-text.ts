/** Control characters, direction marks, invisible format characters, lone surrogates and line separators. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * Text from a document or a disk, safe to print on a terminal: every character that could move the cursor, change a
 * colour or hide other text becomes its `\u` escape. Line feeds too, so a text stays on one line.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, escapeCharacter);
}

/** JSON of one line without characters that a terminal would obey; still valid JSON with the same value. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value).replace(unseen, (character) =>
    Array.from({ length: character.length }, (_, index) => escapeUnit(character.charCodeAt(index))).join(""),
  );
}

function escapeCharacter(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  return character.length === 1
    ? escapeUnit(character.charCodeAt(0))
    : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
