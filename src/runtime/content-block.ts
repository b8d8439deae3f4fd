import type { ContentBlock, ResourceContents } from "./content.js";

/** The fields that a block of each type cannot do without. */
const fields: Readonly<Record<string, readonly string[]>> = {
  text: ["text"],
  image: ["data", "mimeType"],
  audio: ["data", "mimeType"],
  resource: ["resource"],
  resource_link: ["uri", "name"],
};

/** Whether a value is one of MCP's content blocks. */
export function isContentBlock(value: unknown): value is ContentBlock {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  const { type } = value;
  if (typeof type !== "string" || !Object.hasOwn(fields, type)) return false;
  return fields[type]?.every((field) => field in value) === true;
}

/** Whether a value is the contents of a resource. */
export function isResourceContents(value: unknown): value is ResourceContents {
  if (typeof value !== "object" || value === null || !("uri" in value)) return false;
  return ("text" in value && typeof value.text === "string") || ("blob" in value && typeof value.blob === "string");
}
