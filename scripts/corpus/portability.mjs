// @ts-check
import { createRequire } from "node:module";

// The dialect of the SDK's own validator: what its clients make of a schema is what counts.
const requireFromSdk = createRequire(createRequire(import.meta.url).resolve("@modelcontextprotocol/sdk/types.js"));
const { Ajv2020 } = requireFromSdk("ajv/dist/2020.js");
const dialect = new Ajv2020({ strict: false, logger: false, validateFormats: false });
dialect.addVocabulary(["x-fastmcp-wrap-result", "x-mcp"]);

/**
 * What clients and models stumble over in a list of tools, as sentences.
 *
 * @param {readonly { name: string, inputSchema: object, outputSchema?: object }[]} tools
 * @returns {string[]}
 */
export function portabilityFaults(tools) {
  const names = new Map();
  return tools.flatMap((tool) => {
    const faults = [
      ...schemaFaults(tool.inputSchema, { isInput: true }),
      ...schemaFaults(tool.outputSchema, { isInput: false }),
    ];
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(tool.name)) faults.push("its name is not portable");
    const folded = tool.name.toLowerCase();
    if (names.has(folded)) faults.push(`its name is that of ${names.get(folded)}`);
    names.set(folded, tool.name);
    return faults.map((fault) => `${tool.name}: ${fault}`);
  });
}

/**
 * Why arguments do not fit the schema that the tool shows; `undefined` when they do.
 *
 * @param {object} schema
 * @param {unknown} args
 * @returns {string | undefined}
 */
export function misfit(schema, args) {
  const validate = dialect.compile(schema);
  dialect.removeSchema(schema);
  return validate(args) === true ? undefined : dialect.errorsText(validate.errors, { dataVar: "arguments" });
}

/**
 * @param {Record<string, any> | undefined} schema
 * @param {{ isInput: boolean }} options
 * @returns {string[]}
 */
function schemaFaults(schema, { isInput }) {
  if (schema === undefined) return [];
  const which = isInput ? "inputSchema" : "outputSchema";
  const faults = [];
  if (schema.type !== "object") faults.push("is not of type object");
  for (const combinator of ["oneOf", "anyOf", "allOf"])
    if (combinator in schema) faults.push(`has ${combinator} at its root`);
  if (isInput) {
    for (const key of Object.keys(schema.properties ?? {})) {
      if (!/^[A-Za-z0-9_.-]{1,64}$/.test(key)) faults.push(`has the property ${JSON.stringify(key)}`);
    }
  }
  if (dialect.validateSchema(schema) !== true) faults.push(`is no JSON Schema 2020-12: ${dialect.errorsText()}`);
  for (const reference of referencesIn(schema)) {
    if (!reference.startsWith("#/$defs/")) faults.push(`refers to ${reference}`);
    else if (!(unescape(reference.slice(8)) in (schema.$defs ?? {})))
      faults.push(`refers to ${reference}, which is not there`);
  }
  return faults.map((fault) => `its ${which} ${fault}`);
}

/**
 * The values of `$ref` in a schema, wherever it is a keyword. Values that authors give are not looked into.
 *
 * @param {unknown} schema
 * @returns {string[]}
 */
function referencesIn(schema) {
  if (Array.isArray(schema)) return schema.flatMap(referencesIn);
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === "$ref") return [String(value)];
    if (["const", "enum", "default", "examples", "required"].includes(key)) return [];
    if (key === "properties" || key === "$defs" || key === "patternProperties")
      return Object.values(value).flatMap(referencesIn);
    return referencesIn(value);
  });
}

/** @param {string} token of a JSON pointer */
function unescape(token) {
  return decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");
}
