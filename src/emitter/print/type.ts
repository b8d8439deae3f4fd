import { capText } from "../../ir/cap-text.js";
import type { JsonValue } from "../../ir/json.js";
import type { ArraySchema, ObjectSchema, Property, Schema } from "../../ir/schema.js";
import { literalText } from "./flat-expression.js";
import {
  intersection,
  neverType,
  nullType,
  union,
  unknownType,
  type SimpleType,
  type TypeMember,
  type TypeNode,
} from "./type-node.js";

/** What stands for a named type. */
export type TypeReference = (name: string) => TypeNode;

const booleanType: SimpleType = { kind: "simple", text: "boolean" };
const numberType: SimpleType = { kind: "simple", text: "number" };
const stringType: SimpleType = { kind: "simple", text: "string" };

/** The TypeScript type of the values of a schema; what TypeScript cannot say is `unknown`. */
export function typeOf(schema: Schema, reference: TypeReference): TypeNode {
  switch (schema.kind) {
    case "any":
    case "not":
    case "conditional":
      return unknownType;
    case "never":
      return neverType;
    case "null":
      return nullType;
    case "boolean":
      return booleanType;
    case "number":
      return numberType;
    case "string":
      return stringType;
    case "enum":
      return union(schema.values.map(literalType));
    case "array":
      return arrayType(schema, reference);
    case "object":
      return { kind: "object", members: membersOf(schema, reference) };
    case "union":
      return union(schema.members.map((member) => typeOf(member, reference)));
    case "intersection":
      return intersection(schema.members.map((member) => typeOf(member, reference)));
    case "reference":
      return reference(schema.name);
  }
}

/** The members of an object's type. Undeclared properties that the schema speaks of are an index signature. */
export function membersOf(schema: ObjectSchema, reference: TypeReference): readonly TypeMember[] {
  const properties = schema.properties.map((property) => propertyMember(property, reference));
  const index = indexType(schema, reference);
  return index === undefined ? properties : [...properties, { kind: "index", type: index }];
}

/** Longest comment of an argument, in UTF-16 units; the whole text stands in the tool's schema. */
const argumentComment = 100;

/** The members of a type of arguments. Their comments are the beginning of what the schema of the arguments says in full. */
export function argumentsOf(input: ObjectSchema, reference: TypeReference): readonly TypeMember[] {
  return membersOf(input, reference).map((member) =>
    member.kind === "property" ? { ...member, comment: capText(member.comment, argumentComment) } : member,
  );
}

function propertyMember({ name, required, schema }: Property, reference: TypeReference): TypeMember {
  return {
    kind: "property",
    name,
    optional: !required,
    type: typeOf(schema, reference),
    comment: schema.description ?? "",
    deprecated: schema.deprecated === true,
  };
}

function indexType(
  { properties, additional, patternProperties = [] }: ObjectSchema,
  reference: TypeReference,
): TypeNode | undefined {
  const isMixed = properties.length > 0 || patternProperties.length > 0;
  if (patternProperties.length > 0) return unknownType;
  if (additional === undefined) return isMixed ? undefined : unknownType;
  if (additional.kind === "never") return isMixed ? undefined : neverType;
  // An index signature must hold for declared properties too.
  return isMixed ? unknownType : typeOf(additional, reference);
}

function arrayType({ prefix, items, minItems = 0 }: ArraySchema, reference: TypeReference): TypeNode {
  if (prefix === undefined) return { kind: "array", items: typeOf(items, reference) };
  return {
    kind: "tuple",
    items: prefix.map((item, index) => ({ type: typeOf(item, reference), optional: index >= minItems })),
    ...(items.kind === "never" ? {} : { rest: typeOf(items, reference) }),
  };
}

function literalType(value: JsonValue): TypeNode {
  if (value === null) return nullType;
  return typeof value === "object" ? unknownType : { kind: "simple", text: literalText(value) };
}
