/// <reference types="node" />
import { decodeBase64 } from "./base64.js";
import { concatenate, utf8 } from "./bytes.js";
import { delimiters } from "./delimiters.js";
import { isJson, type Field, type FieldOptions } from "./fields.js";
import type { EncodedBody, RequestBody } from "./http-request.js";
import { requestBody, type BodyOptions } from "./request-body.js";
import { pieces, scalarText } from "./styles.js";

export { field as part, fieldsOf as partsOf } from "./fields.js";

/** A multipart form (RFC 7578); the boundary is added to the media type. */
export function multipart(fields: readonly Field[] | undefined, options: BodyOptions = {}): RequestBody {
  const values = fields?.map(({ value }) => value);
  return requestBody(values, options, "multipart/form-data", (mediaType) => encodeMultipart(fields ?? [], mediaType));
}

/**
 * A multipart body (OpenAPI 3.1 §4.8.14.4). Text and numbers are parts without a content type, which means UTF-8
 * text; objects are JSON; an array is a part per item; files carry a file name (the field's) and a content type. A
 * `style` or `explode` makes parts as it makes pairs of a query (3.1 §4.8.15).
 */
function encodeMultipart(fields: readonly Field[], mediaType: string): EncodedBody {
  const boundary = `mcpgen-${crypto.randomUUID()}`;
  const chunks = fields.flatMap((field) =>
    partsFor(field).flatMap(({ key = field.name, type, content }) => {
      const name = quoted(key);
      const file = field.binary ? `; filename="${name}"` : "";
      const typed = type === undefined ? "" : `\r\nContent-Type: ${type.replace(/[^\x20-\x7e]/g, "")}`;
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}${typed}\r\n\r\n`;
      return [utf8(head), typeof content === "string" ? utf8(content) : content, utf8("\r\n")];
    }),
  );
  const bytes = concatenate([...chunks, utf8(`--${boundary}--\r\n`)]);
  return { contentType: `${mediaType}; boundary=${boundary}`, bytes };
}

interface Part {
  /** Default: the field's name. */
  readonly key?: string;
  readonly type: string | undefined;
  readonly content: string | Uint8Array;
}

function partsFor(field: Field): Part[] {
  const { name, value, binary, contentType = "", style, explode, allowReserved } = field;
  if (!binary && (style ?? explode ?? allowReserved) !== undefined) return styledParts(name, value, field);
  // Of several types the first; a range says nothing that could be sent.
  const [given = ""] = contentType.split(",");
  const type = given === "" || given.includes("*") ? undefined : given.trim();
  // A JSON type for an array means the array; any other means each item.
  const items: readonly unknown[] = Array.isArray(value) && (binary || !isJson(type)) ? value : [value];
  return items
    .filter((item) => item !== undefined)
    .map((item) => {
      if (binary) return { type: type ?? "application/octet-stream", content: decodeBase64(name, item) };
      if (isJson(type)) return { type, content: JSON.stringify(item) };
      const compound = typeof item === "object" && item !== null;
      return { type: type ?? (compound ? "application/json" : undefined), content: scalarText(item) };
    });
}

/** Names and values of a query's pairs, as text without escapes. */
function styledParts(
  key: string,
  value: unknown,
  { style = "form", explode = style === "form" }: FieldOptions,
): Part[] {
  if (value === undefined) return [];
  const text = (content: string): Part => ({ key, type: undefined, content });
  if (typeof value !== "object" || value === null) return [text(scalarText(value))];
  if (style !== "deepObject" && !explode) {
    const found = pieces(value, false, String);
    return found.length === 0 ? [] : [text(found.join(style === "form" ? "," : delimiters[style]))];
  }
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([inner, item]) =>
    style === "deepObject"
      ? styledParts(`${key}[${inner}]`, item, { style })
      : item === undefined
        ? []
        : [{ ...text(scalarText(item)), key: isList ? key : inner }],
  );
}

/** As WHATWG's multipart/form-data encoding escapes names. */
function quoted(text: string): string {
  return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
