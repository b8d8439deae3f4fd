import type { OutputUnit, Schema } from "@cfworker/json-schema";
import { isJsonArray, isJsonObject } from "./json-kinds.js";
import type { JsonValue } from "./json.js";

/** A place of a value that a schema refuses. */
export interface Misfit {
  /** Property names and indexes that lead to the place; empty for the value itself. */
  readonly path: readonly string[];
  /** The schema keyword that refuses it; `false` where the schema wants nothing to stand. */
  readonly keyword: string;
  /** The place and what is wrong there: "`lines[1].sku` is missing". */
  readonly text: string;
}

/** What was checked against what. */
interface Subject {
  readonly schema: Schema;
  readonly value: JsonValue;
}

/** What the validator found, as leaf errors in plain words. Its list is flat, each error followed by those behind it. */
export function explain(units: readonly OutputUnit[], subject: Subject): readonly Misfit[] {
  const misfits = leaves(units, subject);
  return [...new Map(misfits.map((misfit) => [misfit.text, misfit])).values()];
}

/** These only say that something below them failed (`items`, `additionalProperties`, but not `minItems`). */
const containers = /^(?!min|max|unique)(?:\$ref|\w*properties|\w*items|allOf|if|dependentSchemas)$/i;
const unions = /^(?:any|one)Of$/;

function leaves(units: readonly OutputUnit[], subject: Subject): Misfit[] {
  const found: Misfit[] = [];
  for (let at = 0; at < units.length; at++) {
    const unit = units[at];
    if (unit === undefined || containers.test(unit.keyword)) continue;
    // The errors behind this one follow it, below its keyword; those of `false` schemas have no location.
    const start = at + 1;
    for (let next = units[start]; next !== undefined && isBelow(next, unit); next = units[at + 1]) at++;
    const below = units.slice(start, at + 1);
    found.push(...(unions.test(unit.keyword) ? unionMisfits(unit, below, subject) : leafMisfits(unit, below, subject)));
  }
  return found;
}

function isBelow(unit: OutputUnit, parent: OutputUnit): boolean {
  if (unit.keyword === "false") return unions.test(parent.keyword);
  return unit.keywordLocation.startsWith(`${parent.keywordLocation}/`);
}

function leafMisfits(unit: OutputUnit, below: readonly OutputUnit[], subject: Subject): Misfit[] {
  const { keyword } = unit;
  const refusedName = keyword === "propertyNames" ? below[0] : undefined;
  const path = tokensOf((refusedName ?? unit).instanceLocation);
  const limit = keywordValue(unit.keywordLocation, subject.schema);
  if (keyword !== "required") return [misfit(path, keyword, reasonOf(unit, limit), subject)];
  const value = valueAt(subject.value, path);
  const names = listOf(limit).filter((name) => isJsonObject(value) && !Object.hasOwn(value, name));
  return names.map((name) => misfit([...path, name], keyword, "is missing", subject));
}

/** The reasons of the member that was meant, as far as that can be told: that of the right type with the fewest errors. */
function unionMisfits(
  { instanceLocation, keyword, keywordLocation }: OutputUnit,
  below: readonly OutputUnit[],
  subject: Subject,
) {
  const path = tokensOf(instanceLocation);
  const members = new Map<string, OutputUnit[]>();
  let index = "";
  for (const unit of below) {
    if (unit.keyword !== "false") index = unit.keywordLocation.slice(keywordLocation.length + 1).replace(/\/.*/, "");
    members
      .set(index, members.get(index) ?? [])
      .get(index)
      ?.push(unit);
  }
  if (members.size < listOf(keywordValue(keywordLocation, subject.schema)).length) {
    return [misfit(path, keyword, "fits more than one of its forms", subject)];
  }
  const all = [...members.values()].map((units) => leaves(units, subject)).sort((a, b) => a.length - b.length);
  const isOtherType = (one: Misfit) => one.keyword === "type" && one.path.length === path.length;
  const meant = all.filter((misfits) => !misfits.some(isOtherType));
  if (meant.length === 1) return meant.flat();
  const [nearest] = meant;
  const reason =
    nearest === undefined
      ? all
          .flat()
          .filter(isOtherType)
          .map(({ text }) => text.replace(/^.* (?=must be )/, ""))
          .join(" or ")
      : `fits none of its forms; for the nearest one: ${nearest.map(({ text }) => text).join(", ")}`;
  return [misfit(path, keyword, reason, subject)];
}

function misfit(path: readonly string[], keyword: string, reason: string, { value }: Subject): Misfit {
  const steps = path.map((token, index) => {
    if (isJsonArray(valueAt(value, path.slice(0, index)))) return `[${token}]`;
    return /^[\w$.@-]+$/.test(token) ? `.${token}` : `[${JSON.stringify(token).replaceAll("`", "'")}]`;
  });
  const place = steps.length === 0 ? "the value" : `\`${steps.join("").replace(/^\./, "")}\``;
  return { path, keyword, text: `${place} ${reason}` };
}

/** `#` stands for what the schema says. */
const words: Readonly<Record<string, string>> = {
  const: "must be #",
  enum: "must be #",
  minimum: "must be at least #",
  maximum: "must be at most #",
  exclusiveMinimum: "must be more than #",
  exclusiveMaximum: "must be less than #",
  multipleOf: "must be a multiple of #",
  minLength: "must have at least # character(s)",
  maxLength: "must have at most # character(s)",
  minItems: "must have at least # item(s)",
  maxItems: "must have at most # item(s)",
  pattern: "must match the pattern #",
  uniqueItems: "must not hold the same item twice",
  propertyNames: "is no name that may stand there",
  false: "is not known here",
};

function reasonOf({ keyword, error }: OutputUnit, limit: unknown): string {
  if (keyword === "type") {
    const types = listOf(limit).map((type) => (type === "null" ? type : `${/^[aio]/.test(type) ? "an" : "a"} ${type}`));
    return `must be ${types.join(" or ")}`;
  }
  const shown = [limit]
    .flat()
    .slice(0, 30)
    .map((item) => JSON.stringify(item));
  return words[keyword]?.replace("#", () => shown.join(" or ")) ?? `is not valid: ${error}`;
}

/** What the schema says at a keyword's location, following `$ref`s on the way. */
function keywordValue(location: string, schema: Schema): unknown {
  let at: unknown = schema;
  for (const token of tokensOf(location)) {
    at = memberOf(at, token);
    if (token === "$ref") at = tokensOf(String(at)).reduce(memberOf, schema);
  }
  return at;
}

function memberOf(at: unknown, token: string): unknown {
  return typeof at === "object" && at !== null ? Object.getOwnPropertyDescriptor(at, token)?.value : undefined;
}

function valueAt(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((at, token) => {
    if (isJsonArray(at)) return at[Number(token)];
    return isJsonObject(at) && Object.hasOwn(at, token) ? at[token] : undefined;
  }, value);
}

/** Tokens of a JSON pointer in a URI fragment (RFC 6901 §6). */
function tokensOf(pointer: string): string[] {
  const tokens = pointer.split("/").slice(1);
  return tokens.map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function listOf(value: unknown): string[] {
  return [value].flat().map(String);
}
