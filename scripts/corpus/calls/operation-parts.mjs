// @ts-check

/**
 * @typedef {import("./document-reader.mjs").Located} Located
 * @typedef {import("./document-reader.mjs").DocumentReader} DocumentReader
 */

/**
 * Those of the path, unless the operation has one of the same name and place.
 *
 * @param {DocumentReader} reader
 * @param {Located} item
 * @param {Located} operation
 * @returns {Located[]}
 */
export function parametersOf(reader, item, operation) {
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
export function responsesOf(reader, operation, contentsOf) {
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

/** @param {string} mediaType */
export function isJson(mediaType) {
  return /^[^;]+[/+]json\s*(?:;|$)/i.test(mediaType);
}
