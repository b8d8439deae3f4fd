// @ts-check
import { NoExample } from "./no-example.mjs";

/**
 * A text that a pattern matches: of alternatives the first, of repetitions as few as the length allows. Only what documents
 * commonly use is understood.
 *
 * @param {string} pattern
 * @param {{ minLength: number, maxLength: number }} limits
 * @returns {string}
 * @throws NoExample
 */
export function textMatching(pattern, { minLength, maxLength }) {
  const isMatch = compiled(pattern);
  for (const repetitions of [0, 1, 2, minLength, 8]) {
    const text = new PatternWalk(pattern, repetitions).alternatives();
    const padded = text.padEnd(minLength, "x");
    for (const candidate of [text, padded, "a", "x1", "A1", "1"]) {
      if (candidate.length >= minLength && candidate.length <= maxLength && isMatch(candidate)) return candidate;
    }
  }
  throw new NoExample(`no text was found for the pattern ${pattern}`);
}

/** @param {string} pattern */
function compiled(pattern) {
  for (const flags of ["u", ""]) {
    try {
      const expression = new RegExp(pattern, flags);
      return (/** @type {string} */ text) => expression.test(text);
    } catch {
      // Tried without `u` next.
    }
  }
  throw new NoExample(`${pattern} is no pattern`);
}

class PatternWalk {
  #at = 0;

  /**
   * @param {string} pattern
   * @param {number} repetitions how often `*` and `+` repeat
   */
  constructor(pattern, repetitions) {
    this.pattern = pattern;
    this.repetitions = repetitions;
  }

  /** @returns {string} */
  alternatives() {
    const first = this.#sequence();
    while (this.#take("|")) this.#sequence();
    return first;
  }

  #sequence() {
    let text = "";
    while (this.#at < this.pattern.length && !"|)".includes(this.#peek())) {
      const atom = this.#atom();
      text += atom.repeat(this.#quantifier());
    }
    return text;
  }

  #atom() {
    const character = this.#next();
    if (character === "^" || character === "$") return "";
    if (character === ".") return "a";
    if (character === "[") return this.#characterClass();
    if (character === "\\") return this.#escape();
    if (character !== "(") return character;
    const isLookaround = /^\?(?:[=!]|<[=!])/.test(this.pattern.slice(this.#at));
    const [prefix = ""] = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(this.pattern.slice(this.#at)) ?? [];
    this.#at += prefix.length;
    const inner = this.alternatives();
    this.#take(")");
    return isLookaround ? "" : inner;
  }

  #characterClass() {
    const isNegated = this.#take("^");
    let first = "";
    while (this.#at < this.pattern.length && this.#peek() !== "]") {
      const one = this.#next();
      const character = one === "\\" ? this.#escape() : one;
      if (first === "") first = character;
    }
    this.#take("]");
    if (!isNegated) return first;
    return [..."aA1 _"].find((candidate) => new RegExp(`^(?:${this.pattern})`).test(candidate)) ?? "a";
  }

  #escape() {
    const character = this.#next();
    if (character === "p" || character === "P") {
      while (this.#at < this.pattern.length && this.#next() !== "}");
      return "A";
    }
    const classes = { d: "1", w: "a", s: " ", D: "a", W: "-", S: "a", b: "", B: "", n: "\n", t: "\t", r: "\r" };
    if (character === "u" || character === "x") {
      const length = character === "u" ? 4 : 2;
      const code = this.pattern.slice(this.#at, this.#at + length);
      this.#at += length;
      return String.fromCharCode(Number.parseInt(code, 16) || 97);
    }
    return Object.hasOwn(classes, character) ? classes[/** @type {keyof typeof classes} */ (character)] : character;
  }

  #quantifier() {
    const [whole = "", least = "", most] =
      /^(?:\*|\+|\?|\{(\d*)(?:,(\d*))?\})\??/.exec(this.pattern.slice(this.#at)) ?? [];
    this.#at += whole.length;
    if (whole === "") return 1;
    if (whole.startsWith("?")) return Math.min(1, this.repetitions);
    if (whole.startsWith("*")) return this.repetitions;
    if (whole.startsWith("+")) return Math.max(1, this.repetitions);
    return Math.max(
      Number(least),
      Math.min(this.repetitions, most === undefined ? Number(least) : Number(most || Infinity)),
    );
  }

  #peek() {
    return this.pattern[this.#at] ?? "";
  }

  #next() {
    const character = this.#peek();
    this.#at += 1;
    return character;
  }

  /** @param {string} character */
  #take(character) {
    const isThere = this.#peek() === character;
    if (isThere) this.#at += 1;
    return isThere;
  }
}
