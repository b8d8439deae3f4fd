import type { JsonObject, JsonValue } from "../ir/json.js";
import { compareSchemas, type SchemaDifference } from "./compare-schemas.js";

/** A component as a server lists it, with its kind: a line of `surface.json`. */
export interface ListedComponent extends JsonObject {
  readonly kind: "tool" | "resource" | "template" | "prompt";
  readonly name: string;
}

/**
 * What a change means to those who use the server: `breaking`, a call or a reader that was right may fail; `compatible`, all that was
 * right stays right; `wording`, the model reads something else.
 */
export type ChangeLevel = "breaking" | "compatible" | "wording";

/** One change of a component. */
export interface SurfaceChange {
  readonly level: ChangeLevel;
  readonly kind: ListedComponent["kind"];
  /** What clients call it by: its name, or the address of a resource or template. */
  readonly component: string;
  /** Where in it: `arguments.limit`, `result.pets[]`, `description`; empty for the component itself. */
  readonly path: string;
  /** What is so now, as a sentence without its subject: `is required now`. */
  readonly what: string;
}

/** Compares two surfaces. Changes stand in the order of the new surface, then what is gone. */
export function compareSurfaces(
  before: readonly ListedComponent[],
  after: readonly ListedComponent[],
): readonly SurfaceChange[] {
  const old = new Map(before.map((component) => [keyOf(component), component]));
  const now = new Map(after.map((component) => [keyOf(component), component]));
  const gone = before.filter((component) => !now.has(keyOf(component)));
  const added = after.filter((component) => !old.has(keyOf(component)));
  const successors = new Map(
    gone.flatMap((one) => {
      const successor = added.find((other) => isSameButName(one, other));
      return successor === undefined ? [] : [[one, successor] as const];
    }),
  );
  return [
    ...after.flatMap((component) => {
      const previous = old.get(keyOf(component));
      if (previous !== undefined) return compareComponents(previous, component);
      return [change(component, "compatible", "", "is new")];
    }),
    ...gone.map((component) => {
      const successor = successors.get(component);
      return change(
        component,
        "breaking",
        "",
        successor === undefined ? "is gone" : `is gone; \`${addressOf(successor)}\` looks like its new name`,
      );
    }),
  ];
}

function compareComponents(before: ListedComponent, after: ListedComponent): readonly SurfaceChange[] {
  return [
    ...schemaChanges(before, after, "inputSchema"),
    ...schemaChanges(before, after, "outputSchema"),
    ...promptArguments(before, after),
    ...hints(before, after),
    ...facts(before, after),
    ...["title", "description"].flatMap((field) =>
      before[field] === after[field] ? [] : [change(after, "wording", field, wordingText(before[field], after[field]))],
    ),
  ];
}

function schemaChanges(
  before: ListedComponent,
  after: ListedComponent,
  field: "inputSchema" | "outputSchema",
): readonly SurfaceChange[] {
  const [old, now] = [before[field], after[field]];
  const part = field === "inputSchema" ? "arguments" : "result";
  if (!isObject(old) && !isObject(now)) return [];
  if (!isObject(now)) return [change(after, "breaking", part, "is no longer described")];
  if (!isObject(old)) return [change(after, "compatible", part, "is described now")];
  return compareSchemas(old, now).map((difference) =>
    change(
      after,
      levelOf(difference, field),
      [part, ...(difference.path === "" ? [] : [difference.path])].join(".").replace(".[", "["),
      difference.what,
    ),
  );
}

/**
 * Whoever calls sends arguments and reads results: fewer accepted arguments break calls, and more possible results break
 * readers.
 */
function levelOf({ effect, what }: SchemaDifference, field: "inputSchema" | "outputSchema"): ChangeLevel {
  switch (effect) {
    case "other":
      return "breaking";
    case "wording":
      return "wording";
    case "hint":
      return "compatible";
    case "shorter":
      return field === "inputSchema" ? "compatible" : "wording";
    case "narrower":
      // A property that results no longer have is missed; one that arguments no longer have is refused.
      return field === "inputSchema" || what === "is gone" ? "breaking" : "compatible";
    case "wider":
      return field === "inputSchema" || what === "is new" ? "compatible" : "breaking";
  }
}

/** Arguments of prompts are a list, not a schema. */
function promptArguments(before: ListedComponent, after: ListedComponent): readonly SurfaceChange[] {
  const [old, now] = [before, after].map((component) => {
    const list = component["arguments"];
    return new Map(
      (Array.isArray(list) ? list : []).flatMap((one: JsonValue) =>
        isObject(one) && typeof one["name"] === "string" ? [[one["name"], one] as const] : [],
      ),
    );
  });
  const found: SurfaceChange[] = [];
  for (const [name, argument] of now ?? []) {
    const previous = old?.get(name);
    const path = `arguments.${name}`;
    const isRequired = argument["required"] === true;
    if (previous === undefined) {
      found.push(
        change(after, isRequired ? "breaking" : "compatible", path, isRequired ? "is new and required" : "is new"),
      );
      continue;
    }
    if (isRequired !== (previous["required"] === true)) {
      found.push(
        change(
          after,
          isRequired ? "breaking" : "compatible",
          path,
          isRequired ? "is required now" : "is no longer required",
        ),
      );
    }
    if (previous["description"] !== argument["description"]) {
      found.push(
        change(after, "wording", path, wordingText(previous["description"], argument["description"], "description")),
      );
    }
  }
  for (const name of old?.keys() ?? []) {
    if (now?.has(name) !== true) found.push(change(after, "breaking", `arguments.${name}`, "is gone"));
  }
  return found;
}

/** Defaults of MCP's hints (specification 2025-11-25, ToolAnnotations), and the value on which a client may rely. */
const hintFacts = {
  readOnlyHint: { otherwise: false, safe: true },
  destructiveHint: { otherwise: true, safe: false },
  idempotentHint: { otherwise: false, safe: true },
  openWorldHint: { otherwise: true, safe: false },
} as const;

/** A hint that promised safety and no longer does breaks whoever let calls pass without asking. */
function hints(before: ListedComponent, after: ListedComponent): readonly SurfaceChange[] {
  if (after.kind !== "tool") return [];
  const [old, now] = [before["annotations"], after["annotations"]];
  return Object.entries(hintFacts).flatMap(([hint, { otherwise, safe }]) => {
    const [was, is] = [old, now].map(
      (annotations) => (isObject(annotations) ? annotations[hint] : undefined) ?? otherwise,
    );
    if (was === is) return [];
    return [
      change(
        after,
        is === safe ? "compatible" : "breaking",
        `annotations.${hint}`,
        `is ${is === true ? "true" : "false"} now`,
      ),
    ];
  });
}

/** What is neither schema nor text. */
function facts(before: ListedComponent, after: ListedComponent): readonly SurfaceChange[] {
  const found: SurfaceChange[] = [];
  if (before["mimeType"] !== after["mimeType"]) {
    found.push(
      change(after, "breaking", "mimeType", `is ${nameOf(after["mimeType"])} instead of ${nameOf(before["mimeType"])}`),
    );
  }
  const [was, is] = [before, after].map((component) => metaOf(component));
  if (was === undefined || is === undefined) return found;
  if (was.isDeprecated !== is.isDeprecated) {
    found.push(change(after, "compatible", "", is.isDeprecated ? "is deprecated" : "is no longer deprecated"));
  }
  const lost = was.tags.filter((tag) => !is.tags.includes(tag));
  const won = is.tags.filter((tag) => !was.tags.includes(tag));
  if (lost.length + won.length > 0) {
    const parts = [...lost.map((tag) => `−${tag}`), ...won.map((tag) => `+${tag}`)];
    found.push(change(after, "compatible", "tags", `changed: ${parts.join(", ")}`));
  }
  if (JSON.stringify(before["icons"]) !== JSON.stringify(after["icons"])) {
    found.push(change(after, "wording", "icons", "changed"));
  }
  return found;
}

function nameOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "none";
}

function metaOf(component: ListedComponent): { readonly isDeprecated: boolean; readonly tags: readonly string[] } {
  const meta = component["_meta"];
  if (!isObject(meta)) return { isDeprecated: false, tags: [] };
  const shared = meta["fastmcp"];
  const tags = isObject(shared) && Array.isArray(shared["tags"]) ? shared["tags"] : [];
  return {
    isDeprecated: meta["mcpgen/deprecated"] === true,
    tags: tags.filter((tag: JsonValue) => typeof tag === "string"),
  };
}

function change(component: ListedComponent, level: ChangeLevel, path: string, what: string): SurfaceChange {
  return { level, kind: component.kind, component: addressOf(component), path, what };
}

function wordingText(before: JsonValue | undefined, after: JsonValue | undefined, field?: string): string {
  const verb = before === undefined ? "is new" : after === undefined ? "is gone" : "reads differently";
  return field === undefined ? verb : `has a ${field} that ${verb}`;
}

function keyOf(component: ListedComponent): string {
  return `${component.kind} ${addressOf(component)}`;
}

function addressOf({ name, kind, uri, uriTemplate }: ListedComponent): string {
  const address = kind === "resource" ? uri : kind === "template" ? uriTemplate : undefined;
  return typeof address === "string" ? address : name;
}

function isSameButName(one: ListedComponent, other: ListedComponent): boolean {
  if (one.kind !== other.kind) return false;
  const withoutName = ({
    name: _name,
    uri: _uri,
    uriTemplate: _template,
    title: _title,
    ...rest
  }: ListedComponent): string => JSON.stringify(rest);
  return withoutName(one) === withoutName(other);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
