import { forEachChild } from "../ir/map-schema.js";
import type { NamedType } from "../ir/named-type.js";
import type { ObjectSchema, Schema, UnionSchema } from "../ir/schema.js";
import { array, literal, name, object, property, type Expression, type Property } from "./print/expression.js";
import type { SchemaLibrary } from "./schema-library.js";

/** A revival that is made of itself, as a const of its own. */
export interface NamedRevival {
  readonly constant: string;
  readonly value: Expression;
}

/**
 * Where in arguments values of JavaScript are wanted that JSON does not have: what the runtime's `Revival` says. Schemas
 * without any are left out.
 */
export class Revivals {
  readonly #types: ReadonlyMap<string, Schema>;
  readonly #schemas: SchemaLibrary;
  readonly #holding: ReadonlySet<string>;
  /** Named types that are being printed: one that is met again is recursive. */
  readonly #open = new Set<string>();
  readonly #recursive = new Map<string, Expression | undefined>();

  constructor(types: readonly NamedType[], schemas: SchemaLibrary) {
    this.#types = new Map(types.map((type) => [type.name, type.schema]));
    this.#schemas = schemas;
    this.#holding = namesHoldingNatives(this.#types);
  }

  /** The member `revive` of a definition; none when the function takes JSON as it is. */
  member(input: ObjectSchema): readonly Property[] {
    const members = this.#members(input);
    return members.length === 0 ? [] : [property("revive", object(members))];
  }

  /** The consts that members printed so far refer to. */
  get named(): readonly NamedRevival[] {
    return [...this.#recursive].flatMap(([type, value]) =>
      value === undefined ? [] : [{ constant: constantOf(type), value }],
    );
  }

  #members({ properties }: ObjectSchema): readonly Property[] {
    return properties.flatMap((one) => {
      const revival = this.#print(one.schema);
      return revival === undefined ? [] : [property(one.name, revival)];
    });
  }

  #print(schema: Schema): Expression | undefined {
    if (!this.#holdsNatives(schema)) return undefined;
    const { native } = schema;
    if (native !== undefined && native !== "set" && native !== "map") return literal(native);
    switch (schema.kind) {
      case "reference":
        return this.#reference(schema.name);
      case "array": {
        const items = this.#print(schema.items) ?? literal("json");
        if (native === "set") return object([property("set", items)]);
        if (schema.prefix === undefined) return object([property("list", items)]);
        const tuple = array(schema.prefix.map((item) => this.#print(item) ?? literal("json")));
        return object([
          property("tuple", tuple),
          ...(this.#holdsNatives(schema.items) ? [property("rest", items)] : []),
        ]);
      }
      case "object": {
        const others = schema.additional === undefined ? undefined : this.#print(schema.additional);
        if (native === "map") return object([property("map", others ?? literal("json"))]);
        return object([
          property("members", object(this.#members(schema))),
          ...(others === undefined ? [] : [property("others", others)]),
        ]);
      }
      case "union":
        return this.#union(schema);
      case "intersection":
        return this.#intersection(schema.members);
      default:
        return undefined;
    }
  }

  /** By the type of the value where members differ in that, else the first whose schema fits. */
  #union({ members }: UnionSchema): Expression | undefined {
    const holding = members.filter((member) => this.#holdsNatives(member));
    const taken = members.flatMap((member) => this.#jsonTypes(member, new Set()));
    const isClear = new Set(taken).size === taken.length;
    const printed = holding.flatMap((member) => this.#print(member) ?? []);
    if (isClear) return printed.length === 1 ? printed[0] : object([property("all", array(printed))]);
    const cases = members.map((member) => array([this.#standalone(member), this.#print(member) ?? literal("json")]));
    return object([property("oneOf", array(cases))]);
  }

  /** The schema with the definitions that it needs. */
  #standalone(schema: Schema): Expression {
    const printed = this.#schemas.printObject(schema);
    const definitions = this.#schemas.definitions(schema);
    if (definitions.length === 0) return printed;
    return printed.kind === "object"
      ? object([...printed.members, ...definitions])
      : object([{ kind: "spread", value: printed }, ...definitions]);
  }

  #intersection(members: readonly Schema[]): Expression | undefined {
    const printed = members.flatMap((member) => this.#print(member) ?? []);
    return printed.length === 1 ? printed[0] : object([property("all", array(printed))]);
  }

  #reference(type: string): Expression | undefined {
    const schema = this.#types.get(type);
    if (schema === undefined) return undefined;
    if (this.#open.has(type) || this.#recursive.has(type)) {
      if (!this.#recursive.has(type)) this.#recursive.set(type, undefined);
      return object([property("of", { kind: "arrow", parameters: "()", body: name(constantOf(type)) })]);
    }
    this.#open.add(type);
    const printed = this.#print(schema);
    this.#open.delete(type);
    if (!this.#recursive.has(type)) return printed;
    this.#recursive.set(type, printed);
    return object([property("of", { kind: "arrow", parameters: "()", body: name(constantOf(type)) })]);
  }

  #holdsNatives(schema: Schema): boolean {
    return holdsNatives(schema, this.#holding);
  }

  /** Types of JSON that the values of a schema may have; one that takes several of a type has it as often. */
  #jsonTypes(schema: Schema, seen: ReadonlySet<string>): readonly string[] {
    if (schema.native === "bigint") return ["string", "number"];
    switch (schema.kind) {
      case "any":
      case "not":
      case "conditional":
      case "intersection":
        return ["null", "boolean", "number", "string", "array", "object"];
      case "never":
        return [];
      case "enum":
        return [
          ...new Set(
            schema.values.map((value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value)),
          ),
        ];
      case "union":
        return schema.members.flatMap((member) => this.#jsonTypes(member, seen));
      case "reference": {
        const target = this.#types.get(schema.name);
        if (target === undefined || seen.has(schema.name))
          return ["null", "boolean", "number", "string", "array", "object"];
        return this.#jsonTypes(target, new Set([...seen, schema.name]));
      }
      default:
        return [schema.kind];
    }
  }
}

function constantOf(type: string): string {
  return `revive${type}`;
}

/** Names of types that hold natives, themselves or by what they mention. */
function namesHoldingNatives(types: ReadonlyMap<string, Schema>): ReadonlySet<string> {
  const found = new Set<string>();
  // Each round may uncover more: a type that mentions one that was found.
  for (let size = -1; size < found.size;) {
    size = found.size;
    for (const [type, schema] of types) if (holdsNatives(schema, found)) found.add(type);
  }
  return found;
}

function holdsNatives(schema: Schema, named: ReadonlySet<string>): boolean {
  if (schema.native !== undefined) return true;
  if (schema.kind === "reference") return named.has(schema.name);
  let holds = false;
  forEachChild(schema, (inner) => {
    holds ||= holdsNatives(inner, named);
  });
  return holds;
}
