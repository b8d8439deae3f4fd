import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { ToolAnnotations } from "../../ir/component.js";
import type { JsonValue } from "../../ir/json.js";
import type { Route } from "../../ir/program.js";
import { capText } from "../../ir/cap-text.js";
import { cleanText } from "./clean-text.js";
import type { Cursor } from "./cursor.js";
import { toJson } from "./json-value.js";
import { readTags } from "./read-tags.js";
import { written } from "./written.js";

/** What `x-mcp` says of one operation; the nearest of operation, path and document decides each field. */
export interface Extension {
  readonly as: Route["as"] | undefined;
  readonly name: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  readonly annotations: ToolAnnotations;
  /** Said by the configuration alone. */
  readonly scopes: readonly string[];
  readonly arguments: ReadonlyMap<string, ArgumentOverride>;
  /** Where the configuration changed it, e.g. `tools["listPets"]`, and whether it was turned off there. */
  readonly settings?: { readonly path: string; readonly isOff: boolean };
}

/** What is changed of one argument. */
export interface ArgumentOverride {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly default: JsonValue | undefined;
  readonly hide: boolean;
  readonly examples: readonly JsonValue[] | undefined;
  /** True when the configuration says so. */
  readonly isSetting: boolean;
}

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/** Reads `x-mcp`; what makes no sense is reported and ignored. */
export function readExtension(places: readonly Cursor[], diagnostics: Diagnostics): Extension {
  const objects = places.filter((place) => {
    if (place.object !== undefined) return true;
    // `x-mcp: false` is how other generators leave an operation out.
    if (typeof place.value !== "boolean")
      diagnostics.report("openapi/invalid-extension", place.origin, { what: "`x-mcp` is no object" });
    return false;
  });
  const first = (name: string) => objects.map((place) => place.at(name)).find((found) => found !== undefined);
  const text = (name: string, limit: number) => {
    const place = first(name);
    return typeof place?.value === "string" ? capText(cleanText(place.value, place, diagnostics), limit) : undefined;
  };
  return {
    as:
      readAs(first("as"), diagnostics) ??
      (places.find((place) => typeof place.value === "boolean")?.value === false ? "exclude" : undefined),
    name: text("name", 1_000),
    title: text("title", 120)?.replace(/\s+/g, " "),
    description: text("description", 2_000),
    tags: objects.flatMap((place) => readTags(place, diagnostics)),
    annotations: readAnnotations(first("annotations")),
    scopes: [],
    arguments: new Map(
      objects
        .toReversed()
        .flatMap((place) =>
          (place.at("arguments")?.entries() ?? []).map(([name, argument]) => [
            name,
            readArgument(argument, diagnostics),
          ]),
        ),
    ),
  };
}

function readAs(place: Cursor | undefined, diagnostics: Diagnostics): Route["as"] | undefined {
  const value = place?.value;
  if (value === "tool" || value === "resource" || value === "template" || value === "exclude") return value;
  if (place !== undefined)
    diagnostics.report("openapi/invalid-extension", place.origin, {
      what: `\`as\` is tool, resource, template or exclude, not \`${written(value)}\``,
    });
  return undefined;
}

function readAnnotations(place: Cursor | undefined): ToolAnnotations {
  return Object.fromEntries(
    hints.flatMap((hint) => (typeof place?.at(hint)?.value === "boolean" ? [[hint, place.flag(hint)]] : [])),
  );
}

function readArgument(place: Cursor, diagnostics: Diagnostics): ArgumentOverride {
  const fallback = place.raw("default");
  const description = place.at("description");
  return {
    name: place.text("name"),
    description:
      typeof description?.value === "string"
        ? capText(cleanText(description.value, description, diagnostics), 1_000)
        : undefined,
    default: fallback === undefined ? undefined : toJson(fallback.value),
    hide: place.flag("hide"),
    examples: undefined,
    isSetting: false,
  };
}
