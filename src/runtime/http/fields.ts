import { ArgumentError } from "../tool-error.js";
import type { DelimitedStyle } from "./delimiters.js";
import { isRecord } from "./styles.js";

/** How a field of a form or multipart body is written (OpenAPI 3.1 §4.8.15); with `style` or `explode` like a query parameter. */
export interface FieldOptions {
  readonly style?: "form" | DelimitedStyle | "deepObject";
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** Objects are JSON by default; a JSON type makes any value JSON. */
  readonly contentType?: string;
  /** In multipart: the value is base64 (or a list of such), sent as a file. */
  readonly binary?: boolean;
}

/** A named value of a form or multipart body; `undefined` is not sent. */
export interface Field extends FieldOptions {
  readonly name: string;
  readonly value: unknown;
}

/** A field of a form, a part of a multipart body. */
export function field(name: string, value: unknown, options: FieldOptions = {}): Field {
  return { ...options, name, value };
}

/** The properties of an argument as fields, with options by name. Throws `ArgumentError` when it is no object. */
export function fieldsOf(
  value: unknown,
  options: Readonly<Record<string, FieldOptions>> = {},
): readonly Field[] | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) throw new ArgumentError("body: must be an object");
  return Object.entries(value).map(([name, item]) =>
    field(name, item, Object.hasOwn(options, name) ? options[name] : {}),
  );
}

/** True when a content type says JSON. */
export function isJson(contentType = ""): boolean {
  return /^[^;]*[/+]json\b/.test(contentType);
}
