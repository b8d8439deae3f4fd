// @ts-check
import { flatten, typeOf } from "./flatten.mjs";
import { NoExample } from "./no-example.mjs";
import { textMatching } from "./text-matching.mjs";

/**
 * @typedef {import("./document-reader.mjs").Located} Located
 * @typedef {import("./document-reader.mjs").DocumentReader} DocumentReader
 * @typedef {import("./flatten.mjs").Flattened} Flattened
 * @typedef {"request" | "response"} Direction
 */

const deepest = 5;
const mostNodes = 300;

/** Texts by format. */
const formats = {
  "date-time": "2024-05-17T09:30:00Z",
  date: "2024-05-17",
  time: "09:30:00Z",
  duration: "P1D",
  email: "ada@example.com",
  "idn-email": "ada@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/a",
  url: "https://example.com/a",
  "uri-reference": "https://example.com/a",
  "uri-template": "https://example.com/{a}",
  uuid: "123e4567-e89b-42d3-a456-426614174000",
  byte: "aGVsbG8=",
  binary: "aGVsbG8=",
  "json-pointer": "/a",
  regex: "^a$",
};

/**
 * Makes a value that fits a schema, with as much of it filled in as is sensible.
 *
 * @param {DocumentReader} reader
 * @param {Located | undefined} schema
 * @param {{ direction: Direction, text: string }} options `text` is used where any text will do
 * @returns {unknown}
 * @throws NoExample
 */
export function example(reader, schema, options) {
  return new Generator(reader, options).value(schema, []);
}

class Generator {
  #nodes = 0;

  /**
   * @param {DocumentReader} reader
   * @param {{ direction: Direction, text: string }} options
   */
  constructor(reader, options) {
    this.reader = reader;
    this.options = options;
  }

  /**
   * @param {Located | undefined} located
   * @param {readonly unknown[]} above values of the schemas that this one is part of
   * @returns {unknown}
   */
  value(located, above) {
    this.#nodes += 1;
    if (located === undefined || located.value === true) return this.options.text;
    if (located.value === false || typeof located.value !== "object" || located.value === null)
      throw new NoExample("no value fits");
    if (above.includes(located.value)) throw new NoExample("the schema recurses");
    const stack = [...above, located.value];
    const schema = flatten(this.reader, located);
    if ("const" in schema) return schema.const;
    if (Array.isArray(schema.enum)) return listed(schema);
    switch (typeOf(schema)) {
      case "object":
        return this.#object(schema, stack);
      case "array":
        return this.#array(schema, stack);
      case "string":
        return text(schema, this.options.text);
      case "integer":
      case "number":
        return number(schema);
      case "boolean":
        return true;
      case "null":
        return null;
      default:
        return this.options.text;
    }
  }

  /**
   * @param {Flattened} schema
   * @param {readonly unknown[]} stack
   */
  #object(schema, stack) {
    /** @type {[string, unknown][]} */
    const members = [];
    for (const [name, property] of Object.entries(schema.properties)) {
      const isRequired = schema.required.includes(name);
      const { readOnly, writeOnly } = flatten(this.reader, property);
      if (this.options.direction === "request" ? readOnly : writeOnly) continue;
      if (!isRequired && (stack.length > deepest || this.#nodes > mostNodes)) continue;
      if (!isRequired && members.length >= (schema.maxProperties ?? Infinity)) continue;
      try {
        const value = this.value(property, stack);
        const listed = flatten(this.reader, property).enum;
        // A discriminator's value that the property itself does not know is the document's mistake.
        const isFixed = name in schema.fixed && (!Array.isArray(listed) || listed.includes(schema.fixed[name]));
        members.push([name, isFixed ? schema.fixed[name] : value]);
      } catch (error) {
        if (isRequired || !(error instanceof NoExample)) throw error;
      }
    }
    // What is required without being described may be anything.
    for (const name of schema.required) if (!(name in schema.properties)) members.push([name, this.options.text]);
    if (members.length === 0 && typeof schema.additionalProperties?.value === "object") {
      try {
        members.push(["key", this.value(schema.additionalProperties, stack)]);
      } catch (error) {
        if (!(error instanceof NoExample)) throw error;
      }
    }
    // Own properties, whatever their names: `__proto__` is one too.
    return Object.fromEntries(members);
  }

  /**
   * @param {Flattened} schema
   * @param {readonly unknown[]} stack
   */
  #array(schema, stack) {
    if (schema.prefixItems.length > 0) return schema.prefixItems.map((item) => this.value(item, stack));
    const { minItems = 0, maxItems = Infinity } = schema;
    if (maxItems < 1) return [];
    let item;
    try {
      item = this.value(schema.items, stack);
    } catch (error) {
      if (minItems > 0 || !(error instanceof NoExample)) throw error;
      return [];
    }
    if (schema.uniqueItems === true) {
      const values = schema.items && flatten(this.reader, schema.items).enum;
      if (minItems > 1 && Array.isArray(values)) return values.slice(0, minItems);
      if (minItems > 1) throw new NoExample("several different items are asked for");
      return [item];
    }
    // Two items show how lists are joined.
    return Array.from({ length: Math.max(Math.min(2, maxItems), minItems) }, () => item);
  }
}

/**
 * The first listed value. YAML reads `enum: [1, true]` of a string as a number and a boolean; texts were meant.
 *
 * @param {Flattened} schema
 */
function listed(schema) {
  const value = schema.enum.find((/** @type {unknown} */ one) => one !== null) ?? schema.enum[0];
  return schema.type === "string" && value !== null ? String(value) : value;
}

/**
 * @param {Flattened} schema
 * @param {string} any
 */
function text({ format, pattern, minLength = 0, maxLength = Infinity }, any) {
  if (pattern !== undefined) return textMatching(pattern, { minLength, maxLength });
  const fitting = Object.hasOwn(formats, format) ? formats[/** @type {keyof typeof formats} */ (format)] : any;
  return fitting.padEnd(minLength, "x").slice(0, maxLength);
}

/** @param {Flattened} schema */
function number({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }) {
  const isInteger = type === "integer" || (Array.isArray(type) && type.includes("integer"));
  const step = multipleOf ?? (isInteger ? 1 : 0.5);
  const above =
    typeof exclusiveMinimum === "number" ? exclusiveMinimum : exclusiveMinimum === true ? minimum : undefined;
  const below =
    typeof exclusiveMaximum === "number" ? exclusiveMaximum : exclusiveMaximum === true ? maximum : undefined;
  const least =
    above !== undefined
      ? (Math.floor(above / step) + 1) * step
      : minimum !== undefined
        ? Math.ceil(minimum / step) * step
        : undefined;
  const most =
    below !== undefined
      ? (Math.ceil(below / step) - 1) * step
      : maximum !== undefined
        ? Math.floor(maximum / step) * step
        : undefined;
  return least ?? Math.min(most ?? step * 7, step * 7);
}
