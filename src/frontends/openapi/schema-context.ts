import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { forEachChild, mapChildren } from "../../ir/map-schema.js";
import type { NamedType } from "../../ir/named-type.js";
import type { Schema } from "../../ir/schema.js";
import type { Dialect } from "./api-document.js";
import { isObject, type Cursor } from "./cursor.js";
import { identifier, UniqueNames, words } from "../names.js";
import { referenceOf, type References } from "./references.js";
import { shareShapes, type ShapeRoot } from "./share-shapes.js";

/** Which way a value travels: `readOnly` properties are left out of inputs, `writeOnly` ones out of outputs. */
export type Direction = "input" | "output";

interface Entry {
  readonly cursor: Cursor;
  readonly direction: Direction;
  /** Identity that references carry until names are settled. */
  readonly id: string;
  /** Identity of the type that this one is a narrower form of. */
  readonly base?: string;
  /** What to call it, where its place does not tell. */
  readonly hint?: string;
  schema: Schema | undefined;
}

/**
 * The named types of one document while its operations are lowered: every target of a schema `$ref` becomes one, or two
 * where `readOnly` and `writeOnly` make requests and responses differ.
 */
export class SchemaContext {
  readonly dialect: Dialect;
  readonly references: References;
  readonly diagnostics: Diagnostics;
  readonly #entries = new Map<string, Entry>();
  readonly #facts = new Map<string, { readonly directional: boolean; readonly targets: readonly Cursor[] }>();
  readonly #directional = new Map<string, boolean>();
  /** False where no file says `readOnly` or `writeOnly`, be it with escaped letters. */
  readonly #hasDirections: boolean;

  constructor(dialect: Dialect, references: References, diagnostics: Diagnostics) {
    this.dialect = dialect;
    this.references = references;
    this.diagnostics = diagnostics;
    this.#hasDirections = references.mentions(/(?:read|write)Only|\\[xuU]0*[4-7]/);
  }

  /** Id of the named type for a target, lowered on first use by `lower`; recursion finds the id of the type in the making. */
  name(target: Cursor, direction: Direction, lower: (cursor: Cursor) => Schema): string {
    const id = this.#isDirectional(target) ? `${target.key} ${direction}` : target.key;
    if (this.#entries.has(id)) return id;
    const entry: Entry = { cursor: target, direction, id, schema: undefined };
    this.#entries.set(id, entry);
    try {
      entry.schema = lower(target);
    } catch (error) {
      // Types that were begun after this one may refer to it.
      const begun = [...this.#entries.keys()];
      for (const later of begun.slice(begun.indexOf(id))) this.#entries.delete(later);
      throw error;
    }
    return id;
  }

  /** Id of a named type that is another one made narrower; `key` tells apart what is made of one type. */
  variant(id: string, key: string, schema: Schema): string {
    const base = this.#entries.get(id);
    if (base === undefined) throw new Error(`no type has the id ${id}`);
    const own = `${id} ${key}`;
    if (!this.#entries.has(own)) this.#entries.set(own, { ...base, id: own, base: id, schema });
    return own;
  }

  /**
   * Makes named types of what stands in several places, in `roots` and in the named types that they lead to. Gives the function
   * that puts references in their place, for the parts of roots.
   */
  share(roots: readonly ShapeRoot[]): (schema: Schema) => Schema {
    const used = this.#reachable(roots.map(({ schema }) => schema));
    const entries = [...this.#entries.values()].filter(({ id }) => used.has(id));
    const named = entries.map(({ schema = { kind: "any" as const }, cursor }) => ({
      schema,
      hint: componentName(cursor),
      cursor,
    }));
    const { shapes, rewrite } = shareShapes([...roots, ...named]);
    if (shapes.length > 0) for (const entry of entries) entry.schema &&= mapChildren(entry.schema, rewrite);
    for (const shape of shapes) this.#entries.set(shape.id, { ...shape, direction: "output" });
    return rewrite;
  }

  /** The schema behind references; `undefined` when they lead to a type in the making, or in a circle. */
  resolve(schema: Schema): Schema | undefined {
    let current: Schema | undefined = schema;
    for (let step = 0; current?.kind === "reference" && step < 100; step++) current = this.shape(current.name);
    return current;
  }

  /** Shape of a named type; `undefined` while it is in the making. */
  shape(id: string): Schema | undefined {
    return this.#entries.get(id)?.schema;
  }

  /**
   * Gives every named type that `roots` lead to a TypeScript identifier, in the order of first use: the name of its component
   * where it has one; where requests and responses differ, the shape of requests takes `Input`.
   */
  settle(roots: readonly Schema[]): {
    readonly names: ReadonlyMap<string, string>;
    readonly types: readonly NamedType[];
  } {
    const used = this.#reachable(roots);
    const unique = new UniqueNames();
    const names = new Map<string, string>();
    const types: NamedType[] = [];
    for (const { id, base = "", hint, cursor, direction, schema } of this.#entries.values()) {
      if (!used.has(id)) continue;
      const split = direction === "input" && used.has(`${cursor.key} output`) ? "Input" : "";
      const narrow = used.has(base) ? "Variant" : "";
      const name = unique.take(identifier(hint ?? componentName(cursor), "pascal") + split + narrow);
      names.set(id, name);
      types.push({ name, schema: schema ?? { kind: "any" }, origin: cursor.origin });
    }
    return { names, types };
  }

  #reachable(roots: readonly Schema[]): ReadonlySet<string> {
    const used = new Set<string>();
    const pending = [...roots];
    const visit = (schema: Schema): void => {
      if (schema.kind === "reference" && !used.has(schema.name)) {
        used.add(schema.name);
        pending.push(this.shape(schema.name) ?? { kind: "any" });
      }
      forEachChild(schema, visit);
    };
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) visit(next);
    return used;
  }

  /** True when something reachable from the schema is `readOnly` or `writeOnly`. */
  #isDirectional(target: Cursor): boolean {
    if (!this.#hasDirections) return false;
    const known = this.#directional.get(target.key);
    if (known !== undefined) return known;
    const seen = new Set<string>();
    const pending = [target];
    let found = false;
    for (let next = pending.pop(); next !== undefined && !found; next = pending.pop()) {
      if (seen.has(next.key)) continue;
      seen.add(next.key);
      const facts = this.#factsOf(next);
      found = facts.directional || facts.targets.some((other) => this.#directional.get(other.key) === true);
      pending.push(...facts.targets);
    }
    this.#directional.set(target.key, found);
    if (!found) for (const key of seen) this.#directional.set(key, false);
    return found;
  }

  #factsOf(target: Cursor) {
    const known = this.#facts.get(target.key);
    if (known !== undefined) return known;
    const targets: Cursor[] = [];
    let directional = false;
    const visit = (cursor: Cursor, names: boolean) => {
      if (Array.isArray(cursor.value)) {
        for (const item of cursor.items()) visit(item, false);
        return;
      }
      if (!isObject(cursor.value)) return;
      if (!names) {
        if (cursor.flag("readOnly") || cursor.flag("writeOnly")) directional = true;
        const reference = referenceOf(cursor);
        const resolved = reference && this.#quietly(reference);
        if (resolved !== undefined) targets.push(resolved);
      }
      for (const [key, child] of Object.entries(cursor.value)) {
        if (typeof child !== "object" || (!names && (data.has(key) || key.startsWith("x-")))) continue;
        const inner = cursor.at(key);
        if (inner !== undefined) visit(inner, !names && maps.has(key));
      }
    };
    visit(target, false);
    const facts = { directional, targets };
    this.#facts.set(target.key, facts);
    return facts;
  }

  /** Looking ahead reports nothing: a broken reference is reported where it is lowered. */
  #quietly(reference: Cursor): Cursor | undefined {
    return this.references.peek(reference);
  }
}

/** Keywords whose values are data. */
const data = new Set(["example", "examples", "default", "enum", "const", "discriminator", "xml", "externalDocs"]);

/** Keywords whose values map names that authors choose to schemas. */
const maps = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);

/** Segments of a pointer that say what kind of thing follows, not what it is called. */
const structural = new Set([
  "components",
  "schemas",
  "definitions",
  "$defs",
  "properties",
  "items",
  "schema",
  "content",
  "responses",
  "requestBody",
  "paths",
  "allOf",
  "anyOf",
  "oneOf",
]);

/** A name for a schema from its place: its component's, or the last telling names on the way to it. */
function componentName(cursor: Cursor): string {
  const segments = cursor.pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
  const parent = segments.at(-2);
  const last = segments.at(-1);
  if (
    last !== undefined &&
    (parent === "schemas" || parent === "definitions" || parent === "$defs" || segments.length === 1)
  )
    return last;
  const telling = segments.filter(
    (segment) => !structural.has(segment) && !/^\d+$/.test(segment) && !segment.includes("/"),
  );
  const chosen = telling.slice(-2);
  if (chosen.length > 0) return chosen.map((name) => words(name).join(" ")).join(" ");
  const file = cursor.file.split("/").at(-1) ?? "";
  return file.replace(/\.[A-Za-z0-9]+$/, "");
}
