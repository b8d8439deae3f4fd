import { intentOf, serves } from "./intent.js";
import type { SearchEntry } from "./search-entry.js";
import { synonymsOf } from "./synonyms.js";
import { termsOf } from "./terms.js";

/** Okapi's k1 and b: how soon further weight of a word stops counting, and how much it counts against an entry to be long. */
const saturation = 1.5;
const lengthPenalty = 0.4;
/** What another word for the one that was asked is worth. */
const synonymWorth = 0.4;
/** Factor for a tool that does the kind of thing that is asked for: reads, changes, removes. */
const intentWorth = 1.8;

interface Posting {
  readonly entry: number;
  readonly weight: number;
}

/**
 * Entries by words: Okapi BM25 over weights instead of counts. A word of the query counts once, itself or its best synonym; an
 * entry whose title the query covers counts up to twice.
 */
export class Ranking {
  readonly #entries: readonly SearchEntry[];
  readonly #titles: readonly ReadonlySet<string>[];
  readonly #postings = new Map<string, Posting[]>();
  readonly #lengths: readonly number[];
  readonly #meanLength: number;

  constructor(entries: readonly SearchEntry[]) {
    this.#entries = entries;
    this.#titles = entries.map(({ title, name }) => new Set(termsOf(title ?? name)));
    this.#lengths = entries.map(({ terms }, entry) => {
      let length = 0;
      for (const { term, weight } of weightedTerms(terms)) {
        length += weight;
        const known = this.#postings.get(term);
        if (known === undefined) this.#postings.set(term, [{ entry, weight }]);
        else known.push({ entry, weight });
      }
      return length;
    });
    this.#meanLength = this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, entries.length);
  }

  /** Entries that share a word with the query, the best first; equal ones in the order in which they were given. */
  best(query: string): readonly SearchEntry[] {
    const terms = termsOf(query);
    const alternatives = terms.map((term) => [term, ...synonymsOf(term)]);
    const known = new Set(alternatives.flat());
    const intent = intentOf(query);
    const scores = new Map<number, number>();
    for (const [term = "", ...others] of alternatives) {
      const best = this.#worths(term, 1);
      for (const other of others) {
        for (const [entry, worth] of this.#worths(other, synonymWorth)) {
          best.set(entry, Math.max(best.get(entry) ?? 0, worth));
        }
      }
      for (const [entry, worth] of best) scores.set(entry, (scores.get(entry) ?? 0) + worth);
    }
    const name = query.trim();
    return [...scores]
      .map(([entry, score]) => {
        const found = this.#entries[entry];
        const fits = intent !== undefined && serves(intent, found?.annotations ?? {});
        return { entry, found, score: score * (1 + this.#coverage(entry, known)) * (fits ? intentWorth : 1) };
      })
      .sort(
        (a, b) =>
          Number(b.found?.name === name) - Number(a.found?.name === name) || b.score - a.score || a.entry - b.entry,
      )
      .flatMap(({ found }) => found ?? []);
  }

  #worths(term: string, worth: number): Map<number, number> {
    const rarity = this.#rarity(term);
    return new Map(
      (this.#postings.get(term) ?? []).map(({ entry, weight }) => {
        const relative = (this.#lengths[entry] ?? 0) / this.#meanLength;
        const damped = weight + saturation * (1 - lengthPenalty + lengthPenalty * relative);
        return [entry, (worth * rarity * weight * (saturation + 1)) / damped];
      }),
    );
  }

  /** Share of an entry's title that the query's words cover, rare words counting more. */
  #coverage(entry: number, known: ReadonlySet<string>): number {
    let covered = 0;
    let whole = 0;
    for (const term of this.#titles[entry] ?? []) {
      const rarity = this.#rarity(term);
      whole += rarity;
      if (known.has(term)) covered += rarity;
    }
    return whole === 0 ? 0 : covered / whole;
  }

  #rarity(term: string): number {
    const count = this.#postings.get(term)?.length ?? 0;
    return Math.log(1 + (this.#entries.length - count + 0.5) / (count + 0.5));
  }
}

function weightedTerms(terms: string): readonly { readonly term: string; readonly weight: number }[] {
  return terms.split(" ").map((one) => {
    const [term = "", weight = "1"] = one.split("^");
    return { term, weight: Number(weight) };
  });
}
