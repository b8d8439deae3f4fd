import { createHash } from "node:crypto";

/** Longest name that is given out, clash number included; leaves room for clients that prefix names (64 in all). */
const maxName = 56;
const maxKey = 64;

/** Letters that do not fall apart into a base letter and marks. */
const letters: Readonly<Record<string, string>> = {
  ß: "ss", æ: "ae", Æ: "AE", ø: "o", Ø: "O", œ: "oe", Œ: "OE", ł: "l", Ł: "L", đ: "d", Đ: "D", ð: "d", þ: "th", ı: "i",
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "i", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p",
  р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ъ: "", ы: "y", ь: "", э: "e", ю: "iu", я: "ia",
  є: "ie", і: "i", ї: "i", ґ: "g",
  α: "a", β: "v", γ: "g", δ: "d", ε: "e", ζ: "z", η: "i", θ: "th", ι: "i", κ: "k", λ: "l", μ: "m", ν: "n", ξ: "x", ο: "o", π: "p", ρ: "r",
  σ: "s", ς: "s", τ: "t", υ: "y", φ: "f", χ: "ch", ψ: "ps", ω: "o",
}; // prettier-ignore

/** Writes letters of Latin, Cyrillic and Greek script in ASCII; other characters stay. */
export function transliterate(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return Array.from(text.normalize("NFKC"), (character) => {
    const own = letters[character] ?? letters[character.normalize("NFD").replace(/\p{M}/gu, "")];
    if (own !== undefined) return own;
    const lower = letters[character.toLowerCase()];
    if (lower !== undefined) return lower.charAt(0).toUpperCase() + lower.slice(1);
    return character.normalize("NFD").replace(/\p{M}/gu, "");
  }).join("");
}

/** True when clients accept the text as a component's name as it is. */
export function isValidName(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text);
}

/** A component's name made of any text: valid characters, runs of others as one `_`, never longer than 56; empty when nothing is left. */
export function cleanName(text: string): string {
  const cleaned = isValidName(text) ? text : clean(transliterate(text), /[^A-Za-z0-9_-]+/g, /^_+|_+$/g);
  return shorten(cleaned, text, maxName);
}

/** The name with a clash number, cut again where the number does not fit. */
export function numberedName(name: string, number: number): string {
  const suffix = `_${String(number)}`;
  return `${shorten(name, name, maxName - suffix.length)}${suffix}`;
}

/** An argument's name made of a wire name: `[A-Za-z0-9_.-]{1,64}`; `argument` when nothing is left. `__proto__` is never given out. */
export function cleanKey(text: string): string {
  if (/^[A-Za-z0-9_.-]{1,64}$/.test(text) && text !== "__proto__") return text;
  const cleaned = clean(transliterate(text), /[^A-Za-z0-9_.-]+/g, /^[_.]+|[_.]+$/g);
  return cleaned === "" ? "argument" : shorten(cleaned, text, maxKey);
}

function clean(text: string, invalid: RegExp, ends: RegExp): string {
  return text.replace(invalid, "_").replace(/_{2,}/g, "_").replace(ends, "");
}

/** Cuts at a word so that `_` and the first 6 hex digits of SHA-256 of the full name fit. */
function shorten(name: string, full: string, limit: number): string {
  if (name.length <= limit) return name;
  const head = name.slice(0, limit - 7);
  const boundary = lastWordEnd(head, name.charAt(limit - 7));
  return `${(boundary > head.length / 2 ? head.slice(0, boundary) : head).replace(/[_.-]+$/, "")}_${hash(full)}`;
}

/** Index behind the last whole word of a cut name; words end at separators and at changes to upper case. */
function lastWordEnd(head: string, next: string): number {
  if (/[_.\-A-Z]/.test(next)) return head.length;
  for (let index = head.length - 1; index > 0; index--) {
    if (/[_.-]/.test(head.charAt(index)) || (/[A-Z]/.test(head.charAt(index)) && !/[A-Z]/.test(head.charAt(index - 1))))
      return index;
  }
  return head.length;
}

/** First 6 hex digits of SHA-256. */
export function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}

/** Words of any text, as identifiers and file names are made of: split at other characters and at case changes. */
export function words(text: string): readonly string[] {
  return transliterate(text)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]{2,})([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
}

/** kebab-case, e.g. for files; empty when the text has no letter or digit. */
export function kebabCase(text: string): string {
  return words(text).join("-").toLowerCase();
}

/** Names that Windows keeps for devices: no file or folder can be called so, whatever its extension. */
export const deviceNames: readonly string[] = ["con", "prn", "aux", "nul"].concat(
  ["com", "lpt"].flatMap((name) => Array.from({ length: 10 }, (_, number) => `${name}${String(number)}`)),
);

/** A variable's name: split at case changes, upper case, runs of other characters as one `_`. */
export function environmentName(...parts: readonly string[]): string {
  const name = parts
    .map((part) =>
      transliterate(part)
        .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
        .replace(/([A-Z]{2,})([A-Z][a-z])/g, "$1_$2")
        .toUpperCase()
        .replace(/[^A-Z0-9]+/g, "_")
        .replace(/^_+|_+$/g, ""),
    )
    .filter((part) => part !== "")
    .join("_");
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** A TypeScript identifier in the given case; a valid one stays as it is. */
export function identifier(text: string, style: "camel" | "pascal"): string {
  const kept = /^[A-Za-z$_][A-Za-z0-9$_]*$/.test(text) ? text : joined(words(text), style);
  const safe = kept === "" ? (style === "camel" ? "unnamed" : "Unnamed") : /^[0-9]/.test(kept) ? `_${kept}` : kept;
  return reserved.has(safe) ? `${safe}_` : safe;
}

function joined(parts: readonly string[], style: "camel" | "pascal"): string {
  return parts
    .map(
      (word, index) =>
        (index === 0 && style === "camel" ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) +
        word.slice(1),
    )
    .join("");
}

/** PascalCase whatever the text looks like, e.g. for class names. */
export function pascalCase(text: string): string {
  return identifier(joined(words(text), "pascal"), "pascal");
}

/** camelCase whatever the text looks like, e.g. for properties that hold a group. */
export function camelCase(text: string): string {
  return identifier(joined(words(text), "camel"), "camel");
}

/** Gives out names that are unique ignoring case. */
export class UniqueNames {
  readonly #taken: Set<string>;
  /** The number to go on with, by a name's first numbered form: a name that is taken never becomes free again. */
  readonly #numbers = new Map<string, number>();

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set([...taken].map((name) => name.toLowerCase()));
  }

  /** True when nobody has the name yet. */
  isFree(name: string): boolean {
    return !this.#taken.has(name.toLowerCase());
  }

  /** The name itself, or the first of its numbered forms that is free. */
  take(
    name: string,
    numbered: (name: string, number: number) => string = (base, number) => `${base}${String(number)}`,
  ): string {
    let free = name;
    if (!this.isFree(name)) {
      const first = numbered(name, 2);
      let number = this.#numbers.get(first) ?? 2;
      for (free = numbered(name, number); !this.isFree(free); free = numbered(name, number)) number++;
      this.#numbers.set(first, number + 1);
    }
    this.#taken.add(free.toLowerCase());
    return free;
  }
}

/** Reserved words, and globals that a generated module may need: an identifier of these names takes a trailing `_`. */
const reserved = new Set(
  (
    "abstract any arguments as async await bigint boolean break case catch class const constructor continue debugger declare default delete do else enum eval export extends " +
    "false finally for from function get if implements import in infer instanceof interface is keyof let module namespace never new null number object of out override package " +
    "private protected public readonly require return satisfies set static string super switch symbol this throw true try type typeof undefined unique unknown using var void " +
    "while with yield toString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString __proto__ then prototype name length caller callee " +
    "Array ArrayBuffer BigInt Boolean Buffer Date Error Function Headers Infinity Intl Iterator JSON Map Math NaN Number Object Partial Pick Omit Promise Proxy Readonly Record Reflect RegExp " +
    "Relaxed Request Response Required Set String Symbol Uint8Array URL URLSearchParams WeakMap WeakSet console fetch global globalThis process Exclude Extract Awaited ReturnType Parameters NonNullable Blob File FormData Event " +
    "Tool Resource ResourceTemplate Prompt Provider Route JsonSchema JsonValue JsonObject ApiResponse CallOptions HttpClient HttpApi NoArguments Client ClientOptions ClientTarget McpConnection createClient connect " +
    "path query queryString header cookie json form multipart text binary field part fieldsOf partsOf others httpTool httpResource httpTemplate wrapResult schemas results args options http"
  ).split(" "),
);
