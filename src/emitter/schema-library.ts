import type { JsonObject, JsonValue } from "../ir/json.js";
import type { NamedType } from "../ir/named-type.js";
import type { Schema } from "../ir/schema.js";
import { evaluate } from "./evaluate.js";
import { jsonSize } from "./json-size.js";
import { literal, name as nameOf, object, property, tall, type Expression, type Property } from "./print/expression.js";
import { SchemaPrinter } from "./print/json-schema.js";
import { strongComponents } from "./strong-components.js";
import { namesUsedBy, referencesIn } from "./references-in.js";

/**
 * The named types of one side of a provider (arguments or results) as JSON Schemas: `schemas.ts` or `results.ts`, what tools
 * write to refer to them, and the JSON that this comes to.
 */
export class SchemaLibrary {
  /** The types that are in use, each after those that its const mentions. */
  readonly names: readonly string[];
  readonly #types: ReadonlyMap<string, NamedType>;
  readonly #order: ReadonlyMap<string, number>;
  readonly #mentions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names whose mentions are `$ref`s: recursive ones and large ones. */
  readonly #apart = new Set<string>();
  /** For each name, what of `#apart` it leads to. */
  readonly #definitions = new Map<string, ReadonlySet<string>>();
  readonly #values = new Map<string, JsonObject>();
  /** Bytes of those values. */
  readonly #sizes = new Map<JsonValue, number>();
  readonly #inside = new SchemaPrinter((name) => this.#mention(name, nameOf(name)));
  readonly #outside: SchemaPrinter;
  readonly #namespace: string;
  readonly #inlineLimit: number;

  /**
   * @param types all that there are; those that `roots` do not need are left aside
   * @param namespace name under which other modules import the consts
   * @param inlineLimit most bytes of JSON that are written out wherever a type is mentioned; a larger one stands in `$defs`
   */
  constructor(types: readonly NamedType[], roots: readonly Schema[], namespace: string, inlineLimit: number) {
    const used = namesUsedBy(roots, new Map(types.map(({ name, schema }) => [name, schema])));
    const kept = types.filter(({ name }) => used.has(name));
    this.#namespace = namespace;
    this.#inlineLimit = inlineLimit;
    this.#types = new Map(kept.map((type) => [type.name, type]));
    this.#order = new Map(kept.map((type, index) => [type.name, index]));
    this.#mentions = new Map(kept.map((type) => [type.name, referencesIn(type.schema)]));
    this.#outside = new SchemaPrinter((name) => this.#mention(name, nameOf(namespace, name)));
    this.names = this.#settle();
  }

  /** The schema as modules other than the library's own write it. */
  print(schema: Schema): Expression {
    return this.#outside.print(schema);
  }

  /** As `print`, but an object or a const also where no value is valid: what stands at the root of a schema. */
  printObject(schema: Schema): Expression {
    return this.#outside.printObject(schema);
  }

  /** The const of a named type as other modules write it, also where mentions are `$ref`s. */
  constant(name: string): Expression {
    return nameOf(this.#namespace, name);
  }

  /** What the const of a named type is. */
  declaration(name: string): Expression {
    return this.#inside.printObject(this.#type(name).schema);
  }

  /** The JSON of an expression that `print` or `declaration` made. */
  value(expression: Expression): JsonValue {
    return evaluate(expression, (text) => this.#value(text.slice(text.lastIndexOf(".") + 1)));
  }

  /** The `$defs` of a schema as the last member of its object; none when nothing in it is a `$ref`. */
  definitions(schema: Schema): readonly Property[] {
    const names = this.#sorted(this.#leadsTo(referencesIn(schema)));
    return names.length === 0
      ? []
      : [property("$defs", tall(names.map((name) => property(name, this.constant(name)))))];
  }

  /** Description of a named type, for its comment; empty when it has none. */
  description(name: string): string {
    return this.#type(name).schema.description ?? "";
  }

  /** The schema that references lead to in the end. */
  resolve(schema: Schema): Schema {
    let found = schema;
    for (const seen = new Set<string>(); found.kind === "reference" && !seen.has(found.name);) {
      seen.add(found.name);
      found = this.#type(found.name).schema;
    }
    return found;
  }

  /** True when mentions of the name are `$ref`s. */
  isApart(name: string): boolean {
    return this.#apart.has(name);
  }

  /** Decides which names stand apart, and in which order consts are declared. */
  #settle(): string[] {
    const components = strongComponents(this.#types.keys(), (name) => this.#mentions.get(name) ?? []);
    for (const component of components) {
      for (const name of component)
        if (component.length > 1 || this.#mentions.get(name)?.has(name)) this.#apart.add(name);
    }
    const declared: string[] = [];
    for (const component of components) {
      for (const name of this.#sorted(component)) {
        if (this.#size(name) > this.#inlineLimit) this.#apart.add(name);
        declared.push(name);
      }
      const definitions = this.#leadsTo(component.flatMap((name) => [name, ...(this.#mentions.get(name) ?? [])]));
      for (const name of component) this.#definitions.set(name, definitions);
    }
    return declared;
  }

  /** What of `#apart` some names are or lead to. */
  #leadsTo(names: Iterable<string>): ReadonlySet<string> {
    const found = new Set<string>();
    for (const name of names) {
      if (this.#apart.has(name)) found.add(name);
      for (const definition of this.#definitions.get(name) ?? []) found.add(definition);
    }
    return found;
  }

  #mention(name: string, constant: Expression): Expression {
    if (!this.#apart.has(name)) return constant;
    return object([property("$ref", literal(`#/$defs/${encodeURI(name)}`))]);
  }

  #value(name: string): JsonObject {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const value = this.value(this.declaration(name));
    if (!isJsonObject(value)) throw new Error(`${name} is no object`);
    this.#values.set(name, value);
    return value;
  }

  #size(name: string): number {
    const value = this.#value(name);
    const size = jsonSize(value, this.#sizes);
    this.#sizes.set(value, size);
    return size;
  }

  #type(name: string): NamedType {
    const type = this.#types.get(name);
    if (type === undefined) throw new Error(`no type is called ${name}`);
    return type;
  }

  #sorted(names: Iterable<string>): string[] {
    return [...names].sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }
}

function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
