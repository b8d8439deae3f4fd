// @ts-check
import { DocumentReader } from "./document-reader.mjs";
import { parametersOf, responsesOf } from "./operation-parts.mjs";
import { readSwagger } from "./read-swagger.mjs";

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
 * @property {boolean} needsCertificate whether only a client certificate opens it
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
  const { credentials, certificates } = securityOf(reader, document);
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
      const { parameters, ...rest } = read(reader, document, item, operation);
      const requirements = Object.values(operation.value.security ?? document.value.security ?? []);
      const needsCertificate =
        requirements.length > 0 && requirements.every((one) => Object.keys(one).some((name) => certificates.has(name)));
      const facts = { method, path, pointer, label, reader, credentials, needsCertificate, hasStyledParts };
      return [{ ...facts, parameters: matchingPath(path, parameters), ...rest }];
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

/**
 * The parameters, those of the path as the path itself has them: one that is not declared is a text.
 *
 * @param {string} path
 * @param {readonly Parameter[]} parameters
 * @returns {Parameter[]}
 */
function matchingPath(path, parameters) {
  const names = new Set([...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name));
  const kept = parameters.filter(({ in: place, name }) => place !== "path" || names.has(name));
  for (const { in: place, name } of kept) if (place === "path") names.delete(name);
  const text = {
    in: /** @type {const} */ ("path"),
    required: true,
    style: "simple",
    explode: false,
    schema: undefined,
  };
  const undeclared = [...names].map((name) => ({
    ...text,
    name,
    allowReserved: false,
    isJson: false,
    isMultiSegment: false,
  }));
  return [...kept, ...undeclared];
}

/**
 * The parameters that carry keys, and the schemes that want a client certificate.
 *
 * @param {DocumentReader} reader
 * @param {Located} document
 */
function securityOf(reader, document) {
  const declared = [
    reader.at(reader.at(document, "components"), "securitySchemes"),
    reader.at(document, "securityDefinitions"),
  ];
  const schemes = declared.flatMap((one) => reader.entries(one));
  const keys = schemes.filter(([, { value }]) => value?.type === "apiKey");
  const mutual = schemes.filter(([, { value }]) => value?.type === "mutualTLS");
  return {
    credentials: new Set(keys.map(([, { value }]) => `${value.in} ${value.name}`)),
    certificates: new Set(mutual.map(([name]) => name)),
  };
}
