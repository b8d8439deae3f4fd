/**
 * A JSON Schema 2020-12. The type is loose on purpose: generated projects hold thousands of schema literals, which a
 * precise type would make the compiler check keyword by keyword.
 */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * The output schema of a result that is no object: MCP wants an object, so the value becomes its property `result`
 * (`required` in mode `strict`), and the mark lets clients take it out again. Definitions move to the root, where
 * `#/$defs/…` finds them.
 */
export function wrapResult(schema: JsonSchema, { required = false }: { readonly required?: boolean } = {}): JsonSchema {
  const { $defs, ...result } = schema;
  return {
    type: "object",
    properties: { result },
    ...(required ? { required: ["result"] } : {}),
    "x-fastmcp-wrap-result": true,
    ...($defs === undefined ? {} : { $defs }),
  };
}

/** True when results of this schema stand in a property `result`. */
export function wrapsResult(schema: JsonSchema | undefined): boolean {
  return schema?.["x-fastmcp-wrap-result"] === true;
}

/** True for a schema that is an object, not `true` or `false`. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
