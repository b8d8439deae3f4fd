import { isRecord, reordered, type Members, type Order } from "./reordered.js";

/** Schema keywords whose value is one schema. */
const schemaKeywords = [
  "items",
  "additionalProperties",
  "not",
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "unevaluatedProperties",
];
/** Schema keywords whose value is a list of schemas. */
const schemaListKeywords = ["allOf", "anyOf", "oneOf", "prefixItems"];
/** Schema keywords whose value is a map of schemas; their order is the author's and shows. */
const schemaMapKeywords = ["properties", "patternProperties", "$defs", "dependentSchemas"];
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/**
 * A document whose object members stand in another order wherever order means nothing: the document's own members, `info`,
 * what `components` (and Swagger's `definitions` and the like) define, operations, parameters, bodies, responses and keywords of
 * schemas. Paths, methods, properties, media types, status codes and all values of the author's keep theirs.
 */
export function reorderDocument(document: unknown, order: Order): unknown {
  return reordered(document, order, {
    info: (info) => reordered(info, order),
    paths: (paths) => each(paths, (item) => pathItem(item, order)),
    components: (components) => reordered(components, order, definitions(order)),
    definitions: (schemas) => reorderedMap(schemas, order, (one) => schema(one, order)),
    parameters: (parameters) => reorderedMap(parameters, order, (one) => parameter(one, order)),
    responses: (responses) => reorderedMap(responses, order, (one) => response(one, order)),
    securityDefinitions: (schemes) => reorderedMap(schemes, order, (one) => reordered(one, order)),
  });
}

function definitions(order: Order): Members {
  return {
    schemas: (schemas) => reorderedMap(schemas, order, (one) => schema(one, order)),
    parameters: (parameters) => reorderedMap(parameters, order, (one) => parameter(one, order)),
    headers: (headers) => reorderedMap(headers, order, (one) => parameter(one, order)),
    requestBodies: (bodies) => reorderedMap(bodies, order, (one) => body(one, order)),
    responses: (responses) => reorderedMap(responses, order, (one) => response(one, order)),
    securitySchemes: (schemes) => reorderedMap(schemes, order, (one) => reordered(one, order)),
    pathItems: (items) => reorderedMap(items, order, (one) => pathItem(one, order)),
  };
}

/** Methods keep their order: it is the order of the tools. */
function pathItem(item: unknown, order: Order): unknown {
  return each(item, (value, key) => {
    if (methods.includes(key)) return operation(value, order);
    return key === "parameters" ? list(value, (one) => parameter(one, order)) : value;
  });
}

function operation(value: unknown, order: Order): unknown {
  return reordered(value, order, {
    parameters: (parameters) => list(parameters, (one) => parameter(one, order)),
    requestBody: (one) => body(one, order),
    responses: (responses) => each(responses, (one) => response(one, order)),
  });
}

function parameter(value: unknown, order: Order): unknown {
  return reordered(value, order, {
    schema: (one) => schema(one, order),
    items: (one) => schema(one, order),
    content: (content) => each(content, (one) => mediaType(one, order)),
  });
}

function body(value: unknown, order: Order): unknown {
  return reordered(value, order, { content: (content) => each(content, (one) => mediaType(one, order)) });
}

function response(value: unknown, order: Order): unknown {
  return reordered(value, order, {
    schema: (one) => schema(one, order),
    headers: (headers) => each(headers, (one) => parameter(one, order)),
    content: (content) => each(content, (one) => mediaType(one, order)),
  });
}

function mediaType(value: unknown, order: Order): unknown {
  return reordered(value, order, { schema: (one) => schema(one, order) });
}

function schema(value: unknown, order: Order): unknown {
  const one = (inner: unknown): unknown => schema(inner, order);
  return reordered(value, order, {
    ...Object.fromEntries(schemaKeywords.map((keyword) => [keyword, one])),
    ...Object.fromEntries(schemaListKeywords.map((keyword) => [keyword, (inner: unknown) => list(inner, one)])),
    ...Object.fromEntries(schemaMapKeywords.map((keyword) => [keyword, (inner: unknown) => each(inner, one)])),
  });
}

/** A map whose own order means nothing. */
function reorderedMap(map: unknown, order: Order, change: (value: unknown) => unknown): unknown {
  return reordered(each(map, change), order);
}

/** An object with every value changed and its order kept. */
function each(value: unknown, change: (value: unknown, key: string) => unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)]));
}

function list(value: unknown, change: (value: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(change) : value;
}
