import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { NamedType } from "../../ir/named-type.js";
import type { Origin } from "../../ir/origin.js";
import type { ArraySchema, PatternProperty, Property, Schema } from "../../ir/schema.js";
import { identifier, pascalCase, UniqueNames } from "../names.js";
import { docComment, type DocTag } from "./doc-comment.js";
import { isText } from "./is-text.js";
import { joinSchemas } from "./join-schemas.js";
import { remarked, type RemarkFaults } from "./remarks.js";
import { templatePattern } from "./template-pattern.js";
import type {
  Comment,
  IndexSignature,
  KnownName,
  Member,
  ObjectShape,
  TupleElement,
  TypeShape,
  TypeView,
  UnsupportedShape,
} from "./type-view.js";

/** Deepest nesting of types that is followed: generic types may grow without end. */
const deepest = 60;

/** Where a type is mentioned, for messages. */
export interface Place {
  /** Names that lead to it, e.g. `job`, `options`, `onDone`. */
  readonly path: readonly string[];
  readonly origin: Origin;
}

/** Brings types into the IR: the named ones once, under a name of their own. */
export class TypeLowering {
  readonly #diagnostics: Diagnostics;
  readonly #names: UniqueNames;
  readonly #named = new Map<string, { readonly name: string; schema: Schema | undefined; readonly origin: Origin }>();
  /** Types without a name that are being lowered, and the name of those that turned out to hold themselves. */
  readonly #open = new Map<string, string | undefined>();
  #depth = 0;
  #isIncomplete = false;
  #isEndless = false;

  /** @param taken names that no type may have */
  constructor(diagnostics: Diagnostics, taken: Iterable<string> = []) {
    this.#diagnostics = diagnostics;
    this.#names = new UniqueNames(taken);
  }

  /** True when a type could not be known, as it may be with more libraries. */
  get isIncomplete(): boolean {
    return this.#isIncomplete;
  }

  /** Notes that something lowered apart could not be known. */
  markIncomplete(): void {
    this.#isIncomplete = true;
  }

  /** The named types that were mentioned, in the order of their first mention. */
  get types(): readonly NamedType[] {
    return [...this.#named.values()].map(({ name, schema, origin }) => ({
      name,
      origin,
      schema: schema ?? { kind: "any" },
    }));
  }

  /** The schema of a named type, as far as it is known by now. */
  readonly resolve = (name: string): Schema | undefined =>
    [...this.#named.values()].find((type) => type.name === name)?.schema;

  /** The schema of a type; faults are reported, and what cannot be expressed is left open. */
  lower(view: TypeView, place: Place): Schema {
    return this.#withAliases(this.#nameless(view) ? this.#anonymous(view, place) : this.#reference(view, place), view);
  }

  /** The properties of an object that is not to stand under its own name. */
  lowerMembers({ members }: ObjectShape, place: Place): readonly Property[] {
    return members.flatMap((member) => this.#property(member, place));
  }

  /** The schema with what comments say of it. */
  remark(schema: Schema, comments: readonly Comment[]): Schema {
    return comments.reduce((remarkedSchema, comment) => {
      const { summary, tags } = docComment(comment);
      return remarked(remarkedSchema, { text: summary, tags }, this.resolve, this.faults(comment));
    }, schema);
  }

  /** How the faults of a comment's tags are told. */
  faults({ file }: Pick<Comment, "file">): RemarkFaults {
    const origin = ({ start, end }: DocTag) => ({ kind: "span", file, start, end }) as const;
    return {
      noEffect: (tag, on) =>
        this.#diagnostics.report("typescript/tag-without-effect", origin(tag), { tag: tag.written, on }),
      invalid: (tag, expected) =>
        this.#diagnostics.report("typescript/invalid-tag", origin(tag), { tag: tag.written, text: tag.text, expected }),
      unknown: (tag, similar) =>
        this.#diagnostics.report("typescript/unknown-tag", origin(tag), { tag: tag.written, similar }),
    };
  }

  // ------------------------------------------------------------------ names

  #nameless(view: TypeView): boolean {
    if (view.name === undefined) return true;
    const { kind } = view.shape();
    return kind !== "object" && kind !== "union" && kind !== "tuple" && kind !== "array";
  }

  #reference(view: TypeView, place: Place): Schema {
    const { name, key } = view;
    if (name === undefined) return this.#anonymous(view, place);
    const known = this.#named.get(key);
    if (known !== undefined) return { kind: "reference", name: known.name };
    const type = {
      name: this.#names.take(identifier(typeLabel(view), "pascal")),
      schema: undefined,
      origin: name.origin,
    };
    const entry: { readonly name: string; schema: Schema | undefined; readonly origin: Origin } = type;
    this.#named.set(key, entry);
    const schema = this.#nested(view, { ...place, origin: inUsersFile(name.origin, place.origin) });
    entry.schema = name.comment === undefined ? schema : this.remark(schema, [name.comment]);
    return { kind: "reference", name: entry.name };
  }

  /** A type without a name; one that holds itself gets one. */
  #anonymous(view: TypeView, place: Place): Schema {
    const { key } = view;
    const known = this.#named.get(key);
    if (known !== undefined) return { kind: "reference", name: known.name };
    if (this.#open.has(key)) {
      const name = this.#open.get(key) ?? this.#names.take("Recursive");
      this.#open.set(key, name);
      return { kind: "reference", name };
    }
    this.#open.set(key, undefined);
    const schema = this.#nested(view, place);
    const name = this.#open.get(key);
    this.#open.delete(key);
    if (name === undefined) return schema;
    this.#named.set(key, { name, schema, origin: view.origin });
    return { kind: "reference", name };
  }

  #nested(view: TypeView, place: Place): Schema {
    if (this.#depth >= deepest)
      return this.#unsupported({ kind: "unsupported", why: "tooDeep", what: view.text }, place);
    this.#depth++;
    const schema = this.#shape(view.shape(), place, view);
    this.#depth--;
    return schema;
  }

  /** What the comments of the aliases say that a type is mentioned by, the nearest last, as it stands over the others. */
  #withAliases(schema: Schema, view: TypeView): Schema {
    return view.comments.length === 0 ? schema : this.remark(schema, view.comments.toReversed());
  }

  // ------------------------------------------------------------------ shapes

  #shape(shape: TypeShape, place: Place, view: TypeView): Schema {
    switch (shape.kind) {
      case "string":
      case "number":
      case "boolean":
      case "null":
      case "never":
        return { kind: shape.kind };
      case "unknown":
        return { kind: "any" };
      case "nothing":
        return { kind: "never" };
      case "something":
        return { kind: "not", schema: { kind: "null" } };
      case "object":
        return "members" in shape
          ? this.#object(shape, place)
          : { kind: "object", properties: [], additional: { kind: "any" } };
      case "bigint":
        return bigint;
      case "literal":
        return { kind: "enum", values: [shape.value] };
      case "bigintLiteral":
        return { kind: "enum", values: [shape.digits], native: "bigint" };
      case "template":
      case "cased": {
        const pattern = templatePattern(shape);
        return { kind: "string", ...(pattern !== undefined && { pattern }) };
      }
      case "known":
        return this.#known(shape.name, shape.arguments, place);
      case "array":
        return { kind: "array", items: this.lower(shape.item, { ...place, path: [...place.path, "[]"] }) };
      case "tuple":
        return this.#tuple(shape.elements, place);
      case "union":
        return this.#union(shape.members, place);
      case "intersection": {
        const [first, ...rest] = shape.members.map((member) => this.lower(member, place));
        if (first === undefined) return { kind: "any" };
        return rest.length === 0 ? first : { kind: "intersection", members: [first, ...rest] };
      }
      case "unsupported":
        return this.#unsupported(shape, { ...place, origin: shape.why === "unresolved" ? view.origin : place.origin });
      default:
        return shape satisfies never;
    }
  }

  #object({ members, indexes }: ObjectShape, place: Place): Schema {
    const index = (kind: (shape: TypeShape) => boolean) => indexes.find((one) => kind(one.key.shape()));
    const value = (one: IndexSignature) => this.lower(one.value, { ...place, path: [...place.path, "[key]"] });
    const open = index((key) => key.kind === "string");
    const patterns = indexes.flatMap((one): readonly PatternProperty[] => {
      const key = one.key.shape();
      const pattern = key.kind === "string" ? undefined : templatePattern(key);
      return pattern === undefined ? [] : [{ pattern, schema: value(one) }];
    });
    return {
      kind: "object",
      properties: members.flatMap((member) => this.#property(member, place)),
      additional: open === undefined ? { kind: "never" } : value(open),
      ...(patterns.length > 0 && { patternProperties: patterns }),
    };
  }

  /** A member; none for one that must be absent, or that its author hides. */
  #property({ name, type, isOptional, comment, origin }: Member, place: Place): readonly Property[] {
    const { summary, tags } = docComment(comment);
    if (isOptional && tags.some((tag) => tag.name === "internal")) return [];
    const at: Place = { path: [...place.path, name], origin: inUsersFile(origin, place.origin) };
    const lowered = this.lower(type, at);
    if (isOptional && lowered.kind === "never") return [];
    const schema =
      comment === undefined ? lowered : remarked(lowered, { text: summary, tags }, this.resolve, this.faults(comment));
    return [{ name, schema, required: !isOptional && schema.default === undefined }];
  }

  #tuple(elements: readonly TupleElement[], place: Place): ArraySchema {
    const lowered = elements.map(({ type, label, comment }, index) => {
      const at = { ...place, path: [...place.path, label ?? `[${String(index)}]`] };
      const schema = this.lower(type, at);
      return comment === undefined ? schema : this.remark(schema, [comment]);
    });
    const rest = elements.findIndex((element) => element.kind === "rest");
    const prefix = rest < 0 ? lowered : lowered.slice(0, rest);
    const minItems = elements.filter((element) => element.kind === "required").length;
    return {
      kind: "array",
      ...(prefix.length > 0 && { prefix }),
      // What follows a rest has no place of its own in a schema: such items are any of those that may come there.
      items: rest < 0 ? { kind: "never" } : joinSchemas(lowered.slice(rest)),
      ...(minItems > 0 && { minItems }),
    };
  }

  #union(members: readonly TypeView[], place: Place): Schema {
    const lowered = members.map((member) => {
      const { kind } = member.shape();
      const isConstant = kind === "literal" && member.comments.length > 0;
      return isConstant ? this.#shape(member.shape(), place, member) : this.lower(member, place);
    });
    const joined = joinSchemas(lowered);
    const described = members.flatMap((member) => {
      const shape = member.shape();
      const text = docComment(member.comments[0]).summary;
      return shape.kind === "literal" && text !== "" ? [`- \`${JSON.stringify(shape.value)}\`: ${text}`] : [];
    });
    const discriminator = joined.kind === "union" ? discriminatorOf(members) : undefined;
    if (joined.kind === "union" && discriminator !== undefined) return { ...joined, discriminator };
    return described.length === 0 || joined.kind !== "enum" ? joined : { ...joined, description: described.join("\n") };
  }

  #known(name: KnownName, given: readonly TypeView[], place: Place): Schema {
    const inner = (index: number, path: string): Schema => {
      const view = given[index];
      return view === undefined ? { kind: "any" } : this.lower(view, { ...place, path: [...place.path, path] });
    };
    switch (name) {
      case "Date":
        return { kind: "string", format: "date-time", native: "date" };
      case "URL":
        return { kind: "string", format: "uri", native: "url" };
      case "RegExp":
        return { kind: "string", format: "regex", native: "regexp" };
      case "Uint8Array":
        return { kind: "string", contentEncoding: "base64", native: "bytes" };
      case "Buffer":
        return { kind: "string", contentEncoding: "base64", native: "buffer" };
      case "Set":
        return { kind: "array", items: inner(0, "[]"), uniqueItems: true, native: "set" };
      case "Map": {
        const keys = given[0] === undefined ? ({ kind: "any" } as const) : this.lower(given[0], place);
        if (!isText(keys, this.resolve)) {
          return this.#unsupported(
            { kind: "unsupported", why: "builtIn", what: `Map with keys of type ${given[0]?.text ?? "any"}` },
            place,
          );
        }
        const isPlain = keys.kind === "string" && keys.pattern === undefined;
        return {
          kind: "object",
          properties: [],
          additional: inner(1, "[key]"),
          ...(!isPlain && { propertyNames: keys }),
          native: "map",
        };
      }
      default:
        return name satisfies never;
    }
  }

  #unsupported({ why, what }: UnsupportedShape, { path, origin }: Place): Schema {
    const at = path.join(".").replaceAll(".[", "[");
    switch (why) {
      case "any":
        this.#isIncomplete = true;
        this.#diagnostics.report("typescript/any", origin, { at });
        break;
      case "unresolved":
        this.#isIncomplete = true;
        this.#diagnostics.report("typescript/unresolved-type", origin, { at });
        break;
      case "context":
        this.#diagnostics.report("typescript/nested-context", origin, { at });
        break;
      case "tooDeep":
        // One report is enough for all the ways that lead there.
        if (!this.#isEndless)
          this.#diagnostics.report("typescript/endless-type", origin, { at: path[0] ?? "", type: what });
        this.#isEndless = true;
        break;
      case "builtIn":
        this.#isIncomplete = true;
        this.#diagnostics.report("typescript/no-json-form", origin, { at, what: `\`${what}\`` });
        break;
      case "function":
        this.#diagnostics.report("typescript/no-json-form", origin, { at, what: "a function" });
        break;
      case "constructor":
        this.#diagnostics.report("typescript/no-json-form", origin, { at, what: "a class" });
        break;
      case "symbol":
        this.#diagnostics.report("typescript/no-json-form", origin, { at, what: "a symbol" });
        break;
      case "symbolKey":
        this.#diagnostics.report("typescript/no-json-form", origin, { at, what: "a member whose key is a symbol" });
        break;
      default:
        why satisfies never;
    }
    return { kind: "any" };
  }
}

/** Digits, or a number that is exact. */
const bigint: Schema = {
  kind: "union",
  mode: "anyOf",
  members: [
    { kind: "string", pattern: "^-?\\d+$" },
    { kind: "number", integer: true, minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  ],
  native: "bigint",
};

/** The member whose constants tell the objects of a union apart, where there is one; `null` may stand beside them. */
function discriminatorOf(members: readonly TypeView[]): string | undefined {
  const shapes = members.map((member) => member.shape()).filter((shape) => shape.kind !== "null");
  const objects = shapes.filter((shape): shape is ObjectShape => shape.kind === "object" && "members" in shape);
  const [first] = objects;
  if (first === undefined || objects.length < 2 || objects.length < shapes.length) return undefined;
  return first.members
    .map((member) => member.name)
    .find((name) => {
      const values = objects.map((object) => constantsOf(object.members.find((member) => member.name === name)));
      const all = values.flatMap((list) => list ?? []);
      return values.every((list) => list !== undefined) && new Set(all).size === all.length;
    });
}

/** The constants that a required member may be; undefined when it may be anything else. */
function constantsOf(member: Member | undefined): readonly unknown[] | undefined {
  if (member === undefined || member.isOptional) return undefined;
  const shape = member.type.shape();
  if (shape.kind === "literal") return [shape.value];
  if (shape.kind !== "union") return undefined;
  const inner = shape.members.map((one) => one.shape());
  return inner.every((one) => one.kind === "literal") ? inner.map((one) => one.value) : undefined;
}

/** The place of a declaration, unless it lies in somebody else's package. */
function inUsersFile(origin: Origin, otherwise: Origin): Origin {
  return origin.file.includes("node_modules/") ? otherwise : origin;
}

/** A name for a type, as a person would call it: `PageOfVan` for `Page<Van>`. */
function typeLabel(view: TypeView, depth = 0): string {
  if (view.name !== undefined) {
    const given = depth > 3 ? [] : view.name.arguments.map((argument) => typeLabel(argument, depth + 1));
    return given.length === 0 ? view.name.base : `${view.name.base}Of${given.join("And")}`;
  }
  const shape = view.shape();
  switch (shape.kind) {
    case "literal":
      return pascalCase(String(shape.value));
    case "known":
      return [shape.name, ...(depth > 3 ? [] : shape.arguments.map((one) => typeLabel(one, depth + 1)))].join("Of");
    case "array":
      return depth > 3 ? "List" : `${typeLabel(shape.item, depth + 1)}List`;
    case "union":
      return depth > 3 || shape.members.length > 3
        ? "Union"
        : shape.members.map((one) => typeLabel(one, depth + 1)).join("Or");
    case "unsupported":
      return "Any";
    case "bigintLiteral":
    case "template":
    case "cased":
      return "Text";
    case "string":
    case "number":
    case "boolean":
    case "bigint":
    case "null":
    case "nothing":
    case "never":
    case "unknown":
    case "something":
    case "object":
    case "tuple":
    case "intersection":
      return shape.kind.charAt(0).toUpperCase() + shape.kind.slice(1);
    default:
      return shape satisfies never;
  }
}
