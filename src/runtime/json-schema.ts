/**
 * A JSON Schema 2020-12. The type is loose on purpose: generated projects hold thousands of schema literals, which a
 * precise type would make the compiler check keyword by keyword.
 */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** How a result that is no object is wrapped. */
export interface WrapOptions {
  /** True when `result` must be there (mode `strict`). */
  readonly required?: boolean;
}

/**
 * The output schema of a tool whose result is no object: MCP wants an object, so the value becomes its property
 * `result`. The mark lets clients (FastMCP's and the generated one) take it out again. Definitions move to the root,
 * where `#/$defs/…` finds them.
 */
export function wrapResult(schema: JsonSchema, options: WrapOptions = {}): JsonSchema {
  const { $defs, ...result } = schema;
  return {
    type: "object",
    properties: { result },
    ...(options.required === true ? { required: ["result"] } : {}),
    "x-fastmcp-wrap-result": true,
    ...($defs === undefined ? {} : { $defs }),
  };
}

/** True when results of this schema stand in a property `result`. */
export function wrapsResult(schema: JsonSchema): boolean {
  return schema["x-fastmcp-wrap-result"] === true;
}
