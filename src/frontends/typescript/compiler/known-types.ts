import type { ts } from "@ts-morph/common";
import type { KnownName } from "../type-view.js";

/** Names of the language's and Node's own types that have a form in JSON. */
const known: Readonly<Record<string, KnownName>> = {
  Date: "Date",
  URL: "URL",
  RegExp: "RegExp",
  Uint8Array: "Uint8Array",
  Buffer: "Buffer",
  Set: "Set",
  ReadonlySet: "Set",
  Map: "Map",
  ReadonlyMap: "Map",
};

/** Objects of primitives, which stand for the primitives themselves. */
const wrappers: Readonly<Record<string, "string" | "number" | "boolean">> = {
  String: "string",
  Number: "number",
  Boolean: "boolean",
};

/** Types whose first argument is what comes out of them when they are iterated over. */
const iterables = new Set(
  ["", "Async"].flatMap((kind) =>
    ["Iterable", "IterableIterator", "Iterator", "IteratorObject", "Generator"].map((name) => `${kind}${name}`),
  ),
).add("ReadableStream");

/** Where a file comes from. */
export type FileSource = "language" | "node" | "package" | "user";

/** Tells the language's own declarations from those of packages and of the user. */
export class Provenance {
  readonly #program: ts.Program;

  constructor(program: ts.Program) {
    this.#program = program;
  }

  source(file: ts.SourceFile): FileSource {
    const { fileName } = file;
    if (fileName.includes("/node_modules/@types/node/") || fileName.includes("/node_modules/undici-types/"))
      return "node";
    if (this.#program.isSourceFileDefaultLibrary(file) || fileName.endsWith(miniLibrary)) return "language";
    return fileName.includes("/node_modules/") ? "package" : "user";
  }

  of(symbol: ts.Symbol | undefined): FileSource | undefined {
    const declaration = symbol?.declarations?.[0];
    return declaration && this.source(declaration.getSourceFile());
  }

  /** True for what the language or Node declares. */
  isBuiltIn(symbol: ts.Symbol | undefined): boolean {
    const source = this.of(symbol);
    return source === "language" || source === "node";
  }

  known(symbol: ts.Symbol | undefined): KnownName | undefined {
    return symbol !== undefined && Object.hasOwn(known, symbol.name) && this.isBuiltIn(symbol)
      ? known[symbol.name]
      : undefined;
  }

  wrapper(symbol: ts.Symbol | undefined): "string" | "number" | "boolean" | undefined {
    return symbol !== undefined && Object.hasOwn(wrappers, symbol.name) && this.isBuiltIn(symbol)
      ? wrappers[symbol.name]
      : undefined;
  }

  isIterable(symbol: ts.Symbol | undefined): boolean {
    return symbol !== undefined && iterables.has(symbol.name) && this.isBuiltIn(symbol);
  }
}

/** End of the path of `miniLibraryText`. */
export const miniLibrary = "/mcpgen-globals.d.ts";

/**
 * The globals of Node that tools use most, enough to name them and to infer what their members give. With them most programs
 * need neither the DOM's nor Node's declarations, which would take as long to read as everything else together.
 */
export const miniLibraryText = `
interface URLSearchParams { get(name: string): string | null; getAll(name: string): string[]; has(name: string): boolean; toString(): string; readonly size: number }
interface URL { hash: string; host: string; hostname: string; href: string; readonly origin: string; password: string; pathname: string; port: string; protocol: string; search: string; readonly searchParams: URLSearchParams; username: string; toString(): string; toJSON(): string }
declare var URL: { new (url: string | URL, base?: string | URL): URL; canParse(url: string | URL, base?: string): boolean };
interface Buffer extends Uint8Array { toString(encoding?: string, start?: number, end?: number): string }
interface AbortSignal { readonly aborted: boolean; readonly reason: unknown; throwIfAborted(): void }
interface Console { log(...data: unknown[]): void; info(...data: unknown[]): void; warn(...data: unknown[]): void; error(...data: unknown[]): void; debug(...data: unknown[]): void }
declare var console: Console;
`;
