// @ts-check

/**
 * An OpenAPI document of so many operations: ten to a tag, each with parameters, every third with a body, all with answers
 * that share a dozen schemas with others of their tag.
 *
 * @param {number} count
 */
export function syntheticDocument(count) {
  /** @type {Record<string, object>} */
  const paths = {};
  /** @type {Record<string, object>} */
  const schemas = {};
  for (let index = 0; index < count; index++) {
    const tag = `group${String(Math.floor(index / 10))}`;
    schemas[`Item${tag}`] ??= item(tag);
    paths[`/${tag}/things${String(index)}/{id}`] = { [index % 3 === 0 ? "post" : "get"]: operation(index, tag) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Synthetic", version: "1.0.0" },
    servers: [{ url: "http://127.0.0.1:9" }],
    paths,
    components: { schemas },
  };
}

/**
 * @param {number} index
 * @param {string} tag
 */
function operation(index, tag) {
  const reference = { $ref: `#/components/schemas/Item${tag}` };
  const content = { "application/json": { schema: reference } };
  return {
    operationId: `thing${String(index)}`,
    tags: [tag],
    summary: `Work with thing ${String(index)}`,
    parameters: [
      { name: "id", in: "path", required: true, schema: { type: "string" } },
      { name: "limit", in: "query", description: "How many.", schema: { type: "integer", minimum: 1, maximum: 100 } },
      { name: "sort", in: "query", schema: { type: "array", items: { enum: ["name", "age"] } } },
    ],
    ...(index % 3 === 0 ? { requestBody: { required: true, content } } : {}),
    responses: { 200: { description: "Done.", content } },
  };
}

/** @param {string} tag */
function item(tag) {
  const text = (/** @type {string} */ description) => ({ type: "string", description });
  return {
    type: "object",
    required: ["name"],
    properties: {
      name: text(`Name in ${tag}.`),
      kind: { enum: ["small", "large"] },
      owner: { type: "object", properties: { email: text("Where to write to."), age: { type: "integer" } } },
      labels: { type: "array", items: text("A label.") },
      created: { type: "string", format: "date-time" },
    },
  };
}
