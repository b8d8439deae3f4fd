import { isAscii } from "node:buffer";
import { CORE_SCHEMA, load, Type, YAMLException } from "js-yaml";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { isObject } from "./cursor.js";

const maxBytes = 64 * 1024 * 1024;
const maxNodes = 5_000_000;
const maxDepth = 500;

/** YAML 1.2 core plus merge keys: dates stay strings, `<<` merges. */
const yamlSchema = CORE_SCHEMA.extend({
  implicit: [new Type("tag:yaml.org,2002:merge", { kind: "scalar", resolve: (data: unknown) => data === "<<" })],
});

/** A file that was read and parsed. */
export interface ParsedFile {
  /** The text, for places in diagnostics. */
  readonly text: string;
  /** The tree as written, `$ref`s in place. */
  readonly root: unknown;
}

/** Parses JSON or YAML, decided by content. Reports what is wrong and gives `undefined` when there is nothing to go on with. */
export function parseDocument(bytes: Uint8Array, file: string, diagnostics: Diagnostics): ParsedFile | undefined {
  const whole = { kind: "pointer", file, pointer: "" } as const;
  if (bytes.byteLength > maxBytes) {
    diagnostics.report("openapi/too-large", whole, { what: "bytes", limit: "64 MB" });
    return undefined;
  }
  const text = decode(bytes);
  if (text === undefined) {
    diagnostics.report("openapi/not-text", whole, { file });
    return undefined;
  }
  if (text.trim() === "") {
    diagnostics.report("openapi/empty-document", whole, { file });
    return undefined;
  }
  const tree = parseJson(text);
  const root = tree ?? parseYaml(text, file, diagnostics);
  if (root === undefined) return undefined;
  const excess = tree === undefined ? measure(root) : measureTree(tree);
  if (excess !== undefined) {
    diagnostics.report("openapi/too-large", whole, excess);
    return undefined;
  }
  return { text, root };
}

function decode(bytes: Uint8Array): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  // Characters of UTF-16 may have a byte that is zero.
  if (encoding === "utf-8" && bytes.includes(0)) return undefined;
  try {
    // Most documents are ASCII throughout, which needs no decoding.
    const text = isAscii(bytes)
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1")
      : new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return encoding !== "utf-8" && text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Flow YAML begins alike, and the YAML parser says where the fault is.
    return undefined;
  }
}

function parseYaml(text: string, file: string, diagnostics: Diagnostics): unknown {
  try {
    return load(text, { schema: yamlSchema }) ?? null;
  } catch (error) {
    if (error instanceof RangeError) {
      diagnostics.report(
        "openapi/too-large",
        { kind: "pointer", file, pointer: "" },
        { what: "levels", limit: String(maxDepth) },
      );
      return undefined;
    }
    if (!(error instanceof YAMLException)) throw error;
    return recover(error, text, file, diagnostics);
  }
}

/** A key that stands twice is a fault that need not stop anybody: the last one counts, as in JSON. */
function recover(error: YAMLException, text: string, file: string, diagnostics: Diagnostics): unknown {
  const start = Math.min(error.mark.position, text.length);
  const origin = { kind: "span", file, start, end: start + 1 } as const;
  if (error.reason === "duplicated mapping key") {
    try {
      const root = load(text, { schema: yamlSchema, json: true }) ?? null;
      diagnostics.report("openapi/duplicate-key", origin, {});
      return root;
    } catch (second) {
      if (second instanceof YAMLException) return recover(second, text, file, diagnostics);
      throw second;
    }
  }
  diagnostics.report("openapi/syntax", origin, { reason: error.reason });
  return undefined;
}

interface Excess {
  readonly what: string;
  readonly limit: string;
}

const tooMany: Excess = { what: "values", limit: String(maxNodes) };
const tooDeep: Excess = { what: "levels", limit: String(maxDepth) };

/** Counts the nodes and levels of a tree without aliases. */
function measureTree(root: unknown): Excess | undefined {
  let nodes = 1;
  const isTooDeep = (value: unknown, left: number): boolean => {
    const isList = Array.isArray(value);
    if (!isList && !isObject(value)) return false;
    if (left === 0) return true;
    if (isList) {
      nodes += value.length;
      return nodes <= maxNodes && value.some((item) => isTooDeep(item, left - 1));
    }
    // What `JSON.parse` makes inherits nothing that could be listed here.
    for (const key in value) {
      nodes++;
      if (nodes > maxNodes) return false;
      if (isTooDeep(value[key], left - 1)) return true;
    }
    return false;
  };
  if (isTooDeep(root, maxDepth)) return tooDeep;
  return nodes > maxNodes ? tooMany : undefined;
}

/** Counts nodes as if aliases were written out, and levels. Cyclic aliases have no end, so they count as too many. */
function measure(root: unknown): Excess | undefined {
  const sizes = new Map<object, { nodes: number; depth: number }>();
  const open = new Set<object>();
  const stack: { value: object; children: unknown[]; next: number; nodes: number; depth: number }[] = [];
  const enter = (value: object) => {
    open.add(value);
    stack.push({ value, children: Object.values(value), next: 0, nodes: 1, depth: 1 });
  };
  if (typeof root !== "object" || root === null) return undefined;
  enter(root);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (stack.length > maxDepth) return tooDeep;
    if (frame.next === frame.children.length) {
      stack.pop();
      open.delete(frame.value);
      sizes.set(frame.value, { nodes: frame.nodes, depth: frame.depth });
      const parent = stack.at(-1);
      if (parent !== undefined) add(parent, frame);
      if (frame.nodes > maxNodes) return tooMany;
      if (frame.depth > maxDepth) return tooDeep;
      continue;
    }
    const child = frame.children[frame.next++];
    if (typeof child !== "object" || child === null) {
      frame.nodes++;
      continue;
    }
    if (open.has(child)) return tooMany;
    const known = sizes.get(child);
    if (known === undefined) enter(child);
    else add(frame, known);
  }
  return undefined;
}

function add(frame: { nodes: number; depth: number }, child: { nodes: number; depth: number }): void {
  frame.nodes += child.nodes;
  frame.depth = Math.max(frame.depth, child.depth + 1);
}

/** References to other files that a tree mentions: what has to be loaded before references can be resolved. */
export function externalReferences({ text, root }: ParsedFile): ReadonlySet<string> {
  const found = new Set<string>();
  // Most documents are one file; looking at their text is quicker than walking them.
  if (!/\$ref["']?\s*:\s*["']?[^#"'\s{[]/.test(text)) return found;
  const seen = new Set<object>();
  const visit = (value: unknown, names: boolean) => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) {
      for (const item of value) visit(item, false);
      return;
    }
    if (!isObject(value)) return;
    const reference = value["$ref"];
    if (typeof reference === "string" && !reference.startsWith("#")) found.add(reference);
    for (const [key, child] of Object.entries(value)) {
      if (!names && (skipped.has(key) || key.startsWith("x-"))) continue;
      visit(child, !names && maps.has(key));
    }
  };
  visit(root, false);
  return found;
}

/** Keywords whose values are data: a `$ref` in them is no reference. */
const skipped = new Set(["example", "examples", "default", "enum", "const"]);

/** Keywords whose values map names that authors choose. */
const maps = new Set(["properties", "patternProperties", "$defs", "definitions", "schemas", "dependentSchemas"]);
