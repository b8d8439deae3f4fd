/** A JSON Schema 2020-12; loose, because a precise type would have thousands of literals checked keyword by keyword. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * The output schema of a result that is no object, which MCP wants: the value becomes its property `result`, and the mark
 * lets clients take it out again. `$defs` move to the root, where references find them.
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

export function wrapsResult(schema: JsonSchema | undefined): boolean {
  return schema?.["x-fastmcp-wrap-result"] === true;
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
