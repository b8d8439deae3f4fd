import type { JsonObject, JsonValue } from "./json.js";
import type { JsonSchema } from "./json-schema.js";

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

/** A component as MCP's lists show it. */
export interface ListedComponent extends Pick<ComponentFields, "name" | "title" | "description" | "icons"> {
  readonly uri?: string;
  readonly uriTemplate?: string;
  readonly mimeType?: string;
  readonly inputSchema?: JsonSchema;
  readonly outputSchema?: JsonSchema;
  readonly annotations?: JsonObject;
  readonly _meta?: JsonObject;
}

/** The keys of a listed component, always in this order; a template's variables stand in its address. */
const shown = "name uri uriTemplate title description mimeType inputSchema outputSchema annotations icons".split(" ");

/** `_meta` has the component's own facts, and its tags where FastMCP's clients look. */
export function listed(component: ComponentFields): ListedComponent {
  const { name, meta, deprecated, tags = [] } = component;
  const facts: [string, JsonValue][] = Object.entries(meta ?? {});
  if (deprecated === true) facts.push(["mcpgen/deprecated", true]);
  if (tags.length > 0) facts.push(["fastmcp", { tags }]);
  const hidden = "uriTemplate" in component ? "inputSchema" : "";
  const fields = Object.entries(component).filter(([key]) => shown.includes(key) && key !== hidden);
  fields.sort(([a], [b]) => shown.indexOf(a) - shown.indexOf(b));
  return { name, ...Object.fromEntries(fields), ...(facts.length > 0 ? { _meta: Object.fromEntries(facts) } : {}) };
}

/** Which components are shown and may be used: those with one of `includeTags` (all when empty) and none of `excludeTags`. */
export interface TagFilter {
  readonly includeTags: readonly string[];
  readonly excludeTags: readonly string[];
}

export function isShown({ tags = [] }: ComponentFields, { includeTags, excludeTags }: TagFilter): boolean {
  const has = (tag: string) => tags.includes(tag);
  return !excludeTags.some(has) && (includeTags.length === 0 || includeTags.some(has));
}
