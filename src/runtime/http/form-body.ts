import { utf8 } from "./bytes.js";
import { isJson, type Field } from "./fields.js";
import type { RequestBody } from "./http-request.js";
import { requestBody, type BodyOptions } from "./request-body.js";
import { styledQuery } from "./styled-query.js";
import { isRecord } from "./styles.js";

export { field, fieldsOf } from "./fields.js";

/** A URL-encoded form. */
export function form(fields: readonly Field[] | undefined, options: BodyOptions = {}): RequestBody {
  const values = fields?.map(({ value }) => value);
  return requestBody(values, options, "application/x-www-form-urlencoded", () =>
    utf8((fields ?? []).flatMap(encodeField).join("&")),
  );
}

/** Pairs of one field. */
export function encodeField({ name, value, contentType, ...options }: Field): readonly string[] {
  const { style, explode, allowReserved } = options;
  const isStyled = style !== undefined || explode !== undefined || allowReserved !== undefined;
  return styledQuery(name, value, isStyled ? options : { json: isRecord(value) || isJson(contentType) }).encode();
}
