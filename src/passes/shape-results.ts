import { mapChildren } from "../ir/map-schema.js";
import type { JsonValue } from "../ir/json.js";
import type { NamedType } from "../ir/named-type.js";
import type { Program, Provider } from "../ir/program.js";
import type { ObjectSchema, Schema } from "../ir/schema.js";

/**
 * Gives results the shape that the output mode promises. Upstream APIs often differ from their documents, so the default is
 * `relaxed`: types, properties and items only, open, nothing required, every property nullable.
 */
export function shapeResults(program: Program): Program {
  return { ...program, providers: program.providers.map(shapeProvider) };
}

function shapeProvider(provider: Provider): Provider {
  switch (provider.outputMode) {
    case "strict":
      return shapeStrict(provider);
    case "none":
      return {
        ...provider,
        results: [],
        components: provider.components.map((component) => {
          if (component.kind !== "tool") return component;
          const { result: _result, ...rest } = component;
          return rest;
        }),
      };
    case "relaxed": {
      const types = new Map(provider.types.map((type) => [type.name, type.schema]));
      return {
        ...provider,
        results: provider.types.map((type): NamedType => ({ ...type, schema: relax(type.schema, types) })),
        components: provider.components.map((component) =>
          component.kind === "tool" && component.result !== undefined
            ? { ...component, result: relaxResult(component.result, types) }
            : component,
        ),
      };
    }
    default:
      return provider.outputMode satisfies never;
  }
}

/** As documented; an object that a documented answer without JSON leaves out may be empty. */
function shapeStrict(provider: Provider): Provider {
  const operations = (provider.client?.groups ?? []).flatMap((group) => group.operations);
  const lacking = new Set(operations.flatMap((one) => (one.mayLackData ? one.identifier : [])));
  const types = new Map(provider.types.map((type) => [type.name, type.schema]));
  const nothing: Schema = { kind: "object", properties: [], maxProperties: 0 };
  return {
    ...provider,
    results: provider.types.map((type) => ({ ...type, schema: withoutInherited(type.schema) })),
    components: provider.components.map((component) => {
      if (component.kind !== "tool" || component.result === undefined) return component;
      const result = withoutInherited(component.result);
      const isLacking = component.binding.kind === "http" && lacking.has(component.binding.operation);
      if (!isLacking || !isObject(result, types)) return { ...component, result };
      return { ...component, result: { kind: "union", mode: "anyOf", members: [result, nothing] } };
    }),
  };
}

/** A schema that asks nothing of properties whose names every object of JavaScript inherits. */
function withoutInherited(schema: Schema): Schema {
  const inner = mapChildren(schema, withoutInherited);
  if (inner.kind !== "object" || !inner.properties.some(({ name }) => isInherited(name))) return inner;
  return {
    ...inner,
    properties: inner.properties.map((property) =>
      isInherited(property.name) ? { ...property, schema: { kind: "any" } } : property,
    ),
  };
}

/** Clients that validate with ajv, as the SDK's do, take an inherited `constructor` for a property of an answer that has none. */
function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** True when every value of the schema is an object. */
function isObject(schema: Schema, types: Types, open: ReadonlySet<Schema> = new Set()): boolean {
  const shape = shapeOf(schema, types);
  if (shape === undefined || open.has(shape)) return false;
  if (shape.kind !== "union") return shape.kind === "object";
  return shape.members.every((member) => isObject(member, types, new Set(open).add(shape)));
}

type Types = ReadonlyMap<string, Schema>;

/** A result of several shapes: objects become one object, a list keeps its items where it is the only one. */
function relaxResult(schema: Schema, types: Types): Schema {
  if (schema.kind !== "union") return relax(schema, types);
  const members = schema.members.flatMap((member) => {
    const shape = shapeOf(member, types);
    return shape?.kind === "union" ? shape.members : [member];
  });
  const shapes = members.map((member) => shapeOf(member, types));
  const objects = shapes.flatMap((shape) => (shape?.kind === "object" ? relaxObject(shape, types) : []));
  const lists = members.filter((_member, index) => shapes[index]?.kind === "array");
  const others = members.filter((_member, index) => !["object", "array"].includes(shapes[index]?.kind ?? ""));
  const parts = [
    ...(objects.length === 0 ? [] : [mergeRelaxed(objects)]),
    ...lists.map((list) => (lists.length === 1 ? relax(list, types) : bare(list, types, new Set()))),
    ...others.map((other) => bare(other, types, new Set())),
  ];
  return parts.some((part) => part.kind === "any") ? { kind: "any" } : anyOf(parts);
}

/** One object with the properties of all; where they differ, each of the shapes may come. */
function mergeRelaxed(objects: readonly ObjectSchema[]): ObjectSchema {
  const merged = new Map<string, Schema>();
  for (const { name, schema } of objects.flatMap(({ properties }) => properties)) {
    const other = merged.get(name);
    merged.set(name, other === undefined ? schema : eitherOf(other, schema));
  }
  return { kind: "object", properties: [...merged].map(([name, schema]) => ({ name, required: false, schema })) };
}

function eitherOf(a: Schema, b: Schema): Schema {
  return a.kind === "any" || b.kind === "any" ? { kind: "any" } : anyOf([a, b]);
}

/** Types, properties and items of a schema, and nothing else. */
function relax(schema: Schema, types: Types): Schema {
  switch (schema.kind) {
    case "any":
    case "never":
    case "not":
    case "conditional":
      return { kind: "any" };
    case "null":
    case "boolean":
    case "string":
      return { kind: schema.kind };
    case "number":
      return { kind: "number", ...(schema.integer && { integer: true }) };
    case "enum":
      return anyOf(schema.values.map(typeOfValue));
    case "array":
      return { kind: "array", items: schema.prefix === undefined ? relax(schema.items, types) : { kind: "any" } };
    case "object":
      return relaxObject(schema, types);
    case "union":
      return relaxUnion(schema.members, types);
    case "intersection": {
      const object = schema.members.find((member) => shapeOf(member, types)?.kind === "object");
      return object === undefined ? { kind: "any" } : relax(object, types);
    }
    case "reference":
      return relaxReference(schema.name, types);
    default:
      return schema satisfies never;
  }
}

/** What comes down to a plain type is written out; a name would only hide it. */
function relaxReference(name: string, types: Types): Schema {
  const shape = shapeOf({ kind: "reference", name }, types);
  switch (shape?.kind) {
    case "any":
    case "never":
    case "not":
    case "conditional":
    case "null":
    case "boolean":
    case "string":
    case "number":
    case "enum":
      return relax(shape, types);
    case "array":
    case "object":
    case "union":
    case "intersection":
    case "reference":
    case undefined:
      return { kind: "reference", name };
    default:
      return shape satisfies never;
  }
}

function relaxObject(schema: ObjectSchema, types: Types): ObjectSchema {
  return {
    kind: "object",
    properties: schema.properties.map((property) => ({
      name: property.name,
      required: false,
      schema: isInherited(property.name) ? { kind: "any" } : orNull(relax(property.schema, types), types),
    })),
  };
}

/** `T | null` stays what it is; other alternatives come down to their types. */
function relaxUnion(members: readonly Schema[], types: Types, open: ReadonlySet<Schema> = new Set()): Schema {
  const values = members.filter((member) => member.kind !== "null");
  const [only] = values;
  const isNullable = values.length < members.length;
  if (only !== undefined && values.length === 1)
    return isNullable ? orNull(relax(only, types), types) : relax(only, types);
  const plain = values.map((member) => bare(member, types, open));
  if (plain.some((type) => type.kind === "any")) return { kind: "any" };
  return anyOf(isNullable ? [...plain, { kind: "null" }] : plain);
}

/** The type of a schema without anything inside. `open` are the unions around it: one that holds itself may be anything. */
function bare(schema: Schema, types: Types, open: ReadonlySet<Schema>): Schema {
  const shape = shapeOf(schema, types);
  switch (shape?.kind) {
    case "null":
    case "boolean":
    case "string":
      return { kind: shape.kind };
    case "number":
      return relax(shape, types);
    case "enum":
      return anyOf(shape.values.map(typeOfValue));
    case "array":
      return { kind: "array", items: { kind: "any" } };
    case "object":
      return { kind: "object", properties: [] };
    case "union":
      return open.has(shape) ? { kind: "any" } : relaxUnion(shape.members, types, new Set(open).add(shape));
    case "intersection": {
      const object = shape.members.some((member) => shapeOf(member, types)?.kind === "object");
      return object ? { kind: "object", properties: [] } : { kind: "any" };
    }
    case "any":
    case "never":
    case "not":
    case "conditional":
    case "reference":
    case undefined:
      return { kind: "any" };
    default:
      return shape satisfies never;
  }
}

function shapeOf(schema: Schema, types: Types): Schema | undefined {
  let current: Schema | undefined = schema;
  for (let step = 0; current?.kind === "reference" && step < 100; step++) current = types.get(current.name);
  return current;
}

function orNull(schema: Schema, types: Types): Schema {
  const shape = shapeOf(schema, types);
  if (shape === undefined || shape.kind === "any" || shape.kind === "null") return schema;
  const members: readonly Schema[] = [schema, { kind: "null" }];
  return schema.kind === "union" ? anyOf(members) : { kind: "union", mode: "anyOf", members };
}

/** Alternatives without repetitions; unions within them are opened. */
function anyOf(members: readonly Schema[]): Schema {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const distinct = [...new Map(flat.map((member) => [JSON.stringify(member), member])).values()];
  const whole = distinct.some((member) => member.kind === "number" && member.integer === undefined)
    ? distinct.filter((member) => member.kind !== "number" || member.integer === undefined)
    : distinct;
  const [first] = whole;
  if (first === undefined) return { kind: "any" };
  return whole.length === 1 ? first : { kind: "union", mode: "anyOf", members: whole };
}

function typeOfValue(value: JsonValue): Schema {
  switch (typeof value) {
    case "string":
      return { kind: "string" };
    case "boolean":
      return { kind: "boolean" };
    case "number":
      return Number.isInteger(value) ? { kind: "number", integer: true } : { kind: "number" };
    case "object":
      if (value === null) return { kind: "null" };
      return Array.isArray(value) ? { kind: "array", items: { kind: "any" } } : { kind: "object", properties: [] };
    default:
      return value satisfies never;
  }
}
