// @ts-check

/**
 * An encoder of parameters, written from the OpenAPI specification (3.1.1 §4.8.12, RFC 6570) and independent of mcpgen's.
 *
 * @typedef {import("./operations.mjs").Parameter} Parameter
 * @typedef {[name: string, value: string]} Pair encoded
 */

/** A value for which the specification defines no encoding: nested in a style that is flat, or in a cookie. */
export class Undefined extends Error {}

/**
 * @param {Parameter} parameter
 * @param {any} value
 * @returns {string} what stands in the path in place of `{name}`
 */
export function encodePath({ name, style, explode, isJson, isMultiSegment, allowReserved }, value) {
  const encode = isMultiSegment
    ? (/** @type {unknown} */ one) => String(one).split("/").map(encodeURIComponent).join("/")
    : encoder(allowReserved);
  if (isJson) return encodeURIComponent(JSON.stringify(value));
  const items = flatItems(value, encode);
  const members = flatMembers(value, encode);
  switch (style) {
    case "label":
      if (items) return `.${items.join(explode ? "." : ",")}`;
      if (members)
        return `.${explode ? members.map(([key, one]) => `${key}=${one}`).join(".") : members.flat().join(",")}`;
      return `.${encode(value)}`;
    case "matrix":
      if (items) return explode ? items.map((one) => `;${name}=${one}`).join("") : `;${name}=${items.join(",")}`;
      if (members)
        return explode
          ? members.map(([key, one]) => `;${key}=${one}`).join("")
          : `;${name}=${members.flat().join(",")}`;
      return `;${name}=${encode(value)}`;
    default:
      if (items) return items.join(",");
      if (members) return explode ? members.map(([key, one]) => `${key}=${one}`).join(",") : members.flat().join(",");
      return encode(value);
  }
}

const separators = { spaceDelimited: "%20", pipeDelimited: "|", tabDelimited: "%09" };

/**
 * @param {Pick<Parameter, "name" | "style" | "explode" | "isJson" | "allowReserved">} parameter of a query or a form
 * @param {any} value
 * @returns {Pair[]}
 */
export function encodeQuery({ name, style, explode, isJson, allowReserved }, value) {
  const encode = encoder(allowReserved);
  const key = encodeURIComponent(name);
  if (isJson) return [[key, encode(JSON.stringify(value))]];
  if (style === "deepObject") return deepPairs(key, value, encode);
  const items = flatItems(value, encode);
  const members = flatMembers(value, encode);
  if (items === undefined && members === undefined) return [[key, encode(value)]];
  if (explode) return items ? items.map((one) => [key, one]) : (members ?? []);
  const separator = style in separators ? separators[/** @type {keyof typeof separators} */ (style)] : ",";
  return [[key, (items ?? (members ?? []).flat()).join(separator)]];
}

/**
 * @param {Parameter} parameter of a header or a cookie
 * @param {any} value
 */
export function encodeHeader({ explode, isJson, in: place }, value) {
  if (isJson) return JSON.stringify(value);
  const items = flatItems(value, String);
  const members = flatMembers(value, String);
  if (place === "cookie" && explode && (items ?? members))
    throw new Undefined("a list or object in an exploded cookie");
  if (items) return items.join(",");
  if (members) return explode ? members.map(([key, one]) => `${key}=${one}`).join(",") : members.flat().join(",");
  return String(value);
}

/**
 * @param {string} key
 * @param {any} value
 * @param {(value: unknown) => string} encode
 * @returns {Pair[]}
 */
function deepPairs(key, value, encode) {
  // How lists stand in deep objects is not defined; their keys are compared without indices.
  if (Array.isArray(value)) return value.flatMap((one) => deepPairs(isFlat(one) ? key : `${key}[]`, one, encode));
  if (isFlat(value)) return [[key, encode(value)]];
  return Object.entries(value).flatMap(([name, one]) => deepPairs(`${key}[${encodeURIComponent(name)}]`, one, encode));
}

/**
 * @param {any} value
 * @param {(value: unknown) => string} encode
 */
function flatItems(value, encode) {
  if (!Array.isArray(value)) return undefined;
  if (!value.every(isFlat)) throw new Undefined("a nested value in a flat style");
  return value.map(encode);
}

/**
 * @param {any} value
 * @param {(value: unknown) => string} encode
 * @returns {Pair[] | undefined}
 */
function flatMembers(value, encode) {
  if (isFlat(value) || Array.isArray(value)) return undefined;
  if (!Object.values(value).every(isFlat)) throw new Undefined("a nested value in a flat style");
  return Object.entries(value).map(([key, one]) => [encode(key), encode(one)]);
}

/** @param {unknown} value */
export function isFlat(value) {
  return typeof value !== "object" || value === null;
}

/** @param {boolean} allowReserved */
function encoder(allowReserved) {
  return (/** @type {unknown} */ value) =>
    allowReserved
      ? encodeURI(String(value)).replaceAll(/%5[BD]/g, decodeURIComponent)
      : encodeURIComponent(String(value));
}

/**
 * Undoes escapes that make no difference, so that two ways to write the same compare equal: all but those of delimiters.
 *
 * @param {string} text
 */
export function normalized(text) {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const decoded = Buffer.from(escapes.replaceAll("%", ""), "hex").toString("utf8");
    return decoded.replaceAll(/[,;=&/?#%]/g, encodeURIComponent);
  });
}

/**
 * The pairs of a query or form, normalized, sorted by name.
 *
 * @param {string} query
 * @returns {string[]}
 */
export function normalizedPairs(query) {
  if (query === "") return [];
  return sortedByName(
    query.split("&").map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/**
 * @param {readonly string[][]} pairs
 * @returns {string[]}
 */
export function sortedByName(pairs) {
  return pairs
    .map(([name = "", value = ""]) => [
      normalized(name.replaceAll("+", " ")).replaceAll(/\[\d*\]/g, ""),
      normalized(value.replaceAll("+", " ")),
    ])
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}
