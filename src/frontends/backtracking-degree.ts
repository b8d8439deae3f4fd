/** Characters for which atoms are tried out: ASCII, and a few beyond. */
const samples = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  "é",
  "я",
  "漢",
  "😀",
  "\u2028",
];

/** A set of samples. */
type Bits = bigint;

const everything: Bits = (1n << BigInt(samples.length)) - 1n;

/** Repetitions in a row that can take the same text. */
interface Chain {
  readonly length: number;
  /** What all of them can take. */
  readonly bits: Bits;
}

/** A group that is open: the chains before it, and those that its finished alternatives lead to. */
interface Group {
  readonly before: readonly Chain[];
  readonly ends: Chain[];
  /** What its atoms can take. */
  bits: Bits;
}

/**
 * The power of a text's length that matching a pattern may take, where its repetitions are not nested: 1 for `^a+b`, 2 for `a+b`
 * (which starts anew at each character) and `^a*a*b`, 3 for `^.*x.*y.*$`. It errs on the side of more. Only what comes before
 * something that can fail counts. The pattern is valid under the `u` flag.
 */
export function backtrackingDegree(pattern: string): number {
  const known = new Map<string, Bits>();
  const open: Group[] = [];
  let group: Group = { before: [], ends: [], bits: 0n };
  let chains: readonly Chain[] = [];
  let degree = 1;
  let isAnchored = pattern.startsWith("^");
  const fail = (): void => {
    for (const chain of chains) degree = Math.max(degree, chain.length + (isAnchored ? 0 : 1));
  };
  const pass = (bits: Bits, { least, isWide }: Quantifier): void => {
    group.bits |= bits;
    if (least > 0) fail();
    const kept = least > 0 ? chains.filter((chain) => (chain.bits & bits) !== 0n) : chains;
    const longer = chains.flatMap((chain) =>
      (chain.bits & bits) === 0n ? [] : { length: chain.length + 1, bits: chain.bits & bits },
    );
    chains = isWide ? longest([...(least > 0 ? [] : kept), ...longer, { length: 1, bits }]) : kept;
  };
  for (const token of tokensOf(pattern)) {
    if (token.startsWith("(")) {
      open.push(group);
      group = { before: chains, ends: [], bits: 0n };
    } else if (token.startsWith(")")) {
      const { before, ends, bits } = group;
      const inside = longest([...ends, ...chains]);
      group = open.pop() ?? group;
      const quantifier = quantifierOf(token.slice(1));
      chains = before;
      if (quantifier.isWide) pass(bits, quantifier);
      else {
        group.bits |= bits;
        chains = quantifier.least > 0 ? inside : longest([...before, ...inside]);
      }
    } else if (token === "|") {
      group.ends.push(...chains);
      chains = group.before;
      // Another alternative of the whole may begin anywhere.
      if (open.length === 0) isAnchored = false;
    } else if (token === "$" || token === "\\b" || token === "\\B") fail();
    else if (token !== "^") {
      const [, atom = "", quantifier = ""] =
        /^(\\[pPu]\{[^}]*\}|\\u.{4}|\\x..|\\c.|\\k<[^>]*>|\\.|\[(?:\\.|[^\]\\])*\]|[^])(.*)$/su.exec(token) ?? [];
      const bits = known.get(atom) ?? bitsOf(atom);
      known.set(atom, bits);
      pass(bits, quantifierOf(quantifier));
    }
  }
  return degree;
}

/** Atoms with their quantifiers, `(`, `)` with its quantifier, `|` and assertions. */
function tokensOf(pattern: string): readonly string[] {
  const quantifier = "(?:(?:[*+?]|\\{\\d+(?:,\\d*)?\\})\\??)?";
  const atom =
    "(?:\\\\[pPu]\\{[^}]*\\}|\\\\u.{4}|\\\\x..|\\\\c.|\\\\k<[^>]*>|\\\\.|\\[(?:\\\\.|[^\\]\\\\])*\\]|[^()|])";
  return (
    pattern.match(new RegExp(`\\((?:\\?(?:[:=!]|<[=!]|<[^>]*>))?|\\)${quantifier}|\\||${atom}${quantifier}`, "gsu")) ??
    []
  );
}

interface Quantifier {
  readonly least: number;
  readonly isWide: boolean;
}

function quantifierOf(text: string): Quantifier {
  if (text === "") return { least: 1, isWide: false };
  if (text.startsWith("*")) return { least: 0, isWide: true };
  if (text.startsWith("+")) return { least: 1, isWide: true };
  if (text.startsWith("?")) return { least: 0, isWide: false };
  const [, least = "0", comma, most = ""] = /^\{(\d+)(,)?(\d*)/.exec(text) ?? [];
  return { least: Number(least), isWide: comma !== undefined && (most === "" || Number(most) - Number(least) > 100) };
}

/** Of chains that can take the same, the longest. */
function longest(chains: readonly Chain[]): readonly Chain[] {
  const lengths = new Map<Bits, number>();
  for (const { length, bits } of chains) lengths.set(bits, Math.max(length, lengths.get(bits) ?? 0));
  return [...lengths].map(([bits, length]) => ({ length, bits }));
}

/** What an atom can take; everything where that cannot be told, as for a back reference. */
function bitsOf(atom: string): Bits {
  try {
    const expression = new RegExp(`^(?:${atom})$`, "su");
    // Without its group a back reference takes nothing, or does not compile.
    if (/^\\[1-9k]/.test(atom)) return everything;
    return samples.reduce((bits, sample, index) => (expression.test(sample) ? bits | (1n << BigInt(index)) : bits), 0n);
  } catch {
    return everything;
  }
}
