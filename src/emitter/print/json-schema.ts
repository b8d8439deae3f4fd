import type { JsonValue } from "../../ir/json.js";
import type {
  ArraySchema,
  EnumSchema,
  IntersectionSchema,
  NumberSchema,
  ObjectSchema,
  ReferenceSchema,
  Schema,
  SchemaTexts,
  StringSchema,
  UnionSchema,
} from "../../ir/schema.js";
import { array, json, literal, object, property, spread, tall, type Expression } from "./expression.js";

/** Keywords in the order in which they are printed: what a value is, what it means, what it is made of. */
const keywordOrder: ReadonlyMap<string, number> = new Map(
  (
    "$ref type enum minLength maxLength pattern format contentEncoding contentMediaType minimum maximum exclusiveMinimum exclusiveMaximum multipleOf " +
    "prefixItems items minItems maxItems uniqueItems default title description examples deprecated " +
    "properties required additionalProperties patternProperties propertyNames minProperties maxProperties anyOf oneOf allOf not if then else $defs"
  )
    .split(" ")
    .map((keyword, index) => [keyword, index]),
);

/** Keywords that mean something only together: they must not come from several members of an intersection. */
const together = [
  ["properties", "patternProperties", "additionalProperties"],
  ["prefixItems", "items"],
  ["if", "then", "else"],
];

const textKeywords = ["default", "title", "description", "examples", "deprecated"];

/** The keywords of one schema. */
interface Keywords {
  /** Values of `type`; empty when any is valid. */
  readonly types: readonly string[];
  readonly facts: ReadonlyMap<string, Expression>;
}

/** Prints schemas as JSON Schema 2020-12 literals; each IR node once. */
export class SchemaPrinter {
  readonly #reference: (name: string) => Expression;
  readonly #printed = new WeakMap<Schema, Expression>();

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
        return keywords([], { not: this.print(schema.schema) });
      case "conditional":
        return keywords([], {
          if: this.print(schema.if),
          then: schema.then && this.print(schema.then),
          else: schema.else && this.print(schema.else),
        });
      case "reference":
        return keywords([], { allOf: this.#list([schema]) });
    }
  }

  #array(schema: ArraySchema): Keywords {
    return keywords(["array"], {
      prefixItems: schema.prefix && this.#list(schema.prefix),
      items: this.print(schema.items),
      minItems: number(schema.minItems),
      maxItems: number(schema.maxItems),
      uniqueItems: schema.uniqueItems && literal(true),
    });
  }

  #object(schema: ObjectSchema): Keywords {
    const required = schema.properties.filter((one) => one.required).map((one) => literal(one.name));
    const properties = schema.properties.map((one) => property(one.name, this.print(one.schema)));
    const patterns = schema.patternProperties?.map((one) => property(one.pattern, this.print(one.schema)));
    return keywords(["object"], {
      properties: properties.length === 0 ? undefined : tall(properties),
      required: required.length === 0 ? undefined : array(required),
      additionalProperties: schema.additional && this.#additional(schema.additional),
      patternProperties: patterns && tall(patterns),
      propertyNames: schema.propertyNames && this.print(schema.propertyNames),
      minProperties: number(schema.minProperties),
      maxProperties: number(schema.maxProperties),
    });
  }

  #additional(schema: Schema): Expression {
    return schema.kind === "any" && texts(schema).size === 0 ? literal(true) : this.print(schema);
  }

  #list(schemas: readonly Schema[]): Expression {
    return array(schemas.map((schema) => this.print(schema)));
  }

  /** `type: ["string", "null"]` and the like, where members differ in their types alone; undefined where they do not. */
  #folded({ members }: UnionSchema): Keywords | undefined {
    if (!members.every(isTyped)) return undefined;
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

function stringKeywords(schema: StringSchema): Keywords {
  return keywords(["string"], {
    minLength: number(schema.minLength),
    maxLength: number(schema.maxLength),
    pattern: text(schema.pattern),
    format: text(schema.format),
    contentEncoding: text(schema.contentEncoding),
    contentMediaType: text(schema.contentMediaType),
  });
}

function numberKeywords(schema: NumberSchema): Keywords {
  return keywords([schema.integer ? "integer" : "number"], {
    format: text(schema.format),
    minimum: number(schema.minimum),
    maximum: number(schema.maximum),
    exclusiveMinimum: number(schema.exclusiveMinimum),
    exclusiveMaximum: number(schema.exclusiveMaximum),
    multipleOf: number(schema.multipleOf),
  });
}

function enumKeywords(values: EnumSchema["values"]): Keywords {
  const types = [...new Set(values.map(typeName))];
  const distinct = types.includes("number") ? types.filter((type) => type !== "integer") : types;
  return keywords(distinct, { enum: array(values.map(json)) });
}

function typeName(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function texts(schema: SchemaTexts): ReadonlyMap<string, Expression> {
  if (textKeywords.every((keyword) => !(keyword in schema))) return noTexts;
  return keywords([], {
    default: schema.default === undefined ? undefined : json(schema.default),
    title: text(schema.title),
    description: text(schema.description),
    examples: schema.examples && array(schema.examples.map(json)),
    deprecated: schema.deprecated && literal(true),
  }).facts;
}

const noTexts: ReadonlyMap<string, Expression> = new Map();

function keywords(types: readonly string[], facts: Readonly<Record<string, Expression | undefined>> = {}): Keywords {
  const given = new Map<string, Expression>();
  for (const keyword in facts) {
    const value = facts[keyword];
    if (value !== undefined) given.set(keyword, value);
  }
  return { types, facts: given };
}

function keywordObject({ types, facts }: Keywords): Expression {
  const [first] = types;
  const type: [string, Expression][] =
    first === undefined ? [] : [["type", types.length === 1 ? literal(first) : array(types.map(literal))]];
  const members = [...type, ...facts]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([keyword, value]) => property(keyword, value));
  return object(members);
}

function rank(keyword: string): number {
  return keywordOrder.get(keyword) ?? keywordOrder.size;
}

function isUnique(facts: readonly (readonly [string, Expression])[]): boolean {
  return new Set(facts.map(([keyword]) => keyword)).size === facts.length;
}

function isTyped(schema: Schema): boolean {
  return ["null", "boolean", "string", "number", "enum", "array", "object"].includes(schema.kind);
}

function number(value: number | undefined): Expression | undefined {
  return value === undefined ? undefined : literal(value);
}

function text(value: string | undefined): Expression | undefined {
  return value === undefined ? undefined : literal(value);
}
