import { fieldsOf, type FieldOptions } from "./fields.js";
import { encodeField } from "./form-body.js";
import type { PairsArgument } from "./http-request.js";
import { percentEncode } from "./percent.js";
import { scalarText } from "./styles.js";

export interface QueryStringOptions {
  /** Default: the properties of an object, as in a URL-encoded form; else the whole value, percent-encoded. */
  readonly as?: "json" | "text";
  /** Of a form's properties. */
  readonly fields?: Readonly<Record<string, FieldOptions>>;
}

/** A whole query (OpenAPI 3.2 §4.12.1, `in: querystring`). */
export function queryString(value: unknown, { as, fields }: QueryStringOptions = {}): PairsArgument {
  const encode = (): readonly string[] => {
    if (value === undefined) return [];
    if (as === undefined) return (fieldsOf(value, fields) ?? []).flatMap(encodeField);
    return [percentEncode(as === "json" ? JSON.stringify(value) : scalarText(value))];
  };
  return { encode };
}
