import type { Body } from "../../ir/http-api.js";
import type { Schema } from "../../ir/schema.js";
import { essence, isJson } from "./read-openapi3.js";

/** How a body of this media type is written. Types that nobody knows go by the shape that the document gives them. */
export function mediaEncoding(mediaType: string, schema: Schema | undefined): Body["encoding"] {
  const type = essence(mediaType);
  if (isJson(type)) return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type.startsWith("multipart/")) return "multipart";
  if (isText(type)) return "text";
  if (/^(?:image|audio|video|font)\//.test(type) || type === "application/octet-stream") return "binary";
  if (schema === undefined || isBinaryString(schema))
    return type.includes("*") && schema === undefined ? "json" : "binary";
  if (schema.kind === "string" && !type.includes("*")) return "text";
  return "json";
}

/** Media types whose bodies are text that is passed on as it is. */
function isText(type: string): boolean {
  return (
    type.startsWith("text/") ||
    /[/+](?:xml|yaml|x-yaml|csv|javascript|ecmascript|graphql|sql|x-ndjson|jsonl|json-seq|jsonlines|x-jsonlines|toml|html)$/.test(
      type,
    )
  );
}

/** True for a string that stands for bytes. */
export function isBinaryString(schema: Schema): boolean {
  return schema.kind === "string" && schema.format === "binary" && schema.contentEncoding === "base64";
}
