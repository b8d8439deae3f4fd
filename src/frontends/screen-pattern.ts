import { backtrackingDegree } from "./backtracking-degree.js";

/** What is left of a pattern after screening: one that a plain RegExp can be trusted with, or why it cannot. */
export type ScreenedPattern = { readonly pattern: string } | { readonly reason: string };

const maxLength = 512;

/**
 * Patterns are matched at run time by a plain RegExp under the `u` flag, against text that a model chose. So they are
 * screened here: bounded length, valid syntax (needless escapes are undone), no repetition inside a repetition, from which
 * catastrophic backtracking comes, and at most the square of a text's length as effort; the runtime bounds the text.
 */
export function screenPattern(pattern: string): ScreenedPattern {
  if (pattern.length > maxLength) return { reason: `has more than ${String(maxLength)} characters` };
  const valid = [pattern, withoutNeedlessEscapes(pattern)].find(isValid);
  if (valid === undefined) return { reason: "is not valid in JavaScript under the `u` flag" };
  if (hasNestedRepetition(valid)) return { reason: "repeats a repetition, which can take exponential time" };
  return backtrackingDegree(valid) > 2
    ? { reason: "has several repetitions that can take the same text, which can take very long" }
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
    /** Everything in it that matches one character, groups inside included. */
    atoms: string[];
    /** Those of them that may be absent. */
    optional: string[];
  }
  const open: Group[] = [{ repeats: false, starts: [], atStart: true, atoms: [], optional: [] }];
  const top = (): Group => open.at(-1) ?? { repeats: false, starts: [], atStart: false, atoms: [], optional: [] };
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
      open.push({ repeats: false, starts: [], atStart: true, atoms: [], optional: [] });
      index += prefix.length;
      continue;
    } else if (character === ")") {
      const group = open.length > 1 ? open.pop() : undefined;
      const last = {
        repeats: group?.repeats === true || (group !== undefined && isAmbiguous(group)),
        overlaps: group !== undefined && overlaps(group.starts),
      };
      top().atoms.push(...(group?.atoms ?? []));
      top().optional.push(...(group?.optional ?? []));
      if (group?.repeats === true) top().repeats = true;
      index++;
      const quantifier = readQuantifier(pattern, index);
      if (quantifier !== undefined) {
        if (quantifier.wide && (last.repeats || last.overlaps)) return true;
        // A group that may be absent, or come a few times, makes what encloses it as ambiguous as a repetition does.
        if (quantifier.wide || quantifier.varies) top().repeats = true;
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
      if (quantifier.wide || (quantifier.varies && !quantifier.optional)) top().repeats = true;
      if (quantifier.optional) top().optional.push(atom);
      index += quantifier.length;
    }
    top().atoms.push(atom);
  }
  return false;
}

/** What a quantifier says. */
interface Quantifier {
  readonly length: number;
  /** It can repeat more than ten times. */
  readonly wide: boolean;
  /** It allows several numbers of times. */
  readonly varies: boolean;
  /** It is `?`. */
  readonly optional: boolean;
}

function readQuantifier(pattern: string, index: number): Quantifier | undefined {
  const match = /^(?:[*+]|\{(\d+)(?:(,)(\d*))?\}|\?)\??/.exec(pattern.slice(index, index + 24));
  if (match === null) return undefined;
  const [text, low, comma, high] = match;
  const length = text.length;
  if (text.startsWith("?")) return { length, wide: false, varies: true, optional: true };
  if (low === undefined) return { length, wide: true, varies: true, optional: false };
  const most = comma === undefined ? Number(low) : high === "" || high === undefined ? Infinity : Number(high);
  return { length, wide: most > 10, varies: most !== Number(low), optional: false };
}

/**
 * True when a repeated group could take one text in several ways because of what may be absent in it: `(aa?)+` can, `(a-?)+`
 * cannot, for nothing but the hyphen itself matches a hyphen.
 */
function isAmbiguous({
  atoms,
  optional,
}: {
  readonly atoms: readonly string[];
  readonly optional: readonly string[];
}): boolean {
  if (optional.length > 0 && optional.length === atoms.length) return true;
  return optional.some(
    (one) => one.length > 1 || one === "." || atoms.filter((atom) => atom === one || matches(atom, one)).length > 1,
  );
}

/** True when an atom of a valid pattern matches the character; also when that cannot be told, as for a back reference. */
function matches(atom: string, character: string): boolean {
  try {
    return new RegExp(`^(?:${atom})$`, "u").test(character);
  } catch {
    return true;
  }
}

/** True when two alternatives can begin with the same character, as far as that is plain to see. */
function overlaps(starts: readonly string[]): boolean {
  if (starts.length < 2) return false;
  const plain = starts.filter((start) => /^[^\\[(.^$]$/u.test(start) || /^\\[^dDwWsSbBpPkux0-9]$/u.test(start));
  return plain.length !== starts.length || new Set(plain).size !== plain.length;
}
