/** What is left of a pattern after screening: one that a plain RegExp can be trusted with, or why it cannot. */
export type ScreenedPattern = { readonly pattern: string } | { readonly reason: string };

const maxLength = 512;

/**
 * Patterns are matched at run time by a plain RegExp under the `u` flag, against text that a model chose. So they are
 * screened here: bounded length, valid syntax (needless escapes are undone), and no repetition inside a repetition, from
 * which catastrophic backtracking comes.
 */
export function screenPattern(pattern: string): ScreenedPattern {
  if (pattern.length > maxLength) return { reason: `has more than ${String(maxLength)} characters` };
  const valid = [pattern, withoutNeedlessEscapes(pattern)].find(isValid);
  if (valid === undefined) return { reason: "is not valid in JavaScript under the `u` flag" };
  return hasNestedRepetition(valid)
    ? { reason: "repeats a repetition, which can take exponential time" }
    : { pattern: valid };
}

function isValid(pattern: string): boolean {
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}

/** `\_`, `\@` and the like mean the character itself elsewhere and are errors under the `u` flag; `\-` is one outside a class. */
function withoutNeedlessEscapes(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\(.)|[[\]]/gsu, (whole: string, escaped: string | undefined) => {
    if (escaped === undefined) {
      inClass = whole === "[";
      return whole;
    }
    if (/[A-Za-z0-9^$\\.*+?()[\]{}|/]/.test(escaped) || (inClass && escaped === "-")) return whole;
    return escaped;
  });
}

/** True when an unbounded repetition encloses another repetition, or alternatives that can begin alike. */
function hasNestedRepetition(pattern: string): boolean {
  interface Group {
    /** It holds an unbounded or wide repetition. */
    repeats: boolean;
    /** Texts with which its alternatives begin, for the overlap check. */
    starts: string[];
    atStart: boolean;
  }
  const open: Group[] = [{ repeats: false, starts: [], atStart: true }];
  const top = () => open.at(-1) ?? { repeats: false, starts: [], atStart: false };
  let index = 0;
  while (index < pattern.length) {
    const character = pattern.charAt(index);
    let atom: string;
    if (character === "\\") {
      atom = pattern.slice(index, index + 2);
      index += 2;
    } else if (character === "[") {
      let end = index + 1;
      while (end < pattern.length && pattern.charAt(end) !== "]") end += pattern.charAt(end) === "\\" ? 2 : 1;
      atom = pattern.slice(index, end + 1);
      index = end + 1;
    } else if (character === "(") {
      const prefix = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/.exec(pattern.slice(index))?.[0] ?? "(";
      if (top().atStart) top().starts.push("(");
      top().atStart = false;
      open.push({ repeats: false, starts: [], atStart: true });
      index += prefix.length;
      continue;
    } else if (character === ")") {
      const group = open.length > 1 ? open.pop() : undefined;
      const last = { repeats: group?.repeats ?? false, overlaps: group !== undefined && overlaps(group.starts) };
      if (group?.repeats === true) top().repeats = true;
      index++;
      const quantifier = readQuantifier(pattern, index);
      if (quantifier !== undefined) {
        if (quantifier.wide && (last.repeats || last.overlaps)) return true;
        if (quantifier.wide) top().repeats = true;
        index += quantifier.length;
      }
      continue;
    } else if (character === "|") {
      top().atStart = true;
      index++;
      continue;
    } else {
      atom = character;
      index++;
    }
    if (top().atStart) {
      top().starts.push(atom);
      top().atStart = false;
    }
    const quantifier = readQuantifier(pattern, index);
    if (quantifier !== undefined) {
      if (quantifier.wide) top().repeats = true;
      index += quantifier.length;
    }
  }
  return false;
}

/** A quantifier at this place; `wide` when it can repeat more than ten times. */
function readQuantifier(
  pattern: string,
  index: number,
): { readonly length: number; readonly wide: boolean } | undefined {
  const match = /^(?:[*+]|\{(\d+)(?:(,)(\d*))?\}|\?)\??/.exec(pattern.slice(index, index + 24));
  if (match === null) return undefined;
  const [text, low, comma, high] = match;
  if (text.startsWith("?")) return { length: text.length, wide: false };
  if (low === undefined) return { length: text.length, wide: true };
  const most = comma === undefined ? Number(low) : high === "" || high === undefined ? Infinity : Number(high);
  return { length: text.length, wide: most > 10 };
}

/** True when two alternatives can begin with the same character, as far as that is plain to see. */
function overlaps(starts: readonly string[]): boolean {
  if (starts.length < 2) return false;
  const plain = starts.filter((start) => /^[^\\[(.^$]$/u.test(start) || /^\\[^dDwWsSbBpPkux0-9]$/u.test(start));
  return plain.length !== starts.length || new Set(plain).size !== plain.length;
}
