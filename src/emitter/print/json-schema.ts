import type {
  ArraySchema,
  IntersectionSchema,
  ObjectSchema,
  ReferenceSchema,
  Schema,
  UnionSchema,
} from "../../ir/schema.js";
import { array, literal, object, property, spread, tall, type Expression } from "./expression.js";
import {
  enumKeywords,
  keywordObject,
  keywords,
  number,
  numberKeywords,
  stringKeywords,
  texts,
  type Keywords,
} from "./schema-keywords.js";

/** Keywords that mean something only together: they must not come from several members of an intersection. */
const together = [
  ["properties", "patternProperties", "additionalProperties"],
  ["prefixItems", "items"],
  ["if", "then", "else"],
];

/** Prints schemas as JSON Schema 2020-12 literals. What is asked for again is not printed again; the parts of schemas seldom are. */
export class SchemaPrinter {
  readonly #reference: (name: string) => Expression;
  readonly #printed = new Map<Schema, Expression>();

  /** @param reference what stands for a named type: a const, or an object with `$ref` */
  constructor(reference: (name: string) => Expression) {
    this.#reference = reference;
  }

  /** The schema as an expression: an object, `false` for no value at all, or a const. */
  print(schema: Schema): Expression {
    const known = this.#printed.get(schema);
    if (known !== undefined) return known;
    const printed = this.#print(schema);
    this.#printed.set(schema, printed);
    return printed;
  }

  /** The schema as an object: what a const must be. */
  printObject(schema: Schema): Expression {
    const printed = this.print(schema);
    return printed.kind === "literal" ? object([property("not", object([]))]) : printed;
  }

  #print(schema: Schema): Expression {
    if (schema.kind === "reference") return this.#referenceTo(schema);
    if (schema.kind === "never" && texts(schema).size === 0) return literal(false);
    return keywordObject(this.#keywords(schema));
  }

  /** A reference; texts of its own stand over those of the type. */
  #referenceTo(schema: ReferenceSchema): Expression {
    const target = this.#reference(schema.name);
    const own = [...texts(schema)].map(([keyword, value]) => property(keyword, value));
    if (own.length === 0) return target;
    return target.kind === "object"
      ? { ...target, members: [...target.members, ...own] }
      : object([spread(target), ...own]);
  }

  #keywords(schema: Schema): Keywords {
    const shape = this.#shape(schema);
    const own = texts(schema);
    return own.size === 0 ? shape : { types: shape.types, facts: new Map([...shape.facts, ...own]) };
  }

  #shape(schema: Schema): Keywords {
    switch (schema.kind) {
      case "any":
        return keywords([]);
      case "never":
        return keywords([], { not: object([]) });
      case "null":
        return keywords(["null"]);
      case "boolean":
        return keywords(["boolean"]);
      case "string":
        return stringKeywords(schema);
      case "number":
        return numberKeywords(schema);
      case "enum":
        return enumKeywords(schema.values);
      case "array":
        return this.#array(schema);
      case "object":
        return this.#object(schema);
      case "union":
        return this.#folded(schema) ?? keywords([], { [schema.mode]: this.#list(schema.members) });
      case "intersection":
        return this.#merged(schema) ?? keywords([], { allOf: this.#list(schema.members) });
      case "not":
        return keywords([], { not: this.#print(schema.schema) });
      case "conditional":
        return keywords([], {
          if: this.#print(schema.if),
          then: schema.then && this.#print(schema.then),
          else: schema.else && this.#print(schema.else),
        });
      case "reference":
        return keywords([], { allOf: this.#list([schema]) });
    }
  }

  #array(schema: ArraySchema): Keywords {
    return keywords(["array"], {
      prefixItems: schema.prefix && this.#list(schema.prefix),
      items: this.#print(schema.items),
      minItems: number(schema.minItems),
      maxItems: number(schema.maxItems),
      uniqueItems: schema.uniqueItems && literal(true),
    });
  }

  #object(schema: ObjectSchema): Keywords {
    const required = schema.properties.filter((one) => one.required).map((one) => literal(one.name));
    const properties = schema.properties.map((one) => property(one.name, this.#print(one.schema)));
    const patterns = schema.patternProperties?.map((one) => property(one.pattern, this.#print(one.schema)));
    return keywords(["object"], {
      properties: properties.length === 0 ? undefined : tall(properties),
      required: required.length === 0 ? undefined : array(required),
      additionalProperties: schema.additional && this.#additional(schema.additional),
      patternProperties: patterns && tall(patterns),
      propertyNames: schema.propertyNames && this.#print(schema.propertyNames),
      minProperties: number(schema.minProperties),
      maxProperties: number(schema.maxProperties),
    });
  }

  #additional(schema: Schema): Expression {
    return schema.kind === "any" && texts(schema).size === 0 ? literal(true) : this.#print(schema);
  }

  #list(schemas: readonly Schema[]): Expression {
    return array(schemas.map((schema) => this.#print(schema)));
  }

  /** `type: ["string", "null"]` and the like, where members differ in their types alone; undefined where they do not. */
  #folded({ members }: UnionSchema): Keywords | undefined {
    if (!members.every(isTyped)) return undefined;
    const [first, second, third] = members;
    if (first !== undefined && second !== undefined && third === undefined && isNullable(first, second)) {
      const { types, facts } = this.#keywords(first);
      return { types: [...types, "null"], facts };
    }
    const enums = members.filter((member) => member.kind === "enum");
    const others = members.filter((member) => member.kind !== "null");
    const nulls = members.filter((member) => member.kind === "null");
    if (nulls.length > 1 || nulls.some((member) => texts(member).size > 0)) return undefined;
    if (others.length > 1 && (enums.length > 0 || others.some((member) => texts(member).size > 0))) return undefined;
    const [only] = enums;
    if (only !== undefined) {
      const values = only.values.includes(null) ? only.values : [...only.values, null];
      return { ...enumKeywords(values), facts: new Map([...enumKeywords(values).facts, ...texts(only)]) };
    }
    const sets = members.map((member) => this.#keywords(member));
    const types = sets.flatMap((set) => set.types);
    const families = types.map((type) => (type === "integer" ? "number" : type));
    if (new Set(families).size < families.length) return undefined;
    const facts = sets.flatMap((set) => [...set.facts]);
    return isUnique(facts) ? { types, facts: new Map(facts) } : undefined;
  }

  /** One object where members say different things; undefined where they do not. */
  #merged({ members }: IntersectionSchema): Keywords | undefined {
    if (members.some((member) => member.kind === "reference" || member.kind === "never")) return undefined;
    const sets = members.map((member) => this.#keywords(member));
    const types = [...new Set(sets.map((set) => set.types.join()).filter((type) => type !== ""))];
    const facts = sets.flatMap((set) => [...set.facts]);
    const isTorn = together.some(
      (group) => sets.filter((set) => group.some((keyword) => set.facts.has(keyword))).length > 1,
    );
    if (types.length > 1 || isTorn || !isUnique(facts)) return undefined;
    return { types: sets.find((set) => set.types.length > 0)?.types ?? [], facts: new Map(facts) };
  }
}

function isUnique(facts: readonly (readonly [string, Expression])[]): boolean {
  return new Set(facts.map(([keyword]) => keyword)).size === facts.length;
}

const typed: ReadonlySet<Schema["kind"]> = new Set(["null", "boolean", "string", "number", "enum", "array", "object"]);

/** Whether alternatives are nothing but `T | null`, as most are. */
function isNullable(first: Schema, second: Schema): boolean {
  return first.kind !== "enum" && first.kind !== "null" && second.kind === "null" && texts(second).size === 0;
}

function isTyped(schema: Schema): boolean {
  return typed.has(schema.kind);
}
