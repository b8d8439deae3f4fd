import { forEachChild, mapChildren } from "../../ir/map-schema.js";
import type { Schema, SchemaTexts } from "../../ir/schema.js";
import type { Cursor } from "./cursor.js";
import { pascalCase } from "../names.js";

/** A schema whose parts may be shared; it stays where it is itself. */
export interface ShapeRoot {
  readonly schema: Schema;
  /** What it is called in the document. */
  readonly hint: string;
  /** Where it stands. */
  readonly cursor: Cursor;
}

/** A shape that stood in several places. */
export interface SharedShape {
  readonly id: string;
  /** Its title, else the name of the property that holds it first. */
  readonly hint: string;
  /** The root in which it stands first. */
  readonly cursor: Cursor;
  /** The shape, with the shapes that it shares in turn as references. */
  readonly schema: Schema;
}

/** What came of sharing. */
export interface Sharing {
  /** In the order in which they are found. */
  readonly shapes: readonly SharedShape[];
  /** The same schema with references in place of shared parts. */
  readonly rewrite: (schema: Schema) => Schema;
}

/** Fewest bytes, as JSON, that are worth a name; and most, so that a shape is still written out on the wire as it was. */
const [least, most] = [200, 12_000];

interface Facts {
  /** Equal for equal schemas. */
  readonly id: number;
  /** Equal for schemas that differ in nothing but what is said of this use of them. */
  readonly shape: number;
  /** Bytes of the shape, about. */
  readonly size: number;
  /** Bytes of what is said of this use of it. */
  readonly said: number;
}

/**
 * Finds what documents write out again and again: objects and lists of values that are the same in several places, which a
 * person would give a name. Only the outermost of what repeats together is shared.
 */
export function shareShapes(roots: readonly ShapeRoot[]): Sharing {
  const ids = new Map<string, number>();
  const known = new Map<Schema, Facts>();
  const found = new Map<number, ShapeRoot & { count: number }>();

  const intern = (key: string): number => {
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, ids.size);
    return ids.size - 1;
  };
  const factsOf = (schema: Schema): Facts => {
    const before = known.get(schema);
    if (before !== undefined) return before;
    const facts = measure(schema, factsOf, intern);
    known.set(schema, facts);
    return facts;
  };
  const count = (schema: Schema, hint: string, cursor: Cursor): void => {
    if (isCandidate(schema)) {
      const { shape } = factsOf(schema);
      const same = found.get(shape);
      if (same !== undefined) {
        same.count++;
        return;
      }
      found.set(shape, { schema, hint: schema.title ?? pascalCase(hint), cursor, count: 1 });
    }
    countWithin(schema, hint, cursor);
  };
  const countWithin = (schema: Schema, hint: string, cursor: Cursor): void => {
    const names = schema.kind === "object" ? schema.properties.map(({ name }) => name) : [];
    const others = { array: `${hint} item`, object: `${hint} value` };
    let index = 0;
    forEachChild(schema, (child) => {
      count(
        child,
        names[index++] ?? (schema.kind === "array" || schema.kind === "object" ? others[schema.kind] : hint),
        cursor,
      );
    });
  };
  for (const { schema, hint, cursor } of roots) countWithin(schema, hint, cursor);

  const isShared = (schema: Schema): boolean => {
    if (!isCandidate(schema)) return false;
    const { shape, size } = factsOf(schema);
    return size >= least && size <= most && (found.get(shape)?.count ?? 0) > 1;
  };
  const nameOf = (shape: number): string => `shape ${String(shape)}`;
  const rewritten = new Map<Schema, Schema>();
  const rewrite = (schema: Schema): Schema => {
    const before = rewritten.get(schema);
    if (before !== undefined) return before;
    const done = rewriteOne(schema);
    rewritten.set(schema, done);
    return done;
  };
  const rewriteOne = (schema: Schema): Schema =>
    isShared(schema)
      ? { ...remarksOf(schema), kind: "reference", name: nameOf(factsOf(schema).shape) }
      : mapChildren(schema, rewrite);
  const shapes = [...found].flatMap(([shape, { schema, hint, cursor }]): readonly SharedShape[] =>
    isShared(schema) ? [{ id: nameOf(shape), hint, cursor, schema: mapChildren(withoutRemarks(schema), rewrite) }] : [],
  );
  return { shapes, rewrite: shapes.length === 0 ? (schema) => schema : rewrite };
}

function isCandidate(schema: Schema): boolean {
  return schema.kind === "object" ? schema.properties.length > 0 : schema.kind === "enum";
}

function measure(schema: Schema, factsOf: (schema: Schema) => Facts, intern: (key: string) => number): Facts {
  let size = 24;
  const parts: string[] = [schema.kind];
  // What is of any length says its length first, so that no text can be taken for another's end.
  const add = (text: string) => {
    size += text.length;
    parts.push(`${String(text.length)}:${text}`);
  };
  switch (schema.kind) {
    case "object":
    case "array":
    case "union":
    case "intersection":
    case "not":
    case "conditional": {
      if (schema.kind === "object")
        for (const { name, required } of schema.properties) add(`${name}${required ? "!" : ""}`);
      if (schema.kind === "object") for (const { pattern } of schema.patternProperties ?? []) add(pattern);
      forEachChild(schema, (child) => {
        const facts = factsOf(child);
        size += facts.size + facts.said;
        parts.push(String(facts.id));
      });
      add(JSON.stringify(ownFacts(schema)));
      break;
    }
    case "reference":
      parts.push(String(intern(`name ${schema.name}`)));
      add(schema.title ?? "");
      break;
    default:
      add(JSON.stringify(withoutRemarks(schema)));
  }
  const shape = intern(parts.join(" "));
  const remarks = remarksOf(schema);
  if (Object.keys(remarks).length === 0) return { id: shape, shape, size, said: 0 };
  const said = JSON.stringify(remarks);
  return { id: intern(`${String(shape)} ${said}`), shape, size, said: said.length };
}

/** What a schema with children says beside them. */
function ownFacts(schema: Schema): object {
  switch (schema.kind) {
    case "object": {
      const { properties, additional, patternProperties, propertyNames, minProperties, maxProperties, title } = schema;
      return {
        counts: [properties.length, patternProperties?.length],
        has: [additional !== undefined, propertyNames !== undefined],
        minProperties,
        maxProperties,
        title,
      };
    }
    case "array": {
      const { prefix, minItems, maxItems, uniqueItems, title } = schema;
      return { prefix: prefix?.length, minItems, maxItems, uniqueItems, title };
    }
    case "union":
      return { mode: schema.mode, discriminator: schema.discriminator, title: schema.title };
    case "conditional":
      return { has: [schema.then !== undefined, schema.else !== undefined], title: schema.title };
    default:
      return { title: schema.title };
  }
}

/** What is said of one use of a shape; its title names the shape itself. */
function remarksOf({ description, default: fallback, examples, deprecated, native }: Schema): SchemaTexts {
  return {
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
    ...(examples !== undefined && { examples }),
    ...(deprecated !== undefined && { deprecated }),
    ...(native !== undefined && { native }),
  };
}

function withoutRemarks(schema: Schema): Schema {
  const { description: _d, default: _f, examples: _e, deprecated: _x, native: _n, ...rest } = schema;
  return rest;
}
