import type {
  Body,
  BodyField,
  DelimitedStyle,
  Operation,
  Parameter,
  QueryStringParameter,
  SecurityRequirement,
  Server,
} from "../../ir/http-api.js";
import {
  array,
  call,
  literal,
  member,
  name,
  object,
  property,
  spread,
  tall,
  type Expression,
  type Property,
  type Spread,
} from "./expression.js";

/** Names of the runtime's functions, under which the printed module has imported them. */
export interface RequestFunctions {
  readonly parameter: (name: ParameterFunction) => string;
  readonly templatedServer: () => string;
  readonly body: (name: BodyFunction) => string;
  readonly stream: (name: NonNullable<Operation["stream"]>) => string;
  readonly nodeTransport: () => string;
}

/** The runtime's functions that parameters are made with; only the styled ones know styles, reserved characters, segments. */
export type ParameterFunction = "path" | "query" | "header" | "cookie" | "styledPath" | "styledQuery" | "queryString";

/** The runtime's functions that bodies are made with. */
export type BodyFunction = Body["encoding"] | "field" | "part" | "fieldsOf" | "partsOf" | "others";

/** Media types that need not be said. */
const usualTypes: Readonly<Record<Body["encoding"], string>> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
  text: "text/plain",
  binary: "application/octet-stream",
};

/** The literal that a client method hands to `HttpClient.send`: everything about a request that the document decides. */
export function requestExpression(operation: Operation, functions: RequestFunctions): Expression {
  const { method, path, accept, body, security, server, stream } = operation;
  return tall([
    property("method", literal(method)),
    property("path", literal(path)),
    ...parametersIn("path", "pathParameters", operation, functions),
    ...parametersIn("query", "query", operation, functions),
    ...parametersIn("header", "headers", operation, functions),
    ...parametersIn("cookie", "cookies", operation, functions),
    ...(accept.length === 0 ? [] : [property("accept", literal(accept.join(", ")))]),
    ...(body === undefined ? [] : [property("body", bodyExpression(body, operation, functions))]),
    ...(security === undefined ? [] : [property("security", securityExpression(security))]),
    ...(server === undefined ? [] : [property("server", serverExpression(server, functions.templatedServer))]),
    ...(stream === undefined ? [] : [property("stream", name(functions.stream(stream)))]),
    ...(needsNode(operation) ? [property("transport", name(functions.nodeTransport()))] : []),
  ]);
}

/** True for what fetch refuses to send. */
function needsNode({ method, body }: Operation): boolean {
  return method === "TRACE" || (body !== undefined && (method === "GET" || method === "HEAD"));
}

/** Alternatives of credentials. */
export function securityExpression(security: readonly SecurityRequirement[]): Expression {
  return array(security.map((requirement) => array(requirement.map(literal))));
}

/** A base address; the runtime's function is asked for only when the address has variables. */
export function serverExpression({ url, variables }: Server, templatedServer: () => string): Expression {
  if (variables.length === 0) return object([property("url", literal(url))]);
  const entries = variables.map((variable) =>
    property(
      variable.name,
      object([
        property("default", literal(variable.default)),
        property("values", array(variable.values.map(literal))),
        property("env", literal(variable.env)),
      ]),
    ),
  );
  return call(templatedServer(), literal(url), object(entries));
}

function parametersIn(
  place: Parameter["in"],
  key: string,
  { parameters }: Operation,
  functions: RequestFunctions,
): Property[] {
  const calls = parameters
    .filter((parameter) => parameter.in === place || (parameter.in === "querystring" && place === "query"))
    .map((parameter) => {
      if (parameter.in === "querystring") return queryStringExpression(parameter, functions);
      const options = parameterOptions(parameter);
      const args = [literal(parameter.name), member("args", parameter.argument)];
      const made = functions.parameter(parameterFunction(parameter));
      return call(made, ...args, ...(options.length === 0 ? [] : [object(options)]));
    });
  return calls.length === 0 ? [] : [property(key, array(calls))];
}

function queryStringExpression(parameter: QueryStringParameter, functions: RequestFunctions): Expression {
  const { encoding, fields, argument } = parameter;
  const [encoded] = optionsByName(fields);
  const options = [
    ...(encoding === "form" ? [] : [property("as", literal(encoding))]),
    ...(encoded === undefined ? [] : [property("fields", encoded)]),
  ];
  const made = functions.parameter("queryString");
  return call(made, member("args", argument), ...(options.length === 0 ? [] : [object(options)]));
}

function parameterFunction(parameter: Exclude<Parameter, QueryStringParameter>): ParameterFunction {
  switch (parameter.in) {
    case "path":
      return parameter.multiSegment || (!parameter.json && parameter.style !== "simple") ? "styledPath" : "path";
    case "query":
      return parameter.allowReserved || (!parameter.json && parameter.style !== "form") ? "styledQuery" : "query";
    case "header":
    case "cookie":
      return parameter.in;
  }
}

/** What differs from OpenAPI's defaults (OpenAPI 3.1 §4.8.12); a JSON value has no style. */
function parameterOptions(parameter: Exclude<Parameter, QueryStringParameter>): Property[] {
  const reserved =
    parameter.in === "query" && parameter.allowReserved ? [property("allowReserved", literal(true))] : [];
  const segments = parameter.in === "path" && parameter.multiSegment ? [property("multiSegment", literal(true))] : [];
  if (parameter.json) return [...reserved, property("json", literal(true)), ...segments];
  if (parameter.in === "header" && parameter.style !== undefined)
    return [property("delimiter", literal(delimiters[parameter.style]))];
  const style =
    "style" in parameter && (parameter.style ?? "form") !== usualStyle(parameter.in)
      ? [property("style", literal(parameter.style))]
      : [];
  const explode =
    parameter.explode === usualExplode(parameter) ? [] : [property("explode", literal(parameter.explode))];
  return [...style, ...explode, ...reserved, ...segments];
}

const delimiters: Readonly<Record<DelimitedStyle, string>> = {
  spaceDelimited: " ",
  pipeDelimited: "|",
  tabDelimited: "\t",
};

function usualStyle(place: Parameter["in"]): string {
  return place === "path" || place === "header" ? "simple" : "form";
}

function usualExplode(parameter: Exclude<Parameter, QueryStringParameter>): boolean {
  switch (parameter.in) {
    case "path":
    case "header":
      return false;
    case "query":
      return parameter.style === "form" || parameter.style === "deepObject";
    case "cookie":
      return true;
  }
}

function bodyExpression(body: Body, operation: Operation, functions: RequestFunctions): Expression {
  const { encoding } = body;
  const options = bodyOptions(body);
  return call(
    functions.body(encoding),
    bodyValue(body, operation, functions),
    ...(options.length === 0 ? [] : [object(options)]),
  );
}

function bodyValue({ encoding, content }: Body, operation: Operation, functions: RequestFunctions): Expression {
  const isFields = encoding === "form" || encoding === "multipart";
  const [one, all] = encoding === "multipart" ? (["part", "partsOf"] as const) : (["field", "fieldsOf"] as const);
  if (content.kind === "whole") {
    const value = member("args", content.argument);
    return isFields ? call(functions.body(all), value, ...optionsByName(content.fields)) : value;
  }
  const { fields, open } = content;
  const rest = open
    ? call(functions.body("others"), name("args"), array(knownArguments(operation, fields).map(literal)))
    : undefined;
  if (!isFields) {
    const own = fields.map((field): Property | Spread => property(field.name, member("args", field.argument)));
    return object(rest === undefined ? own : [spread(rest), ...own]);
  }
  if (rest !== undefined) {
    const own = fields.map((field) => property(field.name, member("args", field.argument)));
    return call(functions.body(all), object([spread(rest), ...own]), ...optionsByName(fields));
  }
  return array(
    fields.map((field) => {
      const options = fieldOptions(field);
      const args = [literal(field.name), member("args", field.argument)];
      return call(functions.body(one), ...args, ...(options.length === 0 ? [] : [object(options)]));
    }),
  );
}

/** Encodings of a body that is taken whole, as the last argument of `fieldsOf`; none when all are the usual ones. */
function optionsByName(fields: readonly BodyField[]): Expression[] {
  const encoded = fields.flatMap((field) => {
    const options = fieldOptions(field);
    return options.length === 0 ? [] : [property(field.name, object(options))];
  });
  return encoded.length === 0 ? [] : [object(encoded)];
}

/** Arguments that have a place of their own. */
function knownArguments({ parameters }: Operation, fields: readonly BodyField[]): string[] {
  return [...new Set([...parameters.map((parameter) => parameter.argument), ...fields.map((field) => field.argument)])];
}

function bodyOptions({ mediaType, encoding, required, content }: Body): Property[] {
  const media = mediaType === usualTypes[encoding] ? [] : [property("mediaType", literal(mediaType))];
  if (required || content.kind === "whole") return media;
  const needed = content.fields
    .filter((field) => field.required)
    .map((field) => property(field.argument, member("args", field.argument)));
  return [
    ...media,
    property("optional", literal(true)),
    ...(needed.length === 0 ? [] : [property("together", object(needed))]),
  ];
}

function fieldOptions({ encoding }: BodyField): Property[] {
  if (encoding === undefined) return [];
  const { style, explode, allowReserved, binary, contentType } = encoding;
  return [
    ...(style === undefined ? [] : [property("style", literal(style))]),
    ...(explode === undefined ? [] : [property("explode", literal(explode))]),
    ...(allowReserved === undefined ? [] : [property("allowReserved", literal(allowReserved))]),
    ...(binary === undefined ? [] : [property("binary", literal(binary))]),
    ...(contentType === undefined ? [] : [property("contentType", literal(contentType))]),
  ];
}
