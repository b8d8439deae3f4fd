// @ts-check
import { assignArguments } from "./assign-arguments.mjs";
import { example } from "./example.mjs";
import { flatten, typeOf } from "./flatten.mjs";
import { NoExample } from "./no-example.mjs";
import { isJson } from "./operation-parts.mjs";

/**
 * @typedef {import("./operations.mjs").Operation} Operation
 * @typedef {import("./operations.mjs").Parameter} Parameter
 * @typedef {import("./document-reader.mjs").DocumentReader} DocumentReader
 * @typedef {import("./operations.mjs").Body["contents"][number]} Content
 * @typedef {{ parameter: Parameter, value: unknown }} GivenParameter
 * @typedef {"json" | "form" | "multipart" | "text" | "binary"} BodyKind
 *
 * @typedef {object} PlannedCall
 * @property {Record<string, unknown>} args of the tool
 * @property {readonly GivenParameter[]} parameters that must arrive
 * @property {{ content: Content, kind: BodyKind, value: unknown } | undefined} body that must arrive
 * @property {readonly string[]} missing values for which the tool has no argument
 */

/** Bytes stand in the argument in base64. */
const rawValues = { text: "<a>é</a>", binary: "aGVsbG8=" };
/** A text that needs encoding, for places that can carry it. */
const awkwardText = "a b/é";
const plainText = "a b";

/**
 * A call of an operation with every value that its parameters and body can have.
 *
 * @param {Operation} operation
 * @param {Record<string, unknown>} properties of the tool's input schema
 * @returns {PlannedCall}
 * @throws NoExample when no value can be made for something that is required
 */
export function plannedCall(operation, properties) {
  const given = operation.parameters.flatMap((parameter) => givenParameter(operation, parameter));
  const body = givenBody(operation);
  const flat = body?.content.schema && flatten(operation.reader, body.content.schema);
  const isFree = flat !== undefined && Object.keys(flat.properties).length === 0 && body?.isBarePart !== true;
  const assigned = (/** @type {boolean} */ isSpread) =>
    assignArguments(
      properties,
      given,
      body && { value: body.value, title: body.title, isSpread },
      operation.credentials,
    );
  const spread = assigned(!isFree);
  // A body that is a union of objects stays one argument, unless a discriminator tells its variants apart.
  const { args, missing, ignored } = spread.missing.length > 0 ? better(spread, assigned(false)) : spread;
  return { args, missing, body, parameters: given.filter(({ parameter }) => !ignored.has(parameter)) };
}

/**
 * @template {{ missing: readonly string[] }} Assignment
 * @param {Assignment} a
 * @param {Assignment} b
 */
function better(a, b) {
  return b.missing.length < a.missing.length ? b : a;
}

/**
 * @param {Operation} operation
 * @param {Parameter} parameter
 * @returns {GivenParameter[]}
 */
function givenParameter({ reader }, parameter) {
  const text = parameter.in === "path" || parameter.in === "query" ? awkwardText : plainText;
  try {
    return [{ parameter, value: example(reader, parameter.schema, { direction: "request", text }) }];
  } catch (error) {
    if (parameter.required || !(error instanceof NoExample)) throw error;
    return [];
  }
}

/** @param {Operation} operation */
function givenBody({ reader, body }) {
  const content = body?.contents.find(({ mediaType }) => isJson(mediaType)) ?? body?.contents[0];
  if (body === undefined || content === undefined) return undefined;
  try {
    const kind = bodyKind(reader, content);
    const isRaw = kind === "text" || kind === "binary";
    const value = isRaw
      ? rawValues[kind]
      : example(reader, content.schema, { direction: "request", text: awkwardText });
    // Parts have names; a multipart body that is described as bytes alone is a part of the usual one.
    const isBarePart = kind === "multipart" && [value].flat().every((one) => typeof one === "string");
    return {
      content,
      kind,
      value: isBarePart ? { file: value } : value,
      isBarePart,
      title: content.schema?.value?.title,
    };
  } catch (error) {
    if (body.required || !(error instanceof NoExample)) throw error;
    return undefined;
  }
}

/**
 * How a body is written: structured values in an unknown type are JSON, texts in an unknown type are bytes in base64 where the
 * schema says so, or where it says nothing.
 *
 * @param {DocumentReader} reader
 * @param {Content} content
 * @returns {BodyKind}
 */
function bodyKind(reader, { mediaType, schema }) {
  if (isJson(mediaType)) return "json";
  if (/^multipart\//i.test(mediaType)) return "multipart";
  if (/^application\/x-www-form-urlencoded/i.test(mediaType)) return "form";
  if (/^text\/|[/+](?:xml|yaml|x-ndjson|graphql|javascript)\b/i.test(mediaType)) return "text";
  const flat = schema && flatten(reader, schema);
  const type = flat && typeOf(flat);
  if (type === "object" || type === "array" || (mediaType === "*/*" && flat?.format !== "binary")) return "json";
  return type === "string" && flat?.format === undefined && !/^(?:image|audio|video)\/|octet-stream/i.test(mediaType)
    ? "text"
    : "binary";
}

/**
 * What kinds of encoding a call shows, e.g. `query form explode array`.
 *
 * @param {PlannedCall} call
 * @param {Operation} operation
 * @returns {string[]}
 */
export function kindsOf({ parameters, body }, { reader }) {
  const ofParameters = parameters.map(({ parameter, value }) => {
    const { in: place, style, explode, isJson: isContent, allowReserved } = parameter;
    const words = [
      place,
      isContent ? "content" : style,
      ...(explode && !isContent ? ["explode"] : []),
      ...(allowReserved ? ["allowReserved"] : []),
      shapeOf(value),
    ];
    return words.join(" ");
  });
  if (body === undefined) return ofParameters;
  const { mediaType, schema } = body.content;
  const type = schema === undefined ? "any" : (typeOf(flatten(reader, schema)) ?? "any");
  return [...ofParameters, `body ${mediaType.split(";")[0]} ${type}`];
}

/** @param {unknown} value */
function shapeOf(value) {
  return Array.isArray(value) ? "array" : typeof value === "object" && value !== null ? "object" : "primitive";
}
