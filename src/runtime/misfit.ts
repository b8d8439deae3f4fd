import type { OutputUnit } from "@cfworker/json-schema";
import type { JsonValue } from "./json.js";
import { isSchema } from "./json-schema.js";

export interface Misfit {
  readonly path: readonly string[];
  /** The schema's; `false` where nothing may stand. */
  readonly keyword: string;
  /** The place and what is wrong there: "`lines[1].sku` is missing". */
  readonly text: string;
}

/** The validator's leaf errors in plain words; in its list each error is followed by those behind it. */
export function explain(errors: readonly OutputUnit[], schema: unknown, value: JsonValue): readonly Misfit[] {
  return [...new Map(leaves(errors).map((misfit) => [misfit.text, misfit])).values()];

  function leaves(units: readonly OutputUnit[]): Misfit[] {
    const found: Misfit[] = [];
    for (let at = 0; at < units.length; at++) {
      const unit = units[at];
      if (unit === undefined || containers.test(unit.keyword)) continue;
      const start = at + 1;
      for (let next = units[start]; next !== undefined && isBelow(next, unit); next = units[at + 1]) at++;
      found.push(...reasons(unit, units.slice(start, at + 1)));
    }
    return found;
  }

  function reasons(unit: OutputUnit, below: readonly OutputUnit[]): Misfit[] {
    const { keyword, error } = unit;
    const limit = keywordValue(unit.keywordLocation, schema);
    const path = tokensOf((keyword === "propertyNames" ? (below[0] ?? unit) : unit).instanceLocation);
    if (unions.test(keyword)) return unionReasons(unit, below, path, limit);
    if (keyword === "required") {
      const object = path.reduce<unknown>(memberOf, value);
      const missing = listOf(limit).filter((name) => isSchema(object) && !Object.hasOwn(object, name));
      return missing.map((name) => misfit([...path, name], keyword, "is missing"));
    }
    const shown = [limit].flat().map((item) => (keyword === "type" ? withArticle(String(item)) : JSON.stringify(item)));
    const reason = words[keyword]?.replace("#", () => shown.slice(0, 30).join(" or "));
    return [misfit(path, keyword, reason ?? `is not valid: ${error}`)];
  }

  /** Those of the member that was meant, it seems: of the right type with the fewest errors. */
  function unionReasons(unit: OutputUnit, below: readonly OutputUnit[], path: readonly string[], declared: unknown) {
    const members: OutputUnit[][] = [];
    let index = 0;
    for (const one of below) {
      const [, member = index] = /^\/(\d+)/.exec(one.keywordLocation.slice(unit.keywordLocation.length)) ?? [];
      if (one.keyword !== "false") index = Number(member);
      (members[index] ??= []).push(one);
    }
    const all = members.flatMap((units) => [leaves(units)]).sort((a, b) => a.length - b.length);
    if (all.length < listOf(declared).length) return [misfit(path, unit.keyword, "fits more than one of its forms")];
    const isOtherType = (one: Misfit) => one.keyword === "type" && one.path.length === path.length;
    const meant = all.filter((misfits) => !misfits.some(isOtherType));
    if (meant.length === 1) return meant.flat();
    const nearest = meant[0]?.map(({ text }) => text).join(", ");
    const types = all.flatMap((misfits) => misfits.filter(isOtherType).map(({ text }) => text.replace(/^.* be /, "")));
    const reason =
      nearest === undefined ? `must be ${types.join(" or ")}` : `fits none of its forms; nearest: ${nearest}`;
    return [misfit(path, unit.keyword, reason)];
  }

  function misfit(path: readonly string[], keyword: string, reason: string): Misfit {
    const steps = path.map((token, index) => {
      if (Array.isArray(path.slice(0, index).reduce<unknown>(memberOf, value))) return `[${token}]`;
      return /^[\w$.@-]+$/.test(token) ? `.${token}` : `[${JSON.stringify(token).replaceAll("`", "'")}]`;
    });
    const place = steps.length === 0 ? "the value" : `\`${steps.join("").replace(/^\./, "")}\``;
    return { path, keyword, text: `${place} ${reason}` };
  }
}

/** These only say that something below them failed. */
const containers = /^(?!min|max|unique)(?:\$ref|\w*properties|\w*items|allOf|if|dependentSchemas)$/i;
const unions = /^(?:any|one)Of$/;

/** Errors of `false` schemas have no location: they follow that of their parent. */
function isBelow(unit: OutputUnit, parent: OutputUnit): boolean {
  if (unit.keyword === "false") return unions.test(parent.keyword);
  return unit.keywordLocation.startsWith(`${parent.keywordLocation}/`);
}

/** `#` stands for what the schema says. */
const words: Readonly<Record<string, string>> = {
  type: "must be #",
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

function withArticle(type: string): string {
  return type === "null" ? type : `${/^[aio]/.test(type) ? "an" : "a"} ${type}`;
}

function keywordValue(location: string, schema: unknown): unknown {
  return tokensOf(location).reduce<unknown>((at, token) => {
    const value = memberOf(at, token);
    return token === "$ref" ? tokensOf(String(value)).reduce(memberOf, schema) : value;
  }, schema);
}

function memberOf(at: unknown, token: string): unknown {
  return typeof at === "object" && at !== null ? Object.getOwnPropertyDescriptor(at, token)?.value : undefined;
}

/** RFC 6901 §6. */
function tokensOf(pointer: string): string[] {
  const tokens = pointer.split("/").slice(1);
  return tokens.map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function listOf(value: unknown): string[] {
  return [value].flat().map(String);
}
