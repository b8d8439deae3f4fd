import type { JsonObject, JsonValue } from "./json.js";

/** What all kinds of components carry. */
export interface ComponentFields {
  readonly name: string;
  readonly title?: string;
  /** What it is for, as the model reads it. */
  readonly description?: string;
  readonly deprecated?: true;
  readonly tags?: readonly string[];
  /** Images, best first: `src` is an `https:` or `data:` URI, `sizes` are such as `48x48`. */
  readonly icons?: readonly { readonly src: string; readonly mimeType?: string; readonly sizes?: readonly string[] }[];
  /** Further facts for clients, sent as `_meta`. */
  readonly meta?: JsonObject;
}

/** Which components are shown and may be used: only those with one of `includeTags` (all when empty), none of `excludeTags`. */
export interface TagFilter {
  readonly includeTags: readonly string[];
  readonly excludeTags: readonly string[];
}

export function isShown({ tags = [] }: ComponentFields, { includeTags, excludeTags }: TagFilter): boolean {
  const has = (tag: string) => tags.includes(tag);
  return !excludeTags.some(has) && (includeTags.length === 0 || includeTags.some(has));
}

/** What a listed component ends with: `_meta` has its own facts, and its tags where FastMCP's clients look. */
export function listedTail({ icons, meta, deprecated, tags = [] }: ComponentFields) {
  const facts: [string, JsonValue][] = Object.entries(meta ?? {});
  if (deprecated === true) facts.push(["mcpgen/deprecated", true]);
  if (tags.length > 0) facts.push(["fastmcp", { tags }]);
  const _meta: JsonObject | undefined = facts.length === 0 ? undefined : Object.fromEntries(facts);
  return { icons, _meta };
}
