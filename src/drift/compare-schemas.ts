import type { JsonArray, JsonObject, JsonValue } from "../ir/json.js";

/** A difference between two schemas, seen from the values that they accept. */
export interface SchemaDifference {
  /** Whether fewer or more values are accepted, other ones, or the same with other words or hints, or told in less detail. */
  readonly effect: "narrower" | "wider" | "other" | "wording" | "hint" | "shorter";
  /** Where, as a path of property names: `filter.tags[]`; empty at the root. */
  readonly path: string;
  /** What is so now, as a sentence without its subject: `is required`. */
  readonly what: string;
}

/** Characters of a relaxed result beyond which mcpgen shows the largest parts by their bare type (`limitResults`), nearly. */
const shownInFull = 1_500;

/** Keywords that bound a value from below and from above. */
const lowerBounds = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
const upperBounds = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
/** Keywords of which any value takes something away, and none of two can be told to take more. */
const restrictions = ["pattern", "multipleOf", "uniqueItems", "propertyNames", "not", "if", "then", "else"];
/** Keywords that say nothing of which values are accepted. */
const texts = ["title", "description", "default", "examples", "deprecated"];
const coders = ["contentEncoding", "contentMediaType"];

/**
 * Compares two JSON Schemas (2020-12, as mcpgen writes them). References lead into the `$defs` of their own root.
 *
 * @returns differences in the order of the new schema; those of one place stand together
 */
export function compareSchemas(before: JsonObject, after: JsonObject): readonly SchemaDifference[] {
  return new Comparison(before, after).compare(before, after, "");
}

class Comparison {
  readonly #roots: readonly [before: JsonObject, after: JsonObject];
  /** Pairs of named schemas that are being compared or have been: what is equal by their names is said once. */
  readonly #pairs = new Set<string>();

  constructor(before: JsonObject, after: JsonObject) {
    this.#roots = [before, after];
  }

  compare(before: JsonValue, after: JsonValue, path: string): readonly SchemaDifference[] {
    const [oldName, newName] = [referenceOf(before), referenceOf(after)];
    if (oldName !== undefined || newName !== undefined) {
      const pair = JSON.stringify([oldName ?? before, newName ?? after]);
      if (this.#pairs.has(pair)) return [];
      this.#pairs.add(pair);
    }
    const one = resolve(before, this.#roots[0]);
    const other = resolve(after, this.#roots[1]);
    if (isSame(one, other) && oldName === undefined && newName === undefined && !hasReference(one)) return [];
    const said = words(one, other, path);
    if (isUnion(one) || isUnion(other)) return [...this.#alternatives(one, other, path), ...said];
    return [
      ...this.#types(one, other, path),
      ...bounds(one, other, path),
      ...restricted(one, other, path),
      ...this.#conditions(one, other, path),
      ...this.#properties(one, other, path),
      ...this.#items(one, other, path),
      ...said,
    ];
  }

  /** Alternatives that are the same on both sides cancel out; of the others, those of one type are the same one, changed. */
  #alternatives(before: JsonObject, after: JsonObject, path: string): readonly SchemaDifference[] {
    const lost = alternativesOf(before).map((member) => resolve(member, this.#roots[0]));
    const found: SchemaDifference[] = [];
    const take = (isIt: (one: JsonObject) => boolean): JsonObject | undefined => {
      const index = lost.findIndex(isIt);
      return index < 0 ? undefined : lost.splice(index, 1)[0];
    };
    const changedOnes = alternativesOf(after)
      .map((member) => resolve(member, this.#roots[1]))
      .filter((member) => take((one) => isSame(one, member)) === undefined);
    for (const member of changedOnes) {
      const previous = take((one) => isSame([...typesOf(one)], [...typesOf(member)]));
      if (previous !== undefined) found.push(...this.compare(previous, member, path));
      else if (!plain(before).some((kept) => covers(kept, member)))
        found.push({ effect: "wider", path, what: `may be ${alternativeText(member)} too` });
    }
    for (const member of lost.filter((one) => !plain(after).some((kept) => covers(kept, one))))
      found.push({ effect: "narrower", path, what: `can no longer be ${alternativeText(member)}` });
    return found;
  }

  /** Types and values: what decides most. */
  #types(before: JsonObject, after: JsonObject, path: string): readonly SchemaDifference[] {
    const [old, now] = [typesOf(before), typesOf(after)];
    const lost = [...old].filter((type) => !accepts(now, type));
    const won = [...now].filter((type) => !accepts(old, type));
    const [oldValues, newValues] = [valuesOf(before), valuesOf(after)];
    const found: SchemaDifference[] = [];
    const say = (effect: SchemaDifference["effect"], what: string): unknown => found.push({ effect, path, what });
    if (lost.length > 0 && won.length > 0) say("other", `is ${typeText(now)} instead of ${typeText(old)}`);
    else if (lost.length > 0) say("narrower", `is no longer ${typeText(new Set(lost))}`);
    else if (won.length > 0) say("wider", `may be ${typeText(new Set(won))} too`);
    if (oldValues === undefined && newValues !== undefined) say("narrower", `is one of ${valueText(newValues)} only`);
    if (oldValues !== undefined && newValues === undefined) say("wider", "is no longer one of a few values");
    if (oldValues !== undefined && newValues !== undefined) {
      const gone = oldValues.filter((value) => !newValues.includes(value));
      const added = newValues.filter((value) => !oldValues.includes(value));
      if (gone.length > 0) say("narrower", `can no longer be ${valueText(gone)}`);
      if (added.length > 0) say("wider", `can be ${valueText(added)} too`);
    }
    return found;
  }

  /** Of `allOf`, each member takes something away. */
  #conditions(before: JsonObject, after: JsonObject, path: string): readonly SchemaDifference[] {
    const [old, now] = [listOf(before["allOf"]), listOf(after["allOf"])];
    const lost = old.filter((member) => !now.some((one) => isSame(one, member)));
    const won = now.filter((member) => !old.some((one) => isSame(one, member)));
    const [one, other] = [lost[0], won[0]];
    if (lost.length === 1 && won.length === 1 && one !== undefined && other !== undefined) {
      return this.compare(one, other, path);
    }
    if (won.length > 0)
      return [{ effect: lost.length > 0 ? "other" : "narrower", path, what: "must meet other conditions" }];
    return lost.length > 0 ? [{ effect: "wider", path, what: "need not meet all conditions that it had to" }] : [];
  }

  /** Whether a part lost its properties because the whole would be too large with them. */
  #isCut(before: JsonObject, after: JsonObject): boolean {
    const whole = JSON.stringify(this.#roots[1]).length + JSON.stringify(before).length;
    return Object.keys(after).join() === "type" && after !== this.#roots[1] && whole > shownInFull;
  }

  #properties(before: JsonObject, after: JsonObject, path: string): readonly SchemaDifference[] {
    const [old, now] = [objectOf(before["properties"]), objectOf(after["properties"])];
    const [wasRequired, isRequired] = [textsOf(before["required"]), textsOf(after["required"])];
    const found: SchemaDifference[] = [];
    const isOpen = (after["additionalProperties"] ?? true) !== false;
    if (Object.keys(old).length > 0 && Object.keys(now).length === 0 && isOpen) {
      return this.#isCut(before, after)
        ? [{ effect: "shorter", path, what: "is shown without its properties, as the whole has become too large" }]
        : [{ effect: "wider", path, what: "no longer says which properties it has" }];
    }
    for (const [name, schema] of Object.entries(now)) {
      const at = path === "" ? name : `${path}.${name}`;
      const previous = own(old, name);
      if (previous === undefined) {
        // A new property narrows what an open object may hold under that name, which nobody has relied on.
        const required = isRequired.includes(name);
        found.push({
          effect: required ? "narrower" : "wider",
          path: at,
          what: required ? "is new and required" : "is new",
        });
        continue;
      }
      if (isRequired.includes(name) && !wasRequired.includes(name)) {
        found.push({ effect: "narrower", path: at, what: "is required now" });
      }
      if (!isRequired.includes(name) && wasRequired.includes(name)) {
        found.push({ effect: "wider", path: at, what: "is no longer required" });
      }
      found.push(...this.compare(previous, schema, at));
    }
    for (const name of Object.keys(old)) {
      if (own(now, name) === undefined)
        found.push({ effect: "narrower", path: path === "" ? name : `${path}.${name}`, what: "is gone" });
    }
    return [...found, ...this.#further(before, after, path)];
  }

  /** Further properties, and those by pattern. */
  #further(before: JsonObject, after: JsonObject, path: string): readonly SchemaDifference[] {
    const [old, now] = [before["additionalProperties"] ?? true, after["additionalProperties"] ?? true];
    if (old === false && now === false) return [];
    if (old === false) return [{ effect: "wider", path, what: "takes further properties" }];
    if (now === false) return [{ effect: "narrower", path, what: "takes no further properties" }];
    return this.compare(old, now, `${path}.*`);
  }

  #items(before: JsonObject, after: JsonObject, path: string): readonly SchemaDifference[] {
    const found: SchemaDifference[] = [];
    const [old, now] = [listOf(before["prefixItems"]), listOf(after["prefixItems"])];
    for (let index = 0; index < Math.max(old.length, now.length); index++) {
      found.push(...this.compare(old[index] ?? true, now[index] ?? true, `${path}[${String(index)}]`));
    }
    return [...found, ...this.compare(before["items"] ?? true, after["items"] ?? true, `${path}[]`)];
  }
}

function bounds(before: JsonObject, after: JsonObject, path: string): readonly SchemaDifference[] {
  return [...lowerBounds, ...upperBounds].flatMap((keyword): SchemaDifference[] => {
    const [old, now] = [before[keyword], after[keyword]];
    if (old === now) return [];
    const sign = lowerBounds.includes(keyword) ? 1 : -1;
    const isNarrower = typeof now === "number" && (typeof old !== "number" || (now - old) * sign > 0);
    const what =
      now === undefined
        ? `has no ${keyword} any more`
        : `has ${keyword} ${show(now)}${old === undefined ? "" : ` instead of ${show(old)}`}`;
    return [{ effect: isNarrower ? "narrower" : "wider", path, what }];
  });
}

function restricted(before: JsonObject, after: JsonObject, path: string): readonly SchemaDifference[] {
  return [...restrictions, ...coders].flatMap((keyword): SchemaDifference[] => {
    const [old, now] = [before[keyword], after[keyword]];
    if (isSame(old, now)) return [];
    if (coders.includes(keyword))
      return [{ effect: "other", path, what: `has ${keyword} ${show(now)} instead of ${show(old)}` }];
    if (old === undefined) return [{ effect: "narrower", path, what: `has ${keyword} ${show(now)}` }];
    if (now === undefined) return [{ effect: "wider", path, what: `has no ${keyword} any more` }];
    return [{ effect: "other", path, what: `has ${keyword} ${show(now)} instead of ${show(old)}` }];
  });
}

function isUnion(schema: JsonObject): boolean {
  return "anyOf" in schema || "oneOf" in schema;
}

/**
 * The alternatives of a schema, each with what stands beside them: those of a union, and one for each type where there are several.
 * Its own texts are the place's.
 */
function alternativesOf(schema: JsonObject): readonly JsonObject[] {
  const rest = without(schema, "anyOf", "oneOf", ...texts);
  const members = isUnion(schema)
    ? listOf(schema["anyOf"] ?? schema["oneOf"]).map((member) => ({ ...rest, ...objectOf(member) }))
    : [rest];
  return members.flatMap((member) => {
    const types = textsOf(member["type"]);
    return types.length === 0 || valuesOf(member) !== undefined ? [member] : types.map((type) => ofType(member, type));
  });
}

const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  object: ["properties", "required", "additionalProperties", "minProperties", "maxProperties", "propertyNames"],
  array: ["items", "prefixItems", "minItems", "maxItems", "uniqueItems"],
  string: ["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
};

/** What a schema of several types says of one of them. */
function ofType(schema: JsonObject, type: string): JsonObject {
  const own = type === "integer" ? "number" : type;
  const foreign = Object.entries(keywordsOf).flatMap(([name, keywords]) => (name === own ? [] : keywords));
  return { ...without(schema, ...foreign), type };
}

/** Alternatives that say no more than a type: whatever has that type is one. */
function plain(schema: JsonObject): readonly JsonObject[] {
  return alternativesOf(schema).filter((member) => Object.keys(without(member, "type", ...texts)).length === 0);
}

function covers(one: JsonObject, other: JsonObject): boolean {
  const types = typesOf(one);
  return [...typesOf(other)].every((type) => accepts(types, type));
}

function alternativeText(schema: JsonObject): string {
  const { title } = schema;
  const values = valuesOf(schema);
  if (values !== undefined) return valueText(values);
  return `${typeText(typesOf(schema))}${typeof title === "string" ? ` (${title})` : ""}`;
}

/** What the model reads, and what it may leave out. */
function words(before: JsonObject, after: JsonObject, path: string): readonly SchemaDifference[] {
  const found: SchemaDifference[] = [];
  if (!isSame(before["default"], after["default"])) {
    const now = after["default"];
    found.push({
      effect: "hint",
      path,
      what: now === undefined ? "has no default any more" : `has the default ${show(now)}`,
    });
  }
  if (before["format"] !== after["format"]) {
    // Advice: it is not checked.
    found.push({
      effect: "hint",
      path,
      what: `has ${after["format"] === undefined ? "no format any more" : `format ${show(after["format"])}`}`,
    });
  }
  if (before["deprecated"] !== after["deprecated"]) {
    found.push({
      effect: "hint",
      path,
      what: after["deprecated"] === true ? "is deprecated" : "is no longer deprecated",
    });
  }
  for (const keyword of ["title", "description", "examples"]) {
    if (!isSame(before[keyword], after[keyword]))
      found.push({ effect: "wording", path, what: `has ${changed(before[keyword], after[keyword])} ${keyword}` });
  }
  return found;
}

function changed(before: JsonValue | undefined, after: JsonValue | undefined): string {
  return before === undefined ? "a new" : after === undefined ? "lost its" : "another";
}

/** `true` accepts anything, `false` nothing. */
function resolve(schema: JsonValue, root: JsonObject): JsonObject {
  let current = schema;
  for (let hops = 0; hops < 100; hops++) {
    const name = referenceOf(current);
    const target = name === undefined ? undefined : own(objectOf(root["$defs"]), name);
    if (target === undefined) break;
    // Texts beside a reference are those of this place.
    current = { ...objectOf(target), ...without(objectOf(current), "$ref") };
  }
  return current === false ? { not: {} } : objectOf(current);
}

function referenceOf(schema: JsonValue): string | undefined {
  const reference = objectOf(schema)["$ref"];
  return typeof reference === "string" && reference.startsWith("#/$defs/")
    ? reference.slice("#/$defs/".length)
    : undefined;
}

function hasReference(schema: JsonValue): boolean {
  return JSON.stringify(schema).includes('"$ref"');
}

const everything = ["object", "array", "string", "number", "boolean", "null"];

/** The types that a schema accepts; all where it names none. */
function typesOf(schema: JsonObject): ReadonlySet<string> {
  const { type } = schema;
  if (typeof type === "string") return new Set([type]);
  if (Array.isArray(type)) return new Set(textsOf(type));
  const values = valuesOf(schema);
  return new Set(values === undefined ? everything : values.map((value) => jsonType(value)));
}

function jsonType(value: string): string {
  const parsed: unknown = JSON.parse(value);
  return parsed === null ? "null" : Array.isArray(parsed) ? "array" : typeof parsed;
}

function accepts(types: ReadonlySet<string>, type: string): boolean {
  return types.has(type) || (type === "integer" && types.has("number"));
}

/** The values that a schema allows, as JSON; undefined where it allows any of its type. */
function valuesOf(schema: JsonObject): readonly string[] | undefined {
  if ("const" in schema) return [JSON.stringify(schema["const"])];
  const values = schema["enum"];
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : undefined;
}

function typeText(types: ReadonlySet<string>): string {
  return types.size >= everything.length ? "anything" : [...types].join(" or ");
}

function valueText(values: readonly string[]): string {
  const shown = values.slice(0, 8).map((value) => shortened(value));
  return `${shown.join(", ")}${values.length > 8 ? ` and ${String(values.length - 8)} more` : ""}`;
}

function show(value: JsonValue | undefined): string {
  return value === undefined ? "none" : shortened(JSON.stringify(value));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return one === other || canonical(one) === canonical(other);
}

/** JSON with the keys of objects in one order: order means nothing in them. */
function canonical(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  if (isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}

function without(schema: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !keys.includes(name)));
}

function own(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === "object" && value !== null && !isArray(value) ? value : {};
}

function listOf(value: JsonValue | undefined): JsonArray {
  return value !== undefined && isArray(value) ? value : [];
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return listOf(value).filter((one) => typeof one === "string");
}

function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value);
}
