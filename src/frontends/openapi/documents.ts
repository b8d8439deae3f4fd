import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { nearestName } from "../../diagnostics/nearest-name.js";
import type { Host } from "../../host.js";
import { Cursor } from "./cursor.js";
import { externalReferences, parseDocument, type ParsedFile } from "./parse-document.js";

/** Outcome of resolving a reference. */
export type Resolution =
  | { readonly kind: "found"; readonly target: Cursor }
  /** Nothing is there; `suggestion` is the nearest name beside it. */
  | { readonly kind: "missing"; readonly suggestion: string | undefined }
  /** It lies in a file that may not be read. */
  | { readonly kind: "external" };

/** A file that was read or looked for, for the lock file. */
export interface InputFile {
  /** Path or URL as used. */
  readonly path: string;
  /** Its bytes; absent when there is no such file, which matters as soon as there is one. */
  readonly bytes?: Uint8Array;
}

/** What is left of a document that cannot be parsed: texts for places in diagnostics. */
export interface Texts {
  /** Text of a file that was read. */
  text(file: string): string | undefined;
  /** Every file that was read, the entry first. */
  readonly inputs: readonly InputFile[];
}

/** Most files that one document may consist of. */
const maxFiles = 2_000;

/**
 * The files of one OpenAPI document, parsed and never changed. Everything that the entry refers to is read beforehand, so
 * that resolving needs no waiting; only files inside the entry's folder are read unless the user allowed others.
 */
export class Documents implements Texts {
  readonly #files: ReadonlyMap<string, ParsedFile>;
  readonly #resolved = new Map<string, Resolution>();
  #identifiers: ReadonlyMap<string, Cursor> | undefined;
  /** Schemas with an `$id` of their own, by file, outer ones first. */
  readonly #resources = new Map<string, readonly { readonly pointer: string; readonly base: string }[]>();
  /** The entry document's root. */
  readonly entry: Cursor;
  /** Every file that was read, the entry first. */
  readonly inputs: readonly InputFile[];

  private constructor(entry: Cursor, files: ReadonlyMap<string, ParsedFile>, inputs: readonly InputFile[]) {
    this.entry = entry;
    this.#files = files;
    this.inputs = inputs;
  }

  /** Reads the entry and all that it refers to. Reports what is wrong with the entry and gives only its text then. */
  static async load(source: DocumentSource, host: Host, diagnostics: Diagnostics): Promise<Documents | Texts> {
    const entryPath = normalise(source.path);
    const outcome = source.bytes ? ({ kind: "bytes", bytes: source.bytes } as const) : await readAny(entryPath, host);
    if (outcome.kind === "failed") {
      diagnostics.report("openapi/cannot-read", undefined, { file: source.path, reason: outcome.reason });
      return { text: () => undefined, inputs: [] };
    }
    const inputs: InputFile[] = [{ path: entryPath, bytes: outcome.bytes }];
    const parsedEntry = parseDocument(outcome.bytes, entryPath, diagnostics);
    if (parsedEntry === undefined)
      return { text: (file) => (file === entryPath ? new TextDecoder().decode(outcome.bytes) : undefined), inputs };
    const overlays = await loadOverlays(source.overlays, host, diagnostics);
    inputs.push(...overlays.map(({ input }) => input));
    const root = await overlaid(parsedEntry.root, overlays, diagnostics);
    const entryFile = { text: parsedEntry.text, root };
    const overlayFiles = overlays.map(({ file, input }) => [input.path, file] as const);
    const files = new Map<string, ParsedFile>([...overlayFiles, [entryPath, entryFile]]);
    const folder = await host.realPath(folderOf(entryPath));
    const pending = [...externalReferences(entryFile)].map((reference) => locate(reference, entryPath));
    const tried = new Set<string>([entryPath]);
    for (let next = pending.pop(); next !== undefined && files.size < maxFiles; next = pending.pop()) {
      const path = next.file;
      if (tried.has(path)) continue;
      tried.add(path);
      if (!source.allowRefs && (isUrl(path) || source.bytes !== undefined || !(await isInside(path, folder, host))))
        continue;
      const read = await readAny(path, host);
      if (read.kind === "failed") {
        inputs.push({ path });
        continue;
      }
      const parsed = parseDocument(read.bytes, path, diagnostics);
      if (parsed === undefined) continue;
      files.set(path, parsed);
      inputs.push({ path, bytes: read.bytes });
      pending.push(...[...externalReferences(parsed)].map((reference) => locate(reference, path)));
    }
    return new Documents(new Cursor(entryFile.root, entryPath), files, inputs);
  }

  /** Text of a file that was read, for places in diagnostics. */
  text(file: string): string | undefined {
    return this.#files.get(file)?.text;
  }

  /** Whether the text of any file matches: a quick way to know that a keyword is nowhere. */
  mentions(pattern: RegExp): boolean {
    return [...this.#files.values()].some(({ text }) => pattern.test(text));
  }

  /** Finds what a reference names; `from` is where it stands. Follows no further reference. */
  resolve(reference: string, from: Cursor): Resolution {
    const base = this.#baseOf(from);
    const own = base === undefined ? undefined : this.#resolveAt(locate(reference, base));
    // Authors who write `$id` often mean the document all the same.
    return own?.kind === "found" ? own : this.#resolveAt(locate(reference, from.file));
  }

  /** The `$id` that references at a place are relative to (JSON Schema 2020-12 §8.2.1), where it is not the file's. */
  #baseOf(from: Cursor): string | undefined {
    this.#index();
    const around = (this.#resources.get(from.file) ?? []).filter(({ pointer }) =>
      `${from.pointer}/`.startsWith(`${pointer}/`),
    );
    return around.at(-1)?.base;
  }

  #resolveAt(place: Place): Resolution {
    const key = `${place.file}#${place.fragment}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const resolution = this.#find(place);
    this.#resolved.set(key, resolution);
    return resolution;
  }

  #find(place: Place): Resolution {
    const named = this.#identified(place);
    if (named !== undefined) return { kind: "found", target: named };
    const file = this.#files.get(place.file);
    if (file === undefined) return { kind: "external" };
    const segments = pointerSegments(place.fragment);
    if (segments === undefined) return { kind: "missing", suggestion: undefined };
    let cursor = new Cursor(file.root, place.file);
    for (const [index, segment] of segments.entries()) {
      const next = cursor.raw(segment);
      if (next === undefined)
        return { kind: "missing", suggestion: this.#suggest(cursor, segment, index === segments.length - 1) };
      cursor = next;
    }
    return { kind: "found", target: cursor };
  }

  #suggest(parent: Cursor, name: string, last: boolean): string | undefined {
    if (!last) return undefined;
    const nearest = nearestName(
      name,
      parent.entries().map(([candidate]) => candidate),
    );
    return nearest === undefined ? undefined : `#${parent.raw(nearest)?.pointer ?? ""}`;
  }

  /** What `$id`, `$anchor` and `$self` name (JSON Schema 2020-12 §8.2, OpenAPI 3.2 §4.1). */
  #identified(place: Place): Cursor | undefined {
    if (place.fragment.startsWith("/") || place.fragment === "") {
      const base = this.#index().get(place.file);
      if (base === undefined) return undefined;
      let cursor: Cursor | undefined = base;
      for (const segment of pointerSegments(place.fragment) ?? []) cursor = cursor?.raw(segment);
      return cursor;
    }
    return this.#index().get(`${place.file}#${place.fragment}`);
  }

  #index(): ReadonlyMap<string, Cursor> {
    if (this.#identifiers !== undefined) return this.#identifiers;
    const index = new Map<string, Cursor>();
    for (const [file, { root, text }] of this.#files) {
      if (!/\$(?:anchor|id|self)\b/.test(text)) continue;
      const self = new Cursor(root, file).text("$self");
      if (self !== undefined) index.set(locate(self, file).file, new Cursor(root, file));
      const visit = (value: unknown, pointer: readonly (string | number)[], base: string) => {
        if (typeof value !== "object" || value === null) return;
        let here = base;
        if (!Array.isArray(value)) {
          const id: unknown = Reflect.get(value, "$id");
          const anchor: unknown = Reflect.get(value, "$anchor");
          const cursor = () => pointer.reduce<Cursor>((at, name) => at.raw(name) ?? at, new Cursor(root, file));
          if (typeof id === "string" && pointer.length > 0) {
            here = locate(id, base).file;
            index.set(here, cursor());
            const resources = this.#resources.get(file) ?? [];
            this.#resources.set(file, [...resources, { pointer: cursor().pointer, base: here }]);
          }
          if (typeof anchor === "string") {
            index.set(`${here}#${anchor}`, cursor());
            if (here !== file) index.set(`${file}#${anchor}`, cursor());
          }
        }
        for (const [key, child] of Object.entries(value)) {
          if (
            typeof child === "object" &&
            child !== null &&
            !key.startsWith("x-") &&
            key !== "example" &&
            key !== "examples"
          )
            visit(child, [...pointer, key], here);
        }
      };
      visit(root, [], file);
    }
    this.#identifiers = index;
    return index;
  }
}

interface Overlay {
  readonly file: ParsedFile;
  readonly input: InputFile;
}

/** Overlay documents in the order in which they apply. What cannot be read is reported. */
async function loadOverlays(
  paths: readonly string[],
  host: Host,
  diagnostics: Diagnostics,
): Promise<readonly Overlay[]> {
  const overlays: Overlay[] = [];
  for (const given of paths) {
    const path = normalise(given);
    const outcome = await readAny(path, host);
    if (outcome.kind === "failed") {
      diagnostics.report("openapi/cannot-read", undefined, { file: given, reason: outcome.reason });
      continue;
    }
    const file = parseDocument(outcome.bytes, path, diagnostics);
    if (file !== undefined) overlays.push({ file, input: { path, bytes: outcome.bytes } });
  }
  return overlays;
}

async function overlaid(root: unknown, overlays: readonly Overlay[], diagnostics: Diagnostics): Promise<unknown> {
  if (overlays.length === 0) return root;
  // The JSONPath library is only needed here.
  const { applyOverlay } = await import("./apply-overlay.js");
  return overlays.reduce(
    (current, { file, input }) => applyOverlay(current, new Cursor(file.root, input.path), diagnostics),
    root,
  );
}

/** Where to begin, and how far reading may go. */
export interface DocumentSource {
  /** Path or URL of the entry document; for standard input a name to report. */
  readonly path: string;
  /** Bytes when they were already read (standard input): then no other file is. */
  readonly bytes?: Uint8Array;
  /** True when references may leave the entry's folder and reach the network. */
  readonly allowRefs: boolean;
  /** Paths of Overlay documents that are applied to the entry, in order. */
  readonly overlays: readonly string[];
}

interface Place {
  readonly file: string;
  /** Decoded fragment without `#`. */
  readonly fragment: string;
}

const isUrl = (path: string) => /^https?:\/\//i.test(path);

/** Path with `/`, without `.` and inner `..`; a URL stays as it is. */
function normalise(path: string): string {
  if (isUrl(path)) return path;
  const parts: string[] = [];
  const slashed = path.replaceAll("\\", "/");
  for (const part of slashed.split("/")) {
    if (part === "." || (part === "" && parts.length > 0)) continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== ".." && parts.at(-1) !== "") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

/** Splits a reference into the file that it names, seen from another file, and the decoded fragment. */
function locate(reference: string, from: string): Place {
  const hash = reference.indexOf("#");
  const path = hash < 0 ? reference : reference.slice(0, hash);
  const fragment = hash < 0 ? "" : decodePercent(reference.slice(hash + 1));
  if (path === "") return { file: from, fragment };
  if (isUrl(path) || /^[a-z][a-z0-9+.-]+:/i.test(path)) return { file: path, fragment };
  if (isUrl(from)) return { file: URL.canParse(path, from) ? new URL(path, from).href : path, fragment };
  const decoded = decodePercent(path);
  return { file: normalise(decoded.startsWith("/") ? decoded : `${folderOf(from)}/${decoded}`), fragment };
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : slash === 0 ? "/" : path.slice(0, slash);
}

async function readAny(path: string, host: Host) {
  return isUrl(path) ? host.fetch(path) : host.read(path);
}

/** Symbolic links are followed first: a link out of the folder leads outside. */
async function isInside(path: string, realFolder: string, host: Host): Promise<boolean> {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return false;
  const real = await host.realPath(path);
  return real === realFolder || real.startsWith(realFolder.endsWith("/") ? realFolder : `${realFolder}/`);
}

function pointerSegments(fragment: string): readonly string[] | undefined {
  if (fragment === "") return [];
  if (!fragment.startsWith("/")) return undefined;
  return fragment
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}
