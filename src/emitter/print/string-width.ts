/** Letters and signs that take two columns: East Asian wide and fullwidth ones (Unicode TR 11), and emoji shown as pictures. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u261d\u2630-\u2637\u268a-\u268f\u26f9\u270c\u270d\u2e80-\u3029\u302e-\u303e\u3041-\u3247\u3250-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{1f3cb}\u{1f3cc}\u{1f574}\u{1f575}\u{1f590}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

/** Signs that stand on the letter before them. */
const zeroWidth = /[\p{Nonspacing_Mark}\p{Enclosing_Mark}]/u;

/** A sign that is shown as text by itself, and as a picture with the variation selector behind it. */
const picture = /(?![#*0-9]|\p{Emoji_Presentation})\p{Emoji}\ufe0f/gu;

const beyondAscii = /[^\x20-\x7e]/;

/** Columns that a printed text takes, counted as prettier counts; for text as `stringLiteral` leaves it, without line breaks. */
export function stringWidth(text: string): number {
  if (!beyondAscii.test(text)) return text.length;
  let width = 0;
  const rest = text.replace(picture, () => {
    width += 2;
    return "";
  });
  for (const character of rest) {
    if (zeroWidth.test(character)) continue;
    width += wide.test(character) ? 2 : 1;
  }
  return width;
}
