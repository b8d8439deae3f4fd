/// <reference types="node" />
import { decodeBase64 } from "./base64.js";
import { concatenate, utf8 } from "./bytes.js";
import { isJson, type Field } from "./fields.js";
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
 * text; objects are JSON; an array is a part per item; files carry a file name (the field's) and a content type.
 */
function encodeMultipart(fields: readonly Field[], mediaType: string): EncodedBody {
  const boundary = `mcpgen-${crypto.randomUUID()}`;
  const chunks = fields.flatMap((field) =>
    contents(field).flatMap(({ type, content }) => {
      const name = quoted(field.name);
      const file = field.binary ? `; filename="${name}"` : "";
      const typed = type === undefined ? "" : `\r\nContent-Type: ${type.replace(/[^\x20-\x7e]/g, "")}`;
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}${typed}\r\n\r\n`;
      return [utf8(head), typeof content === "string" ? utf8(content) : content, utf8("\r\n")];
    }),
  );
  const bytes = concatenate([...chunks, utf8(`--${boundary}--\r\n`)]);
  return { contentType: `${mediaType}; boundary=${boundary}`, bytes };
}

/** What each part of a field holds. */
function contents({ name, value, binary, contentType = "", style = "form", explode }: Field): {
  readonly type: string | undefined;
  readonly content: string | Uint8Array;
}[] {
  // Of several types the first; a range says nothing that could be sent.
  const [given = ""] = contentType.split(",");
  const type = given === "" || given.includes("*") ? undefined : given.trim();
  if (Array.isArray(value) && !binary && explode === false && style !== "deepObject") {
    const delimiter = { form: ",", spaceDelimited: " ", pipeDelimited: "|" }[style];
    return [{ type, content: pieces(value, false, (text) => text).join(delimiter) }];
  }
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

/** As WHATWG's multipart/form-data encoding escapes names. */
function quoted(text: string): string {
  return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
