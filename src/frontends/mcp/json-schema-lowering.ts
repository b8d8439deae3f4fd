import { compact } from "../../ir/compact.js";
import type { JsonArray, JsonObject, JsonValue } from "../../ir/json.js";
import type { NamedType } from "../../ir/named-type.js";
import type { Origin } from "../../ir/origin.js";
import type { ObjectSchema, Property, Schema, SchemaTexts } from "../../ir/schema.js";
import { hash, pascalCase, UniqueNames } from "../names.js";
import { readableText } from "../readable-text.js";
import { screenPattern } from "../screen-pattern.js";

/** Levels of a schema; what lies deeper is any value. */
const deepest = 60;

/**
 * Brings JSON Schemas of another server into the IR. Whatever they hold, the result says no more than they do: keywords that the IR
 * does not have are left out, and the other server checks them itself. Patterns are screened like any document's.
 */
export class JsonSchemaLowering {
  /** The named types so far. */
  readonly types: NamedType[] = [];
  readonly #origin: Origin;
  readonly #names = new UniqueNames();
  /** Names by what stands behind a reference: tools that share a definition share its type. */
  readonly #known = new Map<string, string>();

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  /** The arguments of a component: one object, to which alternatives at its root add what they may hold. */
  input(schema: JsonValue | undefined): ObjectSchema {
    if (!isObject(schema)) return { kind: "object", properties: [] };
    const root = this.#document(schema);
    const lowered = root.object(schema);
    const additional = lowered.additional?.kind;
    const parts = ["allOf", "anyOf", "oneOf"].flatMap((keyword) =>
      arrayOf(schema[keyword]).map((one) => ({ keyword, one })),
    );
    if (additional === "never" || parts.length === 0) return lowered;
    const properties = new Map(lowered.properties.map((property) => [property.name, property]));
    for (const { keyword, one } of parts) {
      const part = root.resolved(one);
      if (!isObject(part)) continue;
      for (const property of root.object(part).properties) {
        const required = keyword === "allOf" && property.required;
        if (!properties.has(property.name)) properties.set(property.name, { ...property, required });
      }
    }
    return { ...lowered, properties: [...properties.values()] };
  }

  /** The shape of a result; one that FastMCP wrapped is what stands in `result`. */
  result(schema: JsonValue | undefined): Schema | undefined {
    if (!isObject(schema)) return undefined;
    const root = this.#document(schema);
    const { properties } = schema;
    if (schema["x-fastmcp-wrap-result"] === true && isObject(properties) && properties["result"] !== undefined) {
      return root.schema(properties["result"]);
    }
    return root.schema(schema);
  }

  #document(root: JsonObject): Document {
    return new Document(root, {
      origin: this.#origin,
      types: this.types,
      names: this.#names,
      known: this.#known,
    });
  }
}

interface Registry {
  readonly origin: Origin;
  readonly types: NamedType[];
  readonly names: UniqueNames;
  readonly known: Map<string, string>;
}

/** One schema of another server with the definitions that it carries. */
class Document {
  readonly #root: JsonObject;
  readonly #registry: Registry;

  constructor(root: JsonObject, registry: Registry) {
    this.#root = root;
    this.#registry = registry;
  }

  schema(value: JsonValue, depth = 0): Schema {
    if (value === false) return { kind: "never" };
    if (!isObject(value) || depth > deepest) return { kind: "any" };
    const said = texts(value);
    const lowered = this.#shape(value, depth + 1);
    const isNullable = value["nullable"] === true && lowered.kind !== "any" && lowered.kind !== "null";
    const schema: Schema = isNullable
      ? { kind: "union", mode: "anyOf", members: [lowered, { kind: "null" }] }
      : lowered;
    return { ...schema, ...said };
  }

  object(value: JsonObject, depth = 0): ObjectSchema {
    const given = isObject(value["properties"]) ? Object.entries(value["properties"]) : [];
    const required = new Set(arrayOf(value["required"]).filter((name) => typeof name === "string"));
    const declared = new Set(given.map(([name]) => name));
    const properties: readonly Property[] = [
      ...given.map(([name, schema]) => ({
        name,
        schema: this.schema(schema, depth + 1),
        required: required.has(name),
      })),
      ...[...required]
        .filter((name) => !declared.has(name))
        .map((name): Property => ({ name, schema: { kind: "any" }, required: true })),
    ];
    const { additionalProperties, patternProperties, propertyNames } = value;
    const patterns = isObject(patternProperties)
      ? Object.entries(patternProperties).flatMap(([pattern, schema]) => {
          const screened = screenPattern(pattern);
          return "pattern" in screened ? [{ pattern: screened.pattern, schema: this.schema(schema, depth + 1) }] : [];
        })
      : [];
    const isOpen = isObject(patternProperties) && patterns.length < Object.keys(patternProperties).length;
    return {
      kind: "object",
      properties,
      // A pattern that is left out would make what it allows an error.
      ...(additionalProperties !== undefined && !isOpen
        ? { additional: this.schema(additionalProperties, depth + 1) }
        : {}),
      ...(patterns.length > 0 ? { patternProperties: patterns } : {}),
      ...(propertyNames === undefined ? {} : { propertyNames: this.schema(propertyNames, depth + 1) }),
      ...compact({ minProperties: countOf(value["minProperties"]), maxProperties: countOf(value["maxProperties"]) }),
    };
  }

  /** What references lead to in the end. */
  resolved(value: JsonValue): JsonValue | undefined {
    let found: JsonValue | undefined = value;
    for (let step = 0; step < deepest && isObject(found) && typeof found["$ref"] === "string"; step++) {
      found = this.#target(found["$ref"]);
    }
    return found;
  }

  #shape(value: JsonObject, depth: number): Schema {
    const parts: Schema[] = [];
    const { $ref, anyOf, oneOf, allOf, not } = value;
    if (typeof $ref === "string") parts.push(this.#reference($ref));
    const own = this.#own(value, depth);
    if (own.kind !== "any") parts.push(own);
    for (const [mode, list] of [
      ["anyOf", arrayOf(anyOf)],
      ["oneOf", arrayOf(oneOf)],
    ] as const) {
      const members = list.map((member) => this.schema(member, depth));
      const [only] = members;
      if (only === undefined) continue;
      const discriminator = discriminatorOf(value["discriminator"]);
      parts.push(members.length === 1 ? only : { kind: "union", mode, members, ...compact({ discriminator }) });
    }
    parts.push(...arrayOf(allOf).map((member) => this.schema(member, depth)));
    if (not !== undefined) parts.push({ kind: "not", schema: this.schema(not, depth) });
    if (value["if"] !== undefined) {
      const then = value["then"] === undefined ? {} : { then: this.schema(value["then"], depth) };
      const otherwise = value["else"] === undefined ? {} : { else: this.schema(value["else"], depth) };
      parts.push({ kind: "conditional", if: this.schema(value["if"], depth), ...then, ...otherwise });
    }
    const telling = parts.filter(({ kind }) => kind !== "any");
    const [first, ...others] = telling.length === 0 ? parts : telling;
    if (first === undefined) return { kind: "any" };
    return others.length === 0 ? first : { kind: "intersection", members: [first, ...others] };
  }

  /** What the keywords beside references and combinators say. */
  #own(value: JsonObject, depth: number): Schema {
    if (value["const"] !== undefined) return { kind: "enum", values: [value["const"]] };
    if (Array.isArray(value["enum"])) {
      const values = distinct(arrayOf(value["enum"]));
      return values.length === 0 ? { kind: "never" } : { kind: "enum", values };
    }
    const types = (Array.isArray(value["type"]) ? arrayOf(value["type"]) : [value["type"]]).filter(
      (type) => typeof type === "string",
    );
    const members = types.map((type) => this.#typed(type, value, depth)).filter((one) => one !== undefined);
    const [first] = members;
    if (first === undefined) return this.#typed(impliedType(value), value, depth) ?? { kind: "any" };
    return members.length === 1 ? first : { kind: "union", mode: "anyOf", members };
  }

  #typed(type: string, value: JsonObject, depth: number): Schema | undefined {
    switch (type) {
      case "null":
        return { kind: "null" };
      case "boolean":
        return { kind: "boolean" };
      case "string": {
        const { pattern, format, contentEncoding, contentMediaType } = value;
        const screened = typeof pattern === "string" ? screenPattern(pattern) : { reason: "" };
        return {
          kind: "string",
          ...("pattern" in screened ? { pattern: screened.pattern } : {}),
          ...compact({
            minLength: countOf(value["minLength"]),
            maxLength: countOf(value["maxLength"]),
            format: textOf(format),
            contentEncoding: textOf(contentEncoding),
            contentMediaType: textOf(contentMediaType),
          }),
        };
      }
      case "integer":
      case "number":
        return { kind: "number", ...(type === "integer" ? { integer: true } : {}), ...numberFacts(value) };
      case "array": {
        const { items, prefixItems, additionalItems } = value;
        const prefix = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : undefined;
        const rest = Array.isArray(items) ? additionalItems : items;
        return {
          kind: "array",
          ...(prefix === undefined ? {} : { prefix: arrayOf(prefix).map((one) => this.schema(one, depth)) }),
          items: rest === undefined ? { kind: "any" } : this.schema(rest, depth),
          ...compact({ minItems: countOf(value["minItems"]), maxItems: countOf(value["maxItems"]) }),
          ...(value["uniqueItems"] === true ? { uniqueItems: true } : {}),
        };
      }
      case "object":
        return this.object(value, depth);
      default:
        return undefined;
    }
  }

  /** A definition becomes a named type; a reference out of the schema is any value. */
  #reference(pointer: string): Schema {
    const target = this.#target(pointer);
    if (!isObject(target)) return { kind: "any" };
    const key = JSON.stringify([target, this.#reachable(target)]);
    const known = this.#registry.known.get(key);
    if (known !== undefined) return { kind: "reference", name: known };
    const wanted = pascalCase(
      pointer === "#" ? (textOf(this.#root["title"]) ?? "Root") : (pointer.split("/").at(-1) ?? ""),
    );
    const name = this.#registry.names.take(wanted.length > 60 ? `${wanted.slice(0, 50)}${hash(wanted)}` : wanted);
    this.#registry.known.set(key, name);
    const place = this.#registry.types.length;
    this.#registry.types.push({ name, schema: { kind: "any" }, origin: this.#registry.origin });
    this.#registry.types[place] = { name, schema: this.schema(target), origin: this.#registry.origin };
    return { kind: "reference", name };
  }

  /** Everything that a definition leads to: two of one text may mean different things in different schemas. */
  #reachable(from: JsonValue): readonly (readonly [string, JsonValue | undefined])[] {
    const found = new Map<string, JsonValue | undefined>();
    const open: JsonValue[] = [from];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (isArray(next)) open.push(...next);
      else if (isObject(next)) {
        const { $ref } = next;
        if (typeof $ref === "string" && !found.has($ref)) {
          const target = this.#target($ref);
          found.set($ref, target);
          if (target !== undefined) open.push(target);
        }
        open.push(...Object.values(next));
      }
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** What a JSON pointer into the schema leads to. */
  #target(pointer: string): JsonValue | undefined {
    if (pointer !== "#" && !pointer.startsWith("#/")) return undefined;
    let found: JsonValue | undefined = this.#root;
    for (const step of pointer.split("/").slice(1)) {
      const key = unescaped(step);
      if (found !== undefined && isArray(found)) found = found[Number(key)];
      else found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    }
    return found;
  }
}

function unescaped(step: string): string {
  let text = step;
  try {
    text = decodeURIComponent(step);
  } catch {
    // A malformed escape stands for itself.
  }
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}

function texts(value: JsonObject): SchemaTexts {
  const { title, description, examples, deprecated } = value;
  return {
    ...compact({ title: readable(title), description: readable(description), default: value["default"] }),
    ...(Array.isArray(examples) && examples.length > 0 ? { examples: arrayOf(examples) } : {}),
    ...(deprecated === true ? { deprecated: true } : {}),
  };
}

/** The type that keywords speak of where none is named. */
function impliedType(value: JsonObject): string {
  if (value["properties"] !== undefined || value["additionalProperties"] !== undefined) return "object";
  return value["items"] !== undefined || value["prefixItems"] !== undefined ? "array" : "";
}

function numberFacts(value: JsonObject) {
  const minimum = numberOf(value["minimum"]);
  const maximum = numberOf(value["maximum"]);
  const multipleOf = numberOf(value["multipleOf"]);
  // Before 2019 the exclusive bounds were flags.
  const isAbove = value["exclusiveMinimum"] === true;
  const isBelow = value["exclusiveMaximum"] === true;
  return compact({
    minimum: isAbove ? undefined : minimum,
    maximum: isBelow ? undefined : maximum,
    exclusiveMinimum: isAbove ? minimum : numberOf(value["exclusiveMinimum"]),
    exclusiveMaximum: isBelow ? maximum : numberOf(value["exclusiveMaximum"]),
    multipleOf: multipleOf !== undefined && multipleOf > 0 ? multipleOf : undefined,
    format: textOf(value["format"]),
  });
}

function discriminatorOf(value: JsonValue | undefined): string | undefined {
  return isObject(value) ? textOf(value["propertyName"]) : textOf(value);
}

function distinct(values: readonly JsonValue[]): readonly JsonValue[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function countOf(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** For the model; a text of another server's. */
function readable(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? readableText(value).text : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function arrayOf(value: JsonValue | undefined): JsonArray {
  return value !== undefined && isArray(value) ? value : [];
}

function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isArray(value);
}
