import type { JsonArray, JsonObject, JsonValue } from "../ir/json.js";
import type { ObjectSchema, Schema } from "../ir/schema.js";
import { call, literal, object, property, spread, tall, type Expression, type Property } from "./print/expression.js";
import type { SchemaLibrary } from "./schema-library.js";

/** A schema of a component: what its file says, and the JSON that clients are shown. */
export interface ComponentSchema {
  readonly expression: Expression;
  readonly value: JsonValue;
}

/** The schema of arguments. It lists `properties` even when there are none: some clients ask for the keyword. */
export function inputSchema(input: ObjectSchema, schemas: SchemaLibrary): ComponentSchema {
  const printed = schemas.print(input);
  if (printed.kind !== "object") throw new Error("arguments are an object");
  const [type, ...facts] = printed.members;
  const empty = input.properties.length === 0 ? [property("properties", object([]))] : [];
  const expression = tall([...(type === undefined ? [] : [type]), ...empty, ...facts, ...schemas.definitions(input)]);
  return { expression, value: schemas.value(expression) };
}

/**
 * The schema of a result. What is not always an object is wrapped, as the runtime's `wrapResult` does it.
 *
 * @param isRequired whether a wrapped result must be there
 */
export function outputSchema(result: Schema, results: SchemaLibrary, isRequired: boolean): ComponentSchema {
  const root = rootOf(result, results);
  if (isJsonObject(root.value) && root.value["type"] === "object") return root;
  if (isObject(result, results)) {
    // MCP wants to read at the root that it is an object; alternatives of objects do not say so there.
    const { expression: of } = root;
    const expression = tall([
      property("type", literal("object")),
      ...(of.kind === "object" ? of.members : [spread(of)]),
    ]);
    return { expression, value: results.value(expression) };
  }
  const options = isRequired ? [object([property("required", literal(true))])] : [];
  return { expression: call("wrapResult", root.expression, ...options), value: wrapped(root.value, isRequired) };
}

/** True when every value of the schema is an object. */
function isObject(schema: Schema, library: SchemaLibrary, open: ReadonlySet<Schema> = new Set()): boolean {
  const shape = library.resolve(schema);
  if (open.has(shape)) return false;
  const around = new Set(open).add(shape);
  switch (shape.kind) {
    case "object":
      return true;
    case "union":
      return shape.members.every((member) => isObject(member, library, around));
    case "intersection":
      return shape.members.some((member) => isObject(member, library, around));
    default:
      return false;
  }
}

/** The schema with the `$defs` that it needs. At the root, a type that stands apart is written out. */
function rootOf(schema: Schema, library: SchemaLibrary): ComponentSchema {
  const expression = withDefinitions(rootExpression(schema, library), library.definitions(atRoot(schema, library)));
  return { expression, value: library.value(expression) };
}

function rootExpression(schema: Schema, library: SchemaLibrary): Expression {
  const printed = library.printObject(schema);
  if (schema.kind !== "reference" || !library.isApart(schema.name)) return printed;
  const texts = printed.kind === "object" ? printed.members.slice(1) : [];
  const constant = library.constant(schema.name);
  return texts.length === 0 ? constant : object([spread(constant), ...texts]);
}

/** What is printed at the root: the shape of a named type instead of its name. */
function atRoot(schema: Schema, library: SchemaLibrary): Schema {
  return schema.kind === "reference" && library.isApart(schema.name) ? library.resolve(schema) : schema;
}

function withDefinitions(expression: Expression, definitions: readonly Property[]): Expression {
  if (definitions.length === 0) return expression;
  return expression.kind === "object"
    ? tall([...expression.members, ...definitions])
    : tall([spread(expression), ...definitions]);
}

/** The same as the runtime's `wrapResult`. */
function wrapped(schema: JsonValue, isRequired: boolean): JsonValue {
  if (!isJsonObject(schema)) throw new Error("a result's schema is an object");
  const definitions = schema["$defs"];
  const result = Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== "$defs"));
  return {
    type: "object",
    properties: { result },
    ...(isRequired ? { required: ["result"] } : {}),
    "x-fastmcp-wrap-result": true,
    ...(definitions === undefined ? {} : { $defs: definitions }),
  };
}

function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isJsonArray(value);
}

function isJsonArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value);
}
