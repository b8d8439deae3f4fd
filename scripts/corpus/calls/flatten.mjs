// @ts-check
import { NoExample } from "./no-example.mjs";

/**
 * @typedef {import("./document-reader.mjs").Located} Located
 * @typedef {import("./document-reader.mjs").DocumentReader} DocumentReader
 */

/**
 * A schema with `allOf` merged in, and the first fitting variant of `oneOf` and `anyOf`.
 *
 * @typedef {Record<string, any> & {
 *   properties: Record<string, Located>, required: string[], prefixItems: Located[], fixed: Record<string, unknown>,
 *   items?: Located, additionalProperties?: Located,
 * }} Flattened
 */

/** @type {Flattened} */
const nothing = { properties: {}, required: [], prefixItems: [], fixed: {} };

/**
 * @param {DocumentReader} reader
 * @param {Located} located
 * @param {number} depth
 * @returns {Flattened}
 */
export function flatten(reader, located, depth = 0) {
  const target = reader.follow(located);
  if (target === undefined || depth > 20) throw new NoExample("a reference leads nowhere");
  const { value } = target;
  if (typeof value !== "object" || value === null) return nothing;
  const items = reader.at(target, "items");
  /** @type {Flattened} */
  let merged = {
    ...withoutEmptyEnum(value),
    properties: Object.fromEntries(reader.entries(reader.at(target, "properties"))),
    required: Array.isArray(value.required) ? value.required : [],
    prefixItems: reader.entries(reader.at(target, "prefixItems")).map(([, item]) => item),
    fixed: {},
    items,
    additionalProperties: reader.at(target, "additionalProperties"),
  };
  for (const [, part] of reader.entries(reader.at(target, "allOf")))
    merged = join(merged, flatten(reader, part, depth + 1));
  for (const combinator of ["oneOf", "anyOf"]) {
    const variants = reader.entries(reader.at(target, combinator)).map(([, variant]) => variant);
    if (
      variants.length > 0 &&
      variants.every(({ value: one }) => one !== null && typeof one === "object" && "const" in one)
    ) {
      merged = join(merged, { ...nothing, enum: variants.map(({ value: one }) => one.const) });
      continue;
    }
    const possible = variants.filter(
      (one) => one.value?.type !== "null" && agrees(merged, flatten(reader, one, depth + 1)),
    );
    const variant = possible[0] ?? variants[0];
    if (variant === undefined) continue;
    merged = join(merged, flatten(reader, variant, depth + 1));
    const { propertyName } = value.discriminator ?? {};
    if (propertyName !== undefined)
      merged.fixed = {
        ...merged.fixed,
        [propertyName]: discriminatorValue(value, combinator, variants.indexOf(variant)),
      };
  }
  return merged;
}

/**
 * A list without values would allow nothing, which nobody means.
 *
 * @param {Record<string, any>} schema
 */
function withoutEmptyEnum({ enum: values, ...schema }) {
  return Array.isArray(values) && values.length === 0 ? schema : { ...schema, ...(values && { enum: values }) };
}

/**
 * @param {any} schema
 * @param {string} combinator
 * @param {number} index
 */
function discriminatorValue({ discriminator, ...schema }, combinator, index) {
  const reference = String(schema[combinator]?.[index]?.$ref ?? "");
  const name = reference.split("/").at(-1) ?? "";
  const mapped = Object.entries(discriminator.mapping ?? {}).find(
    ([, target]) => target === reference || target === name,
  );
  return mapped?.[0] ?? name;
}

/**
 * Whether two schemas have a listed value in common, where both list values.
 *
 * @param {Flattened} a
 * @param {Flattened} b
 */
function agrees(a, b) {
  const [ofA, ofB] = [a, b].map((one) => ("const" in one ? [one.const] : one.enum));
  return !Array.isArray(ofA) || !Array.isArray(ofB) || ofA.some((value) => ofB.includes(value));
}

/**
 * @param {Flattened} a
 * @param {Flattened} b
 * @returns {Flattened}
 */
function join(a, b) {
  const { properties, required, prefixItems, fixed, items, additionalProperties, ...rest } = b;
  if (Array.isArray(a.enum) && Array.isArray(rest.enum))
    rest.enum = a.enum.filter((value) => rest.enum.includes(value));
  return {
    ...a,
    ...Object.fromEntries(
      Object.entries(rest).filter(([key]) => !["allOf", "oneOf", "anyOf", "description", "title"].includes(key)),
    ),
    properties: { ...a.properties, ...properties },
    required: [...a.required, ...required],
    prefixItems: prefixItems.length > 0 ? prefixItems : a.prefixItems,
    fixed: { ...a.fixed, ...fixed },
    ...((items ?? a.items) && { items: items ?? a.items }),
    ...((additionalProperties ?? a.additionalProperties) && {
      additionalProperties: additionalProperties ?? a.additionalProperties,
    }),
  };
}

/** @param {Flattened} schema */
export function typeOf(schema) {
  const type = Array.isArray(schema.type) ? (schema.type.find((one) => one !== "null") ?? "null") : schema.type;
  if (type !== undefined) return type === "file" ? "string" : type;
  if (Object.keys(schema.properties).length > 0 || schema.additionalProperties !== undefined) return "object";
  if (schema.items !== undefined || schema.prefixItems.length > 0) return "array";
  if (schema.pattern !== undefined || schema.format === "binary") return "string";
  return undefined;
}
