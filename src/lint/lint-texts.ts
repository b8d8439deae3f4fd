import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { JsonObject, JsonValue } from "../ir/json.js";
import { textOf, type LintedComponent, type LintedServer } from "./linted-component.js";

/** What one model has been known to cut off (OpenAI's cap of a tool's description). */
const longestDescription = 1_024;

/** Texts that are missing, say nothing, or are more than a model reads. */
export function lintTexts({ components }: LintedServer, diagnostics: Diagnostics): void {
  const byDescription = new Map<string, LintedComponent[]>();
  for (const component of components) {
    const { listed, origin } = component;
    const description = textOf(component, "description");
    const reason = uselessReason(component, description);
    if (reason !== undefined) diagnostics.report("lint/description", origin, { name: listed.name, reason });
    else byDescription.set(description, [...(byDescription.get(description) ?? []), component]);
    if (description.length > longestDescription) {
      diagnostics.report("lint/long-description", origin, { name: listed.name, length: description.length });
    }
    lintArguments(component, diagnostics);
  }
  for (const [first, ...others] of byDescription.values()) {
    if (first === undefined || others.length === 0) continue;
    const names = [first, ...others].map(({ listed }) => listed.name);
    diagnostics.report("lint/same-description", first.origin, { names });
  }
}

function uselessReason(component: LintedComponent, description: string): string | undefined {
  const { name } = component.listed;
  if (description === "") return "has no description";
  if (/^(?:Deprecated\. )?[A-Z]+ \/\S*$/.test(description)) return "is described by its route only";
  const said = words(description);
  if (said === words(name)) return "is described by its own name";
  return said.length < 8 ? `is described by \`${description}\` only` : undefined;
}

function words(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Arguments that the model must guess the meaning of. */
function lintArguments({ listed, origin }: LintedComponent, diagnostics: Diagnostics): void {
  const schema = listed["inputSchema"];
  const properties = isObject(schema) ? schema["properties"] : undefined;
  if (!isObject(properties)) return;
  const silent = Object.entries(properties)
    .filter(([, property]) => !isObject(property) || typeof property["description"] !== "string")
    .map(([name]) => name);
  const total = Object.keys(properties).length;
  if (silent.length > 0) diagnostics.report("lint/undescribed-arguments", origin, { name: listed.name, silent, total });
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
