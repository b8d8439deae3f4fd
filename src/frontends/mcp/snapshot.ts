import { compact } from "../../ir/compact.js";
import type { JsonObject, JsonValue } from "../../ir/json.js";
import type { ListingOutcome } from "../../host.js";

/** What a server listed, as the generated project keeps it. */
export interface Snapshot {
  readonly title: string;
  readonly instructions: string;
  /** True when it completes arguments. */
  readonly completes: boolean;
  readonly tools: readonly JsonObject[];
  readonly resources: readonly JsonObject[];
  readonly resourceTemplates: readonly JsonObject[];
  readonly prompts: readonly JsonObject[];
}

/** A listing without what changes from one release of the server to the next. */
export function snapshotOf(listing: Extract<ListingOutcome, { readonly kind: "listed" }>): Snapshot {
  const info = new Map<string, unknown>(Object.entries(listing.info));
  const title = info.get("title") ?? info.get("name");
  const all = (list: readonly object[]): readonly JsonObject[] => list.map((one) => jsonObject(one));
  return {
    title: typeof title === "string" ? title : "",
    instructions: listing.instructions ?? "",
    completes: "completions" in listing.capabilities,
    tools: all(listing.tools),
    resources: all(listing.resources),
    resourceTemplates: all(listing.resourceTemplates),
    prompts: all(listing.prompts),
  };
}

/** The snapshot as JSON, for the project. */
export function snapshotJson(snapshot: Snapshot): JsonObject {
  return { ...snapshot };
}

/** A snapshot that a project holds; `undefined` when the text is none. */
export function readSnapshot(text: string): Snapshot | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const list = (key: string): readonly JsonObject[] | undefined => {
    const found = fields.get(key);
    return Array.isArray(found) && found.every((one) => typeof one === "object" && one !== null)
      ? found.map((one: object) => jsonObject(one))
      : undefined;
  };
  const [tools, resources, resourceTemplates, prompts] = [
    list("tools"),
    list("resources"),
    list("resourceTemplates"),
    list("prompts"),
  ];
  if (!tools || !resources || !resourceTemplates || !prompts) return undefined;
  const text_ = (key: string): string => {
    const found = fields.get(key);
    return typeof found === "string" ? found : "";
  };
  return {
    title: text_("title"),
    instructions: text_("instructions"),
    completes: fields.get("completes") === true,
    tools,
    resources,
    resourceTemplates,
    prompts,
  };
}

/** What came as JSON, as JSON. */
function jsonObject(value: object): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, jsonValue(one)]));
}

function jsonValue(value: unknown): JsonValue {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(jsonValue);
  return typeof value === "object" ? jsonObject(compact(value)) : null;
}
