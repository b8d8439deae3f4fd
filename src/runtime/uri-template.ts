/// <reference types="node" />
import type { JsonObject, JsonValue } from "./json.js";
import { isSchema, type JsonSchema } from "./json-schema.js";

/** A part of the path: a text, or a variable of one segment (`{a}`) or several (`{a*}`). */
type Part = { readonly text: string } | { readonly name: string; readonly several: boolean };

/** Longer addresses match nothing. */
const maxLength = 8192;

/** An address template (RFC 6570, restricted to `{a}`, `{a*}`, `{?a,b}` and `{?a*}`). */
export class UriTemplate {
  readonly #path: readonly Part[];
  /** Names of the query's variables; with `*` when each item is a pair of its own. */
  readonly #query: readonly string[];

  constructor(template: string) {
    const pieces = template.split(/(\{[^{}]*\})/).filter((piece) => piece !== "");
    this.#query = pieces.flatMap((piece) => (piece.startsWith("{?") ? piece.slice(2, -1).split(",") : []));
    this.#path = pieces.filter((piece) => !piece.startsWith("{?")).map(partOf);
  }

  /**
   * The variables of an address, percent-decoded once; undefined when it does not fit. Names of `lists` become arrays: of
   * the segments of `{a*}`, of the comma-separated items of `{?a}`. Variables of the query may be absent; others in the
   * query are ignored. Takes time linear in the address.
   */
  match(uri: string, lists: ReadonlySet<string> = new Set()): JsonObject | undefined {
    if (uri.length > maxLength) return undefined;
    const [, path = "", query = ""] = /^([^?#]*)(?:\?([^#]*))?/.exec(uri) ?? [];
    const pieces = spans(this.#path, path);
    if (pieces === undefined) return undefined;
    try {
      const fromPath = this.#path.flatMap((part, index): [string, JsonValue][] => {
        if ("text" in part) return [];
        const piece = pieces[index] ?? "";
        const isList = part.several && lists.has(part.name);
        return [[part.name, isList ? piece.split("/").map(decodeURIComponent) : decodeURIComponent(piece)]];
      });
      const fromQuery = this.#query.flatMap((variable): [string, JsonValue][] => {
        const name = variable.replace(/\*$/, "");
        const [first, ...more] = valuesOf(name, query);
        if (first === undefined) return [];
        if (variable !== name) return [[name, [first, ...more].map(decodeURIComponent)]];
        return [[name, lists.has(name) ? first.split(",").map(decodeURIComponent) : decodeURIComponent(first)]];
      });
      return Object.fromEntries([...fromPath, ...fromQuery]);
    } catch {
      // A malformed percent escape is no address of anything.
      return undefined;
    }
  }
}

function partOf(piece: string): Part {
  if (!piece.startsWith("{")) return { text: piece };
  return { name: piece.slice(1, -1).replace(/\*$/, ""), several: piece.endsWith("*}") };
}

function valuesOf(name: string, query: string): string[] {
  const pairs = query.split("&").map((pair) => /^([^=]*)=?(.*)$/s.exec(pair) ?? []);
  return pairs.flatMap(([, key = "", value = ""]) => (key !== "" && decodeURIComponent(key) === name ? [value] : []));
}

/**
 * The stretch of the path that each part covers; undefined when they do not cover it. First the places that each part can
 * end at are marked from left to right, then one way is followed back, so that earlier variables take as much as they
 * can and no address costs more than parts × length.
 */
function spans(parts: readonly Part[], path: string): string[] | undefined {
  let starts = new Set([0]);
  const reached = parts.map((part) => {
    const before = starts;
    starts = endsOf(part, path, before);
    return { part, before };
  });
  if (!starts.has(path.length)) return undefined;
  let end = path.length;
  const pieces = reached.reverse().map(({ part, before }) => {
    let start = end - 1;
    if ("text" in part) start = end - (spellings(part.text, path, end).find((length) => before.has(end - length)) ?? 0);
    else while (!before.has(start)) start--;
    const piece = path.slice(start, end);
    end = start;
    return piece;
  });
  return pieces.reverse();
}

function endsOf(part: Part, path: string, starts: ReadonlySet<number>): Set<number> {
  const ends = new Set<number>();
  if ("text" in part) {
    for (const start of starts) {
      for (const text of [part.text, encodeURI(part.text)])
        if (path.startsWith(text, start)) ends.add(start + text.length);
    }
    return ends;
  }
  let isOpen = false;
  for (let at = 0; at < path.length; at++) {
    isOpen = (isOpen || starts.has(at)) && (part.several || path[at] !== "/");
    if (isOpen) ends.add(at + 1);
  }
  return ends;
}

/** Lengths of a text as it may end at a place: as in the template, or escaped as clients write it. */
function spellings(text: string, path: string, end: number): number[] {
  return [text, encodeURI(text)].filter((spelling) => path.endsWith(spelling, end)).map(({ length }) => length);
}

/** Names of the variables that are arrays by the schema of all. */
export function listVariables(schema: JsonSchema): ReadonlySet<string> {
  const variables = Object.entries(schema["properties"] ?? {});
  return new Set(variables.filter(([, one]) => isList(one)).map(([name]) => name));
}

function isList(schema: unknown): boolean {
  return isSchema(schema) && [schema["type"]].flat().includes("array");
}
