import type { JsonObject, JsonValue } from "./json.js";

/** A part of an address template (RFC 6570, restricted to `{a}`, `{a*}`, `{?a,b}` and `{?a*}`). */
type Part =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "path"; readonly name: string; readonly several: boolean }
  | { readonly kind: "query"; readonly variables: readonly QueryVariable[] };

interface QueryVariable {
  readonly name: string;
  /** True when each item is a pair of its own (`{?a*}`). */
  readonly exploded: boolean;
}

/** Longer addresses match nothing. */
const maxLength = 8192;

/** An address template: finds the variables of an address, or makes an address from variables. */
export class UriTemplate {
  readonly #path: readonly Exclude<Part, { kind: "query" }>[];
  readonly #query: readonly QueryVariable[];

  constructor(template: string) {
    const parts = partsOf(template);
    this.#path = parts.filter((part) => part.kind !== "query");
    this.#query = parts.flatMap((part) => (part.kind === "query" ? part.variables : []));
  }

  /**
   * The variables of an address, percent-decoded once; undefined when it does not fit. `{a}` takes one segment, `{a*}`
   * one or more. Names of `lists` become arrays: of the segments of `{a*}`, of the comma-separated items of `{?a}`.
   * Variables of the query may be absent; others in the query are ignored. Takes time linear in the address.
   */
  match(uri: string, lists: ReadonlySet<string> = new Set()): JsonObject | undefined {
    if (uri.length > maxLength) return undefined;
    const [address = ""] = uri.split("#", 1);
    const mark = address.indexOf("?");
    const path = mark === -1 ? address : address.slice(0, mark);
    const pieces = spans(this.#path, path);
    if (pieces === undefined) return undefined;
    const pairs = mark === -1 ? [] : address.slice(mark + 1).split("&");
    try {
      const fromPath = this.#path.flatMap((part, index): [string, JsonValue][] => {
        if (part.kind === "literal") return [];
        const piece = pieces[index] ?? "";
        const isList = part.several && lists.has(part.name);
        return [[part.name, isList ? piece.split("/").map(decodeURIComponent) : decodeURIComponent(piece)]];
      });
      const fromQuery = this.#query.flatMap((variable): [string, JsonValue][] => {
        const value = queryValue(variable, pairs, lists.has(variable.name));
        return value === undefined ? [] : [[variable.name, value]];
      });
      return Object.fromEntries([...fromPath, ...fromQuery]);
    } catch {
      // A malformed percent escape is no address of anything.
      return undefined;
    }
  }

  /**
   * The address for these variables.
   *
   * @throws Error when a variable of the path is missing or empty.
   */
  expand(variables: Readonly<Record<string, unknown>>): string {
    const path = this.#path.map((part) => {
      if (part.kind === "literal") return part.text;
      const value = Object.hasOwn(variables, part.name) ? variables[part.name] : undefined;
      const segments = part.several && typeof value === "string" ? value.split("/") : [value].flat();
      const text = segments.map(encoded).join(part.several ? "/" : ",");
      if (text === "") throw new Error(`The address needs a value for \`${part.name}\`.`);
      return text;
    });
    const pairs = this.#query.flatMap(({ name, exploded }) => {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (value === undefined || value === null) return [];
      const items = [value].flat().map(encoded);
      return (exploded ? items : [items.join(",")]).map((item) => `${encoded(name)}=${item}`);
    });
    return path.join("") + (pairs.length === 0 ? "" : `?${pairs.join("&")}`);
  }
}

function partsOf(template: string): Part[] {
  return template.split(/(\{[^{}]*\})/).flatMap((text): Part[] => {
    if (!text.startsWith("{")) return text === "" ? [] : [{ kind: "literal", text }];
    const names = text.slice(1, -1);
    if (!names.startsWith("?")) {
      return [{ kind: "path", name: names.replace(/\*$/, ""), several: names.endsWith("*") }];
    }
    const variables = names.slice(1).split(",");
    return [
      { kind: "query", variables: variables.map((name) => ({ name: name.replace(/\*$/, ""), exploded: name.endsWith("*") })) },
    ];
  });
}

/**
 * The stretch of the path that each part covers; undefined when they do not cover it. First the places that each part can
 * end at are marked from left to right, then one way is followed back, so that earlier variables take as much as they
 * can and no address costs more than parts × length.
 */
function spans(parts: readonly Exclude<Part, { kind: "query" }>[], path: string): string[] | undefined {
  const reached: Uint8Array[] = [new Uint8Array(path.length + 1)];
  reached[0]?.fill(1, 0, 1);
  for (const [index, part] of parts.entries()) {
    reached.push(endsOf(part, path, reached[index] ?? new Uint8Array()));
  }
  const pieces: string[] = [];
  let end = path.length;
  if (reached.at(-1)?.[end] !== 1) return undefined;
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index];
    const starts = reached[index];
    if (part === undefined || starts === undefined) return undefined;
    let start = end - 1;
    if (part.kind === "literal") start = literalStart(part.text, path, end, starts);
    else while (start >= 0 && starts[start] !== 1) start--;
    pieces.unshift(path.slice(start, end));
    end = start;
  }
  return pieces;
}

function endsOf(part: Exclude<Part, { kind: "query" }>, path: string, starts: Uint8Array): Uint8Array {
  const ends = new Uint8Array(path.length + 1);
  if (part.kind === "literal") {
    for (const text of spellings(part.text)) {
      for (let at = 0; at < starts.length; at++) {
        if (starts[at] === 1 && path.startsWith(text, at)) ends[at + text.length] = 1;
      }
    }
    return ends;
  }
  let open = false;
  for (let at = 0; at < path.length; at++) {
    if (path[at] === "/" && !part.several) open = false;
    else open ||= starts[at] === 1;
    if (open) ends[at + 1] = 1;
  }
  return ends;
}

function literalStart(literal: string, path: string, end: number, starts: Uint8Array): number {
  const lengths = spellings(literal).filter((text) => path.endsWith(text, end)).map((text) => text.length);
  return lengths.map((length) => end - length).find((start) => starts[start] === 1) ?? end;
}

/** A literal as it is written in the template, or escaped as clients write it. */
function spellings(text: string): readonly string[] {
  const escaped = encodeURI(text);
  return escaped === text ? [text] : [text, escaped];
}

function queryValue({ name, exploded }: QueryVariable, pairs: readonly string[], isList: boolean): JsonValue | undefined {
  const values = pairs.flatMap((pair) => {
    const [key = "", ...value] = pair.split("=");
    return decodeURIComponent(key) === name ? [value.join("=")] : [];
  });
  const [first] = values;
  if (first === undefined) return undefined;
  if (exploded) return values.map(decodeURIComponent);
  return isList ? first.split(",").map(decodeURIComponent) : decodeURIComponent(first);
}

function encoded(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return encodeURIComponent(text);
}
