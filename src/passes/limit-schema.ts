import { forEachChild, mapChildren } from "../ir/map-schema.js";
import type { Property, Schema } from "../ir/schema.js";

/** Bytes of a reference that stays one. */
const referenceBytes = 24;

/** Brings schemas below a size: of an object that is larger, the largest parts come down to their bare type until it fits. */
export class SchemaLimiter {
  readonly #types: ReadonlyMap<string, Schema>;
  readonly #budget: number;
  readonly #done = new Map<string, Schema>();
  readonly #bytes = new Map<string, number>();
  readonly #open = new Set<string>();

  /** @param budget most bytes of a schema with everything that it refers to written out, texts not counted */
  constructor(types: ReadonlyMap<string, Schema>, budget: number) {
    this.#types = types;
    this.#budget = budget;
  }

  /** A named type within the budget; what it refers to is limited first. */
  limited(name: string): Schema {
    const known = this.#done.get(name);
    if (known !== undefined) return known;
    const schema = this.#types.get(name) ?? { kind: "any" };
    if (this.#open.has(name)) return schema;
    this.#open.add(name);
    const fitted = this.fit(schema);
    this.#open.delete(name);
    this.#done.set(name, fitted);
    this.#bytes.set(name, this.#size(fitted));
    return fitted;
  }

  /** The schema with its largest parts cut until the rest is within the budget. */
  fit(schema: Schema): Schema {
    if (schema.kind === "array") return { ...schema, items: this.fit(schema.items) };
    if (schema.kind === "union") return mapChildren(schema, (member) => this.fit(member));
    if (schema.kind !== "object") {
      this.#size(schema);
      return schema;
    }
    const sizes = schema.properties.map((property) => this.#size(property.schema));
    let total = sizes.reduce((sum, size, index) => sum + size + (schema.properties[index]?.name.length ?? 0) + 4, 40);
    const bySize = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
    const cut = new Map<number, Schema>();
    for (const index of bySize) {
      const property = schema.properties[index];
      if (total <= this.#budget || property === undefined) break;
      const bare = this.#bare(property.schema);
      const saved = (sizes[index] ?? 0) - this.#size(bare);
      if (saved <= 0) break;
      cut.set(index, bare);
      total -= saved;
    }
    if (cut.size === 0) return schema;
    return {
      ...schema,
      properties: schema.properties.map((property, index): Property => ({
        ...property,
        schema: cut.get(index) ?? property.schema,
      })),
    };
  }

  /** Compact JSON bytes, references written out; one that leads back stays a reference. */
  #size(schema: Schema): number {
    if (schema.kind === "reference") {
      if (this.#open.has(schema.name)) return referenceBytes;
      this.limited(schema.name);
      return this.#bytes.get(schema.name) ?? referenceBytes;
    }
    let size = 18;
    if (schema.kind === "object")
      size += 16 + schema.properties.reduce((sum, property) => sum + property.name.length + 4, 0);
    forEachChild(schema, (child) => {
      size += this.#size(child) + 2;
    });
    return size;
  }

  /** The type without what is inside. */
  #bare(schema: Schema): Schema {
    switch (schema.kind) {
      case "reference":
        return this.#bare(this.#types.get(schema.name) ?? { kind: "any" });
      case "object":
        return { kind: "object", properties: [] };
      case "array":
        return { kind: "array", items: schema.items.kind === "any" ? schema.items : this.#bare(schema.items) };
      case "union":
        return mapChildren(schema, (member) => this.#bare(member));
      case "any":
      case "never":
      case "null":
      case "boolean":
      case "string":
      case "number":
      case "enum":
      case "intersection":
      case "not":
      case "conditional":
        return schema;
      default:
        return schema satisfies never;
    }
  }
}
