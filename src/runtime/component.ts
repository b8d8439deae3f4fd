import type { JsonObject, JsonValue } from "./json.js";

/** An image that stands for a component. */
export interface Icon {
  /** `https:` or `data:` URI. */
  readonly src: string;
  readonly mimeType?: string;
  /** Sizes such as `48x48` or `any`. */
  readonly sizes?: readonly string[];
}

/** What all kinds of components carry. */
export interface ComponentFields {
  /** Name that clients use. */
  readonly name: string;
  /** Name for people. */
  readonly title?: string;
  /** What it is for, as the model reads it. */
  readonly description?: string;
  /** True when new callers should avoid it. */
  readonly deprecated?: true;
  /** For `MCP_INCLUDE_TAGS` and `MCP_EXCLUDE_TAGS`, and for clients that filter. */
  readonly tags?: readonly string[];
  /** Images, best first. */
  readonly icons?: readonly Icon[];
  /** Further facts for clients, sent as `_meta`. */
  readonly meta?: JsonObject;
}

/** Whom a resource is for and how much it matters. */
export interface ResourceAnnotations {
  readonly audience?: readonly ("user" | "assistant")[];
  /** From 0 (optional) to 1 (needed). */
  readonly priority?: number;
}

/** Which components are shown, by their tags. */
export interface TagFilter {
  /** Only components that carry one of these; all when empty. */
  readonly includeTags: readonly string[];
  /** Never components that carry one of these. */
  readonly excludeTags: readonly string[];
}

/** True when the filter lets a component be seen and used. */
export function isShown({ tags = [] }: Pick<ComponentFields, "tags">, filter: TagFilter): boolean {
  if (tags.some((tag) => filter.excludeTags.includes(tag))) return false;
  return filter.includeTags.length === 0 || tags.some((tag) => filter.includeTags.includes(tag));
}

/** `_meta` of a listed component: its own facts, the deprecation mark, and its tags where FastMCP's clients look. */
export function listedMeta({ tags = [], deprecated, meta }: ComponentFields): JsonObject | undefined {
  const facts: [string, JsonValue][] = Object.entries(meta ?? {});
  if (deprecated === true) facts.push(["mcpgen/deprecated", true]);
  if (tags.length > 0) facts.push(["fastmcp", { tags }]);
  return facts.length === 0 ? undefined : Object.fromEntries(facts);
}
