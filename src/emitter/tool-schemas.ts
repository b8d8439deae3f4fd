import type { ResourceTemplate, Tool } from "../ir/component.js";
import type { JsonArray, JsonObject, JsonValue } from "../ir/json.js";
import type { Schema } from "../ir/schema.js";
import { call, literal, object, property, spread, tall, type Expression, type Property } from "./print/expression.js";
import type { ProviderPlan } from "./provider-plan.js";
import type { SchemaLibrary } from "./schema-library.js";

/** A schema of a component: what its file says, and the JSON that clients are shown. */
export interface ComponentSchema {
  readonly expression: Expression;
  readonly value: JsonValue;
}

/** A tool or template is asked for its schemas by its file, the surface and the catalogue. */
const inputs = new WeakMap<Tool | ResourceTemplate, ComponentSchema>();
const outputs = new WeakMap<Tool, ComponentSchema>();

/** The arguments' schema. It lists `properties` even when there are none: some clients ask for the keyword. */
export function inputSchema(component: Tool | ResourceTemplate, { schemas }: ProviderPlan): ComponentSchema {
  const known = inputs.get(component);
  if (known !== undefined) return known;
  const { input } = component;
  const printed = schemas.print(input);
  if (printed.kind !== "object") throw new Error("arguments are an object");
  const [type, ...facts] = printed.members;
  const empty = input.properties.length === 0 ? [property("properties", object([]))] : [];
  const expression = tall([...(type === undefined ? [] : [type]), ...empty, ...facts, ...schemas.definitions(input)]);
  const made = { expression, value: schemas.value(expression) };
  inputs.set(component, made);
  return made;
}

/** The result's schema; absent when nothing is promised. What is no object is wrapped, as the runtime's `wrapResult` does it. */
export function outputSchema(tool: Tool, { results, provider }: ProviderPlan): ComponentSchema | undefined {
  const known = outputs.get(tool);
  if (known !== undefined || tool.result === undefined) return known;
  const root = rootOf(tool.result, results);
  const isObject = isJsonObject(root.value) && root.value["type"] === "object";
  const required = provider.outputMode === "strict" ? [object([property("required", literal(true))])] : [];
  const made = isObject
    ? root
    : {
        expression: call("wrapResult", root.expression, ...required),
        value: wrapped(root.value, provider.outputMode === "strict"),
      };
  outputs.set(tool, made);
  return made;
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
