import { unsafePathReason } from "./output-path.js";

/** Version of the lock file's form. */
const lockfileVersion = 1;
/** Most bytes of a lock file that are read: a hundred times that of an API with a thousand operations. */
export const longestLock = 16 * 1024 * 1024;
/** Most characters of a line, or a name, in one that counts. */
const longestLine = 4096;
/** Most levels of `source`. */
const deepestSource = 32;

/** What `mcpgen.lock.json` holds: what the output was made from and by, and what belongs to mcpgen. */
export interface Lock {
  /** Version of mcpgen that wrote the output. */
  readonly generator: string;
  /** Name of the server, remembered so that another title or file name does not change it. */
  readonly name: string;
  /** Digest of the options that decide what is generated. */
  readonly options: string;
  /** What a configuration would say of the source of a project that has none, with paths relative to the output folder. */
  readonly source?: object;
  /** Diagnostics of severity `warning` that the run reported. */
  readonly warnings: number;
  /** SHA-256 of every file that was read, by path relative to the output folder with `/`, URL, or `-`; empty for one that was not there. */
  readonly inputs: ReadonlyMap<string, string>;
  /** The files that mcpgen owns. */
  readonly files: ReadonlyMap<string, OwnedFile>;
  /** The files that were written once and are the user's: `textDigest` of the text that a run would write in their place. */
  readonly yours: ReadonlyMap<string, string>;
  /** SHA-256 of every component's line in `surface.json`, by kind and name, e.g. `tool listPets`. */
  readonly components: ReadonlyMap<string, string>;
}

/** Digests of a file that mcpgen owns. A lock file in merge conflict may give several of each. */
export interface OwnedFile {
  /** `textDigest` of the text as mcpgen wrote it. */
  readonly digests: readonly string[];
  /** `layoutDigest` of it. */
  readonly layouts: readonly string[];
}

/** What reading a lock file gives. */
export type LockReading =
  /** There is none. */
  | { readonly kind: "absent" }
  /** All is well. */
  | { readonly kind: "sound"; readonly lock: Lock }
  | DamagedLock;

/** A lock file that is damaged or in merge conflict, and what could be saved of it. */
export interface DamagedLock {
  readonly kind: "damaged";
  /** What is wrong, as part of a sentence. */
  readonly reason: string;
  readonly name?: string;
  readonly files: ReadonlyMap<string, OwnedFile>;
}

/** Prints a lock file: entries sorted by code unit, one a line, so that branches merge. */
export function printLock(lock: Lock): string {
  const files = [...lock.files];
  const printed = {
    lockfileVersion,
    generator: lock.generator,
    name: lock.name,
    options: lock.options,
    ...(lock.source && { source: lock.source }),
    warnings: lock.warnings,
    inputs: sorted(lock.inputs),
    files: sorted(files.map(([path, { digests }]) => [path, digests[0] ?? ""])),
    layouts: sorted(files.map(([path, { layouts }]) => [path, layouts[0] ?? ""])),
    yours: sorted(lock.yours),
    components: sorted(lock.components),
  };
  return `${JSON.stringify(printed, undefined, 2)}\n`;
}

/** Reads a lock file's text. Never throws. Paths that lead out of the output folder count as damage and are dropped. */
export function parseLock(text: string): LockReading {
  if (/^(?:<{7}|>{7})/m.test(text)) return damaged("it is in merge conflict", text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damaged("it is not valid JSON", text);
  }
  if (!isRecord(value)) return damaged("it is not an object", text);
  const { generator, name, options, source, warnings } = value;
  if (value["lockfileVersion"] !== lockfileVersion) return damaged("it has another version", text);
  const inputs = stringMap(value["inputs"]);
  const digests = stringMap(value["files"]);
  const layouts = stringMap(value["layouts"]);
  const components = stringMap(value["components"]);
  const yours = stringMap(value["yours"]);
  if (
    typeof generator !== "string" ||
    typeof name !== "string" ||
    name.length > longestLine ||
    // It is shown on terminals.
    /\p{Cc}/u.test(name) ||
    typeof options !== "string" ||
    typeof warnings !== "number" ||
    inputs === undefined ||
    digests === undefined ||
    layouts === undefined ||
    components === undefined ||
    yours === undefined
  ) {
    return damaged("it lacks entries", text);
  }
  if ([...digests.keys(), ...yours.keys()].some((path) => unsafePathReason(path) !== undefined)) {
    return damaged("it names a path outside the output folder", text);
  }
  if (!isWithin(source, deepestSource)) return damaged("it is nested too deeply", text);
  const files = new Map(
    [...digests].map(([path, one]) => [path, { digests: [one], layouts: listOf(layouts.get(path)) }]),
  );
  const facts = { generator, name, options, ...(isRecord(source) && { source }), warnings };
  return { kind: "sound", lock: { ...facts, inputs, files, yours, components } };
}

function damaged(reason: string, text: string): LockReading {
  const name = unquoted(/^ {2}"name": ("(?:[^"\\]|\\.){0,1000}"),?$/m.exec(text)?.[1]);
  return { kind: "damaged", reason, ...(name !== undefined && { name }), files: salvage(text) };
}

/** Reads the entries of `files` and `layouts` line by line, from both sides of a conflict. */
function salvage(text: string): ReadonlyMap<string, OwnedFile> {
  const found = { files: new Map<string, Set<string>>(), layouts: new Map<string, Set<string>>() };
  let section = "";
  let sectionAtConflict = "";
  let inBase = false;
  for (const line of text.split(/\r\n?|\n/)) {
    if (line.length > longestLine) continue;
    if (line.startsWith("<<<<<<<")) sectionAtConflict = section;
    else if (line.startsWith("|||||||")) inBase = true;
    else if (line.startsWith("=======")) {
      section = sectionAtConflict;
      inBase = false;
    } else if (inBase) continue;
    else if (/^\s*"\w+": \{$/.test(line)) section = /"(\w+)"/.exec(line)?.[1] ?? "";
    else if (/^\s*\},?$/.test(line)) section = "";
    else if (section === "files" || section === "layouts") {
      const entry = /^\s*("(?:[^"\\]|\\.)*"): "([0-9a-f]+)",?$/.exec(line);
      const path = unquoted(entry?.[1]);
      if (entry?.[2] === undefined || path === undefined || unsafePathReason(path) !== undefined) continue;
      found[section].set(path, (found[section].get(path) ?? new Set()).add(entry[2]));
    }
  }
  return new Map(
    [...found.files].map(([path, digests]) => [
      path,
      { digests: [...digests], layouts: [...(found.layouts.get(path) ?? [])] },
    ]),
  );
}

function unquoted(literal: string | undefined): string | undefined {
  if (literal === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function sorted(entries: Iterable<readonly [string, string]>): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => byCodeUnit(a, b)));
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a JSON value has no more levels than these. */
function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((one) => isWithin(one, levels - 1));
}

function stringMap(value: unknown): ReadonlyMap<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  const map = new Map<string, string>();
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== "string") return undefined;
    map.set(key, entry);
  }
  return map;
}
