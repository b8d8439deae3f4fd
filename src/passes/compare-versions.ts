/** A version, taken apart. */
interface VersionParts {
  /** The numbers that it begins with, without zeros at the end. */
  readonly release: readonly number[];
  /** What stands behind them, words and numbers. */
  readonly rest: readonly (string | number)[];
  /** Behind a `+`. */
  readonly build: readonly (string | number)[];
}

/** Words for one and the same stage. */
const stages: ReadonlyMap<string, string> = new Map([
  ["a", "alpha"],
  ["b", "beta"],
  ["c", "rc"],
  ["pre", "rc"],
  ["preview", "rc"],
]);

/** Words for what comes after a release. */
const later = new Set(["post", "rev", "r", "patch"]);

/**
 * Which of two versions is higher, for `sort`: as in PEP 440, and as in SemVer where both agree. `1.10` is higher than `1.9`,
 * `1.0` the same as `1` and `v1`, `1.0-beta` and `1.0rc1` lower than `1.0`, `1.0.post1` higher. Dates are numbers like others.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  return (
    compareParts(left.release, right.release) ||
    stageOf(left.rest) - stageOf(right.rest) ||
    compareParts(left.rest, right.rest) ||
    Math.sign(left.build.length) - Math.sign(right.build.length) ||
    compareParts(left.build, right.build)
  );
}

function partsOf(version: string): VersionParts {
  const [main = "", build = ""] = version
    .toLowerCase()
    .replace(/^v/, "")
    .split(/\+(.*)/s);
  const tokens = tokensOf(main);
  const first = tokens.findIndex((token) => typeof token === "string");
  const numbers = tokens.slice(0, first === -1 ? undefined : first).map(Number);
  return {
    release: numbers.slice(0, numbers.findLastIndex((number) => number !== 0) + 1),
    rest: first === -1 ? [] : tokens.slice(first),
    build: tokensOf(build),
  };
}

function tokensOf(text: string): readonly (string | number)[] {
  return (text.match(/\d+|\p{L}+/gu) ?? []).map((token) =>
    /^\d/.test(token) ? Number(token) : (stages.get(token) ?? token),
  );
}

/** -2 for what is being developed, -1 before the release, 0 for it, 1 behind it. */
function stageOf([first]: readonly (string | number)[]): number {
  if (first === undefined) return 0;
  return first === "dev" ? -2 : later.has(String(first)) ? 1 : -1;
}

/** What is missing counts as 0, and words are lower than numbers. */
function compareParts(left: readonly (string | number)[], right: readonly (string | number)[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index] ?? 0, right[index] ?? 0];
    if (typeof one === "number" && typeof other === "number") {
      if (one !== other) return one - other;
    } else if (typeof one === "number") return 1;
    else if (typeof other === "number") return -1;
    else if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
