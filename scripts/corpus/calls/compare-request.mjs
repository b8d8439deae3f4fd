// @ts-check
import { isDeepStrictEqual } from "node:util";
import { compareBody } from "./compare-body.mjs";
import {
  encodeHeader,
  encodePath,
  encodeQuery,
  normalized,
  normalizedPairs,
  sortedByName,
  Undefined,
} from "./encode.mjs";

/**
 * Differences between what arrived and what the document says must arrive.
 *
 * @param {import("./operations.mjs").Operation} operation
 * @param {import("./planned-call.mjs").PlannedCall} call
 * @param {readonly import("../recorder.mjs").Arrived[]} arrived
 * @returns {string[]}
 */
export function compareRequest(operation, call, arrived) {
  const [request] = arrived;
  if (request === undefined) return ["no request arrived"];
  if (arrived.length > 1) return [`${arrived.length} requests arrived`];
  const at = request.url.indexOf("?");
  const path = at < 0 ? request.url : request.url.slice(0, at);
  const query = at < 0 ? "" : request.url.slice(at + 1);
  return [
    ...difference("method", request.method, operation.method),
    ...comparePath(operation, call, path),
    ...compareQuery(operation, call, query),
    ...compareHeaders(call, request.headers),
    ...compareBody(operation, call, request),
  ];
}

/**
 * @param {import("./operations.mjs").Operation} operation
 * @param {import("./planned-call.mjs").PlannedCall} call
 * @param {string} path
 */
function comparePath({ path: template }, { parameters }, path) {
  const [plain = ""] = template.split(/[?#]/);
  const wanted = filled(plain, parameters);
  return difference("path", normalized(path), normalized(wanted));
}

/**
 * A template with its parameters filled in, also those that stand in its query.
 *
 * @param {string} template
 * @param {import("./planned-call.mjs").PlannedCall["parameters"]} parameters
 */
function filled(template, parameters) {
  return parameters
    .filter(({ parameter }) => parameter.in === "path")
    .reduce(
      (text, { parameter, value }) => text.replace(`{${parameter.name}}`, () => encodePath(parameter, value)),
      template,
    );
}

/**
 * @param {import("./operations.mjs").Operation} operation
 * @param {import("./planned-call.mjs").PlannedCall} call
 * @param {string} query
 */
function compareQuery({ path, credentials }, { parameters }, query) {
  const [, fixed = ""] = /\?([^#]*)/.exec(path) ?? [];
  const given = parameters.filter(({ parameter }) => parameter.in === "query");
  /** @type {string[][]} */
  const pairs = [];
  const tolerated = new Set();
  for (const { parameter, value } of given) {
    try {
      pairs.push(...encodeQuery(parameter, value));
    } catch (error) {
      if (!(error instanceof Undefined)) throw error;
      tolerated.add(parameter.name);
    }
  }
  const isKept = (/** @type {string} */ pair) => {
    const name = decodeURIComponent(pair.slice(0, pair.indexOf("=")));
    const isCredential = pair.endsWith("=not-a-secret") && credentials.has(`query ${name}`);
    return !isCredential && ![...tolerated].some((one) => name === one || name.startsWith(`${one}[`));
  };
  const wanted = [...sortedByName(pairs), ...normalizedPairs(filled(fixed, parameters))].sort();
  return difference("query", normalizedPairs(query).filter(isKept), wanted.filter(isKept));
}

/**
 * @param {import("./planned-call.mjs").PlannedCall} call
 * @param {import("node:http").IncomingHttpHeaders} headers
 */
function compareHeaders({ parameters }, headers) {
  const cookies = new Map(
    (headers.cookie ?? "")
      .split(/;\s*/)
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
  return parameters.flatMap(({ parameter, value }) => {
    const { in: place, name } = parameter;
    // The length of a body is what it is.
    if ((place !== "header" && place !== "cookie") || /^content-length$/i.test(name)) return [];
    try {
      const found = place === "header" ? headers[name.toLowerCase()] : cookies.get(name);
      const decoded = place === "cookie" && found !== undefined ? decodeURIComponent(String(found)) : found;
      return difference(`${place} ${name}`, decoded, encodeHeader(parameter, value));
    } catch (error) {
      if (!(error instanceof Undefined)) throw error;
      return [];
    }
  });
}

/**
 * @param {string} what
 * @param {unknown} found
 * @param {unknown} wanted
 * @returns {string[]}
 */
export function difference(what, found, wanted) {
  if (isDeepStrictEqual(found, wanted)) return [];
  return [`${what}: expected ${shown(wanted)} got ${shown(found)}`];
}

/** @param {unknown} value */
function shown(value) {
  return (JSON.stringify(value) ?? "nothing").slice(0, 400);
}
