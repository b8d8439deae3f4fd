// @ts-check
import { parametersOf, responsesOf } from "./operation-parts.mjs";

/**
 * @typedef {import("./document-reader.mjs").Located} Located
 * @typedef {import("./document-reader.mjs").DocumentReader} DocumentReader
 */

const collectionStyles = {
  csv: "form",
  ssv: "spaceDelimited",
  tsv: "tabDelimited",
  pipes: "pipeDelimited",
  multi: "form",
};

/**
 * @param {DocumentReader} reader
 * @param {Located} document
 * @param {Located} item
 * @param {Located} operation
 */
export function readSwagger(reader, document, item, operation) {
  const all = parametersOf(reader, item, operation);
  const parameters = all
    .filter(({ value }) => ["path", "query", "header"].includes(value.in))
    .map(({ value, file }) => ({
      name: value.name,
      in: value.in,
      required: value.required === true,
      style: collectionStyle(value),
      explode: value.collectionFormat === "multi",
      allowReserved: false,
      isJson: false,
      isMultiSegment: value["x-multi-segment"] === true,
      schema: { value, file },
    }));
  const body = all.find(({ value }) => value.in === "body");
  const fields = all.filter(({ value }) => value.in === "formData");
  const consumes = operation.value.consumes ?? document.value.consumes ?? [];
  const produces = operation.value.produces ?? document.value.produces ?? ["application/json"];
  return {
    parameters,
    body: body ? swaggerBody(reader, body, consumes) : fields.length > 0 ? swaggerForm(fields, consumes) : undefined,
    hasOwnServer: false,
    ...responsesOf(reader, operation, (response) => {
      const schema = reader.at(response, "schema");
      return schema === undefined ? [] : produces.map((/** @type {string} */ mediaType) => ({ mediaType, schema }));
    }),
  };
}

/** @param {{ in: string, collectionFormat?: keyof typeof collectionStyles }} value */
function collectionStyle(value) {
  const style = collectionStyles[value.collectionFormat ?? "csv"] ?? "form";
  return value.in !== "query" && value.in !== "formData" && style === "form" ? "simple" : style;
}

/**
 * @param {DocumentReader} reader
 * @param {Located} body
 * @param {readonly string[]} consumes
 */
function swaggerBody(reader, body, consumes) {
  const mediaTypes = consumes.length === 0 ? ["application/json"] : consumes;
  const schema = reader.at(body, "schema");
  return {
    required: body.value.required === true,
    contents: mediaTypes.map((mediaType) => ({ mediaType, schema, encoding: {} })),
  };
}

/**
 * @param {readonly Located[]} fields
 * @param {readonly string[]} consumes
 */
function swaggerForm(fields, consumes) {
  const hasFile = fields.some(({ value }) => value.type === "file");
  const forms = consumes.filter((mediaType) => /form/.test(mediaType));
  const fitting = forms.filter((mediaType) => !hasFile || mediaType.startsWith("multipart/"));
  const mediaTypes =
    fitting.length > 0 ? fitting : [hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"];
  const properties = Object.fromEntries(
    fields.map(({ value }) => [
      value.name,
      value.type === "file" ? { ...value, type: "string", format: "binary" } : value,
    ]),
  );
  const required = fields.filter(({ value }) => value.required === true).map(({ value }) => value.name);
  const schema = { value: { type: "object", properties, required }, file: fields[0]?.file ?? "" };
  const encoding = Object.fromEntries(
    fields.map(({ value }) => [
      value.name,
      { style: collectionStyle(value), explode: value.collectionFormat === "multi" },
    ]),
  );
  return { required: required.length > 0, contents: mediaTypes.map((mediaType) => ({ mediaType, schema, encoding })) };
}
