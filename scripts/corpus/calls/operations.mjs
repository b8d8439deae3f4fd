// @ts-check
import { DocumentReader } from "./document-reader.mjs";

/**
 * @typedef {import("./document-reader.mjs").Located} Located
 *
 * @typedef {object} Parameter
 * @property {string} name on the wire
 * @property {"path" | "query" | "header" | "cookie"} in
 * @property {boolean} required
 * @property {string} style as OpenAPI 3 calls it, or `tabDelimited` (Swagger's tsv)
 * @property {boolean} explode
 * @property {boolean} allowReserved
 * @property {boolean} isJson whether its value is encoded as JSON
 * @property {boolean} isMultiSegment whether slashes divide segments of the path
 * @property {Located | undefined} schema
 *
 * @typedef {object} Body
 * @property {boolean} required
 * @property {readonly { mediaType: string, schema: Located | undefined, encoding: Record<string, any> }[]} contents
 *
 * @typedef {object} Operation
 * @property {string} method
 * @property {string} path
 * @property {string} pointer
 * @property {string} label how diagnostics call it: its operationId, or method and path
 * @property {readonly Parameter[]} parameters
 * @property {Body | undefined} body
 * @property {readonly { status: number, mediaType: string, schema: Located | undefined }[]} jsonResponses the successful ones
 * @property {number} successStatus
 * @property {ReadonlySet<string>} credentials parameters of the document's security schemes, e.g. `header X-Key`
 * @property {boolean} hasStyledParts whether `style` and `explode` mean something in multipart bodies: from 3.1 on
 * @property {boolean} hasOwnServer whether it, or its path, names a server of its own
 * @property {DocumentReader} reader
 */

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * The operations of a document as the OpenAPI specification reads it, Swagger 2.0 in the terms of 3.
 *
 * @param {string} file
 * @returns {{ list: Operation[], bytes: number }} and the bytes of the document as compact JSON
 */
export function readOperations(file) {
  const reader = new DocumentReader();
  const document = reader.read(file);
  const credentials = credentialsOf(reader, document);
  const isSwagger = document.value?.swagger !== undefined;
  const hasStyledParts = /^3\.[1-9]/.test(String(document.value?.openapi));
  const allMethods = /^3\.[2-9]/.test(String(document.value?.openapi)) ? [...methods, "query"] : methods;
  const list = reader.entries(reader.at(document, "paths")).flatMap(([path, item]) => {
    if (path.startsWith("x-")) return [];
    const standard = allMethods.map((method) => ({
      method: method.toUpperCase(),
      operation: reader.at(item, method),
      step: method,
    }));
    const others = reader
      .entries(reader.at(item, "additionalOperations"))
      .map(([method, operation]) => ({ method, operation, step: `additionalOperations/${method}` }));
    return [...standard, ...others].flatMap(({ method, operation, step }) => {
      if (operation === undefined || operation.value === null || typeof operation.value !== "object") return [];
      const pointer = `/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${step}`;
      const read = isSwagger ? readSwagger : readOpenApi;
      const label = operation.value.operationId ?? `${method} ${path}`;
      return [
        {
          method,
          path,
          pointer,
          label,
          reader,
          credentials,
          hasStyledParts,
          ...read(reader, document, item, operation),
        },
      ];
    });
  });
  return { list, bytes: reader.bytes };
}

/**
 * @param {DocumentReader} reader
 * @param {Located} _document
 * @param {Located} item
 * @param {Located} operation
 */
function readOpenApi(reader, _document, item, operation) {
  const parameters = parametersOf(reader, item, operation).map(({ value, file }) => {
    const [content] = reader.entries(reader.at({ value, file }, "content"));
    const style = value.style ?? (value.in === "query" || value.in === "cookie" ? "form" : "simple");
    return {
      name: value.name,
      in: value.in,
      required: value.required === true,
      style,
      explode: value.explode ?? (style === "form" || style === "deepObject"),
      allowReserved: value.allowReserved === true,
      isJson: content !== undefined,
      isMultiSegment: value["x-multi-segment"] === true,
      schema: content === undefined ? reader.at({ value, file }, "schema") : reader.at(content[1], "schema"),
    };
  });
  const requestBody = reader.at(operation, "requestBody");
  const contents = reader.entries(reader.at(requestBody, "content")).map(([mediaType, one]) => ({
    mediaType,
    schema: reader.at(one, "schema"),
    encoding: one.value?.encoding ?? {},
  }));
  return {
    parameters,
    body: contents.length === 0 ? undefined : { required: requestBody?.value.required === true, contents },
    hasOwnServer: [operation.value.servers, item.value.servers].some(
      (servers) => Array.isArray(servers) && servers.length > 0,
    ),
    ...responsesOf(reader, operation, (response) =>
      reader
        .entries(reader.at(response, "content"))
        .map(([mediaType, one]) => ({ mediaType, schema: reader.at(one, "schema") })),
    ),
  };
}

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
function readSwagger(reader, document, item, operation) {
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

/**
 * Those of the path, unless the operation has one of the same name and place.
 *
 * @param {DocumentReader} reader
 * @param {Located} item
 * @param {Located} operation
 * @returns {Located[]}
 */
function parametersOf(reader, item, operation) {
  /** @type {Map<string, Located>} */
  const parameters = new Map();
  for (const owner of [item, operation]) {
    for (const [, parameter] of reader.entries(reader.at(owner, "parameters"))) {
      parameters.set(`${parameter.value?.in} ${parameter.value?.name}`, parameter);
    }
  }
  return [...parameters.values()].filter(({ value }) => typeof value?.name === "string");
}

/**
 * @param {DocumentReader} reader
 * @param {Located} operation
 * @param {(response: Located) => { mediaType: string, schema: Located | undefined }[]} contentsOf
 */
function responsesOf(reader, operation, contentsOf) {
  const responses = reader.entries(reader.at(operation, "responses"));
  const explicit = responses.filter(([status]) => /^2(?:\d\d|XX)$/i.test(status));
  const successful = explicit.length > 0 ? explicit : responses.filter(([status]) => status === "default");
  const numbered = successful.map(([status, response]) => ({
    status: /^\d+$/.test(status) ? Number(status) : 200,
    response,
  }));
  const jsonResponses = numbered.flatMap(({ status, response }) =>
    contentsOf(response)
      .filter(({ mediaType }) => isJson(mediaType) && status !== 204 && status !== 205)
      .slice(0, 1)
      .map((content) => ({ status, ...content })),
  );
  return { jsonResponses, successStatus: numbered[0]?.status ?? 200 };
}

/**
 * @param {DocumentReader} reader
 * @param {Located} document
 */
function credentialsOf(reader, document) {
  const schemes = [
    reader.at(reader.at(document, "components"), "securitySchemes"),
    reader.at(document, "securityDefinitions"),
  ];
  const keys = schemes.flatMap((one) => reader.entries(one)).filter(([, { value }]) => value?.type === "apiKey");
  return new Set(keys.map(([, { value }]) => `${value.in} ${value.name}`));
}

/** @param {string} mediaType */
export function isJson(mediaType) {
  return /^[^;]+[/+]json\s*(?:;|$)/i.test(mediaType);
}
