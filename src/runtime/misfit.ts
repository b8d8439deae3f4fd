import type { OutputUnit, Schema } from "@cfworker/json-schema";
import { isJsonArray, isJsonObject } from "./json-kinds.js";
import type { JsonValue } from "./json.js";

/** A place of a value that a schema refuses. */
export interface Misfit {
  /** Property names and indexes that lead to the place; empty for the value itself. */
  readonly path: readonly string[];
  /** The schema keyword that refuses it; `false` where the schema wants nothing to stand. */
  readonly keyword: string;
  /** The place in words: `` `lines[1].sku` ``. */
  readonly place: string;
  /** What is wrong there, to follow the place: "is missing". */
  readonly reason: string;
}

/** "`lines[1].sku` is missing" */
export function misfitText({ place, reason }: Misfit): string {
  return `${place} ${reason}`;
}

/** What the validator found, as leaf errors in plain words. Its list is flat, each error followed by those behind it. */
export function explain(units: readonly OutputUnit[], schema: Schema, value: JsonValue): readonly Misfit[] {
  const misfits = units.length === 0 ? [] : leaves(units, { schema, value });
  return [...new Map(misfits.map((misfit) => [misfitText(misfit), misfit])).values()];
}

/** What the errors are about. */
interface Subject {
  readonly schema: Schema;
  readonly value: JsonValue;
}

/** Keywords that only say that something below them failed. */
const containers = new Set(
  (
    "$ref properties patternProperties additionalProperties unevaluatedProperties items prefixItems unevaluatedItems " +
    "allOf if dependentSchemas"
  ).split(" "),
);

function leaves(units: readonly OutputUnit[], subject: Subject): Misfit[] {
  const found: Misfit[] = [];
  for (let at = 0; at < units.length; at++) {
    const unit = units[at];
    if (unit === undefined || containers.has(unit.keyword)) continue;
    const below = unitsBelow(unit, units, at + 1);
    at += below.length;
    if (isUnion(unit)) found.push(...unionMisfit(unit, below, subject));
    else if (unit.keyword === "required") found.push(...missing(unit, subject));
    else if (unit.keyword === "propertyNames") found.push(misnamed(below[0] ?? unit, subject));
    else found.push(leaf(unit, subject));
  }
  return found;
}

function leaf(unit: OutputUnit, subject: Subject): Misfit {
  const path = tokensOf(unit.instanceLocation);
  const limit = keywordValue(unit.keywordLocation, subject.schema);
  return misfit(path, unit.keyword, reasonOf(unit, limit, valueAt(subject.value, path)), subject);
}

/** The validator gives one error per missing property but names it only in its message. */
function missing(unit: OutputUnit, subject: Subject): Misfit[] {
  const path = tokensOf(unit.instanceLocation);
  const object = valueAt(subject.value, path);
  const required = keywordValue(unit.keywordLocation, subject.schema);
  const names = Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
  const absent = names.filter((name) => isJsonObject(object) && !Object.hasOwn(object, name));
  return absent.map((name) => misfit([...path, name], "required", "is missing", subject));
}

/** What is refused is the name: the errors behind stand at the property that has it. */
function misnamed(unit: OutputUnit, subject: Subject): Misfit {
  return misfit(tokensOf(unit.instanceLocation), "propertyNames", "is no name that may stand there", subject);
}

/** One reason for a failed union: that of the member that was meant, as far as that can be told. */
function unionMisfit(unit: OutputUnit, below: readonly OutputUnit[], subject: Subject): Misfit[] {
  const path = tokensOf(unit.instanceLocation);
  const members = byMember(unit, below);
  const declared = keywordValue(unit.keywordLocation, subject.schema);
  if (Array.isArray(declared) && members.length < declared.length) {
    return [misfit(path, unit.keyword, "fits more than one of its forms", subject)];
  }
  const isOfOtherType = (misfits: readonly Misfit[]) =>
    misfits.some((inner) => inner.keyword === "type" && inner.path.length === path.length);
  const meant = members
    .map((units) => leaves(units, subject))
    .filter((misfits) => !isOfOtherType(misfits))
    .sort((a, b) => a.length - b.length);
  const [nearest] = meant;
  if (nearest === undefined) {
    const refused = below.filter((at) => at.keyword === "type" && at.instanceLocation === unit.instanceLocation);
    const types = new Set(refused.flatMap((at) => typesOf(keywordValue(at.keywordLocation, subject.schema))));
    return [misfit(path, unit.keyword, typeReason([...types], valueAt(subject.value, path)), subject)];
  }
  if (meant.length === 1) return nearest;
  const reasons = nearest.map(misfitText).join(", ");
  return [misfit(path, unit.keyword, `fits none of its forms; for the nearest one: ${reasons}`, subject)];
}

function isUnion({ keyword }: OutputUnit): boolean {
  return keyword === "anyOf" || keyword === "oneOf";
}

/** The errors behind `parent`: those from `start` on that stand below its keyword. */
function unitsBelow(parent: OutputUnit, units: readonly OutputUnit[], start: number): readonly OutputUnit[] {
  let end = start;
  for (let unit = units[end]; unit !== undefined && isBelow(unit, parent); unit = units[end]) end++;
  return units.slice(start, end);
}

/** The validator gives `false` schemas no location of their own: they follow the error of their parent. */
function isBelow(unit: OutputUnit, parent: OutputUnit): boolean {
  if (unit.keyword === "false") return isUnion(parent);
  return unit.keywordLocation.startsWith(`${parent.keywordLocation}/`);
}

function byMember(union: OutputUnit, below: readonly OutputUnit[]): OutputUnit[][] {
  const members = new Map<string, OutputUnit[]>();
  let index = "";
  for (const unit of below) {
    if (unit.keyword !== "false") {
      index = unit.keywordLocation.slice(union.keywordLocation.length + 1).split("/", 1)[0] ?? "";
    }
    const member = members.get(index);
    if (member === undefined) members.set(index, [unit]);
    else member.push(unit);
  }
  return [...members.values()];
}

function misfit(path: readonly string[], keyword: string, reason: string, { value }: Subject): Misfit {
  return { path, keyword, place: placeOf(path, value), reason };
}

function placeOf(path: readonly string[], value: JsonValue): string {
  let place = "";
  let at: JsonValue | undefined = value;
  for (const token of path) {
    if (isJsonArray(at)) place += `[${token}]`;
    else if (/^[\w$.@-]+$/.test(token)) place += place === "" ? token : `.${token}`;
    else place += `[${JSON.stringify(token)}]`;
    at = valueAt(at, [token]);
  }
  return place === "" ? "the value" : `\`${place.replaceAll("`", "'")}\``;
}

function reasonOf(unit: OutputUnit, limit: unknown, value: JsonValue | undefined): string {
  const shown = JSON.stringify(limit);
  switch (unit.keyword) {
    case "type":
      return typeReason(typesOf(limit), value);
    case "enum":
      return `must be ${oneOf(limit)}`;
    case "const":
      return `must be ${shown}`;
    case "false":
      return "is not known here";
    case "minimum":
      return `must be at least ${shown}`;
    case "maximum":
      return `must be at most ${shown}`;
    case "exclusiveMinimum":
      return `must be more than ${shown}`;
    case "exclusiveMaximum":
      return `must be less than ${shown}`;
    case "multipleOf":
      return `must be a multiple of ${shown}`;
    case "minLength":
      return `must have at least ${counted(limit, "character")}`;
    case "maxLength":
      return `must have at most ${counted(limit, "character")}`;
    case "pattern":
      return `must match the pattern ${String(limit)}`;
    case "minItems":
      return `must have at least ${counted(limit, "item")}`;
    case "maxItems":
      return `must have at most ${counted(limit, "item")}`;
    case "uniqueItems":
      return "must not hold the same item twice";
    case "minProperties":
      return `must have at least ${counted(limit, "property", "properties")}`;
    case "maxProperties":
      return `must have at most ${counted(limit, "property", "properties")}`;
    case "not":
      return "is not allowed";
    default:
      return `is not valid: ${unit.error}`;
  }
}

function typeReason(types: readonly string[], value: JsonValue | undefined): string {
  return `must be ${anyOf(types.map(withArticle))}, not ${withArticle(typeName(value))}`;
}

function typeName(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "null";
  return isJsonArray(value) ? "array" : typeof value;
}

function withArticle(type: string): string {
  if (type === "null") return type;
  return `${/^[aio]/.test(type) ? "an" : "a"} ${type}`;
}

function typesOf(type: unknown): string[] {
  return Array.isArray(type) ? type.map(String) : [String(type)];
}

function oneOf(values: unknown): string {
  const most = 30;
  const all = Array.isArray(values) ? values : [values];
  const shown = all.slice(0, most).map((value) => JSON.stringify(value));
  if (all.length > most) shown.push(`${String(all.length - most)} more`);
  return shown.length > 1 ? `one of ${anyOf(shown)}` : anyOf(shown);
}

function anyOf(choices: readonly string[]): string {
  const last = choices.at(-1) ?? "nothing";
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(", ")} or ${last}`;
}

function counted(limit: unknown, one: string, many = `${one}s`): string {
  return `${String(limit)} ${limit === 1 ? one : many}`;
}

/** What the schema says at a keyword's location, following `$ref`s on the way. */
function keywordValue(location: string, schema: Schema): unknown {
  let at: unknown = schema;
  for (const token of tokensOf(location)) {
    at = memberOf(at, token);
    if (token === "$ref" && typeof at === "string") at = tokensOf(at).reduce(memberOf, schema);
  }
  return at;
}

function memberOf(at: unknown, token: string): unknown {
  if (Array.isArray(at)) return at[Number(token)];
  if (typeof at !== "object" || at === null || !Object.hasOwn(at, token)) return undefined;
  return Object.getOwnPropertyDescriptor(at, token)?.value;
}

/** Tokens of a JSON pointer in a URI fragment (RFC 6901 §6). */
function tokensOf(pointer: string): string[] {
  const tokens = pointer.split("/").slice(1);
  return tokens.map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  let at = value;
  for (const token of path) {
    if (isJsonArray(at)) at = at[Number(token)];
    else at = isJsonObject(at) && Object.hasOwn(at, token) ? at[token] : undefined;
  }
  return at;
}
