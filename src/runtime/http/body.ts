/// <reference types="node" />
import { ArgumentError, ToolError } from "../tool-error.js";
import { encodeMultipart } from "./multipart.js";
import { encodeQuery, type QueryOptions } from "./parameters.js";
import { isRecord, scalarText } from "./styles.js";

/** What every body may say of itself. */
export interface BodyOptions {
  /** Sent as `Content-Type`, exactly; a range such as `image/*` is replaced by the kind's default. */
  readonly mediaType?: string;
  /** Nothing set means no body, instead of an empty one. */
  readonly optional?: true;
  /** Arguments that must all be there as soon as the body has anything in it. */
  readonly together?: Readonly<Record<string, unknown>>;
}

/** How a field of a form or multipart body is written (OpenAPI 3.1 §4.8.15); with `style` or `explode` like a query parameter. */
export interface FieldOptions extends Omit<QueryOptions, "json"> {
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

/** A request body, not yet encoded; without value and fields there is none. */
export interface RequestBody extends BodyOptions {
  readonly kind: "json" | "form" | "multipart" | "text" | "binary";
  readonly value?: unknown;
  readonly fields?: readonly Field[] | undefined;
}

/** A body as it travels. */
export interface EncodedBody {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const mediaTypes = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
  text: "text/plain",
  binary: "application/octet-stream",
} as const;

/** A JSON body. Properties that are `undefined` are dropped, `null` is sent. */
export function json(value: unknown, options: BodyOptions = {}): RequestBody {
  return { ...options, kind: "json", value };
}

/** A URL-encoded form. */
export function form(fields: readonly Field[] | undefined, options: BodyOptions = {}): RequestBody {
  return { ...options, kind: "form", fields };
}

/** A multipart form (RFC 7578); the boundary is added to the media type. */
export function multipart(fields: readonly Field[] | undefined, options: BodyOptions = {}): RequestBody {
  return { ...options, kind: "multipart", fields };
}

/** Text, XML too, in UTF-8. */
export function text(value: unknown, options: BodyOptions = {}): RequestBody {
  return { ...options, kind: "text", value };
}

/** Bytes, given as base64 or as a `Uint8Array`. */
export function binary(value: unknown, options: BodyOptions = {}): RequestBody {
  return { ...options, kind: "binary", value };
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

export { field as part, fieldsOf as partsOf };

/** The arguments that are not `known`: what a body whose schema is open takes in beside its own fields. */
export function others(args: object, known: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !known.includes(name)));
}

/** The body as bytes; `undefined` when there is none. Throws `ArgumentError` for values that cannot be sent. */
export function encodeBody(body: RequestBody): EncodedBody | undefined {
  const { kind, value, fields, mediaType, optional, together = {} } = body;
  if (value === undefined && fields === undefined) return undefined;
  const values =
    fields?.map((one) => one.value) ?? (kind === "json" && isRecord(value) ? Object.values(value) : [value]);
  if (values.some((one) => one !== undefined)) {
    const missing = Object.keys(together).filter((name) => together[name] === undefined);
    const problems = missing.map((name) => `${name}: is required when any part of the body is given`);
    if (problems.length > 0) throw new ArgumentError(problems);
  } else if (optional) return undefined;

  const contentType = mediaType === undefined || mediaType.includes("*") ? mediaTypes[kind] : mediaType;
  if (!/^[\t\x20-\x7e]+$/.test(contentType)) throw new ToolError("The body's media type cannot be sent.");
  switch (kind) {
    case "json":
      return { contentType, bytes: utf8(JSON.stringify(value)) };
    case "text":
      return { contentType, bytes: utf8(scalarText(value)) };
    case "binary":
      return { contentType, bytes: decodeBase64("body", value) };
    case "form":
      return { contentType, bytes: utf8((fields ?? []).flatMap(encodeField).join("&")) };
    case "multipart":
      return encodeMultipart(fields ?? [], contentType);
  }
}

function encodeField({ contentType, ...options }: Field): string[] {
  const { name, value, style, explode, allowReserved } = options;
  if (style !== undefined || explode !== undefined || allowReserved !== undefined) return encodeQuery(options);
  return encodeQuery({ name, value, json: isRecord(value) || isJson(contentType) });
}

/** True when a content type says JSON. */
export function isJson(contentType = ""): boolean {
  return /^[^;]*[/+]json\b/.test(contentType);
}

/** Text as UTF-8. */
export function utf8(value: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(value));
}

/**
 * Bytes of base64 (also base64url, unpadded, or a `data:` URL's); a `Uint8Array` as it is.
 * Throws `ArgumentError` naming the argument for anything else.
 */
export function decodeBase64(name: string, value: unknown): Uint8Array<ArrayBuffer> {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  try {
    if (typeof value !== "string") throw new TypeError("no text");
    const base64 = value
      .replace(/^data:[^,]*;base64,/i, "")
      .replaceAll("-", "+")
      .replaceAll("_", "/");
    return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
  } catch {
    throw new ArgumentError(`${name}: must be base64`);
  }
}
