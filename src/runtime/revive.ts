/// <reference types="node" />
import { decodeBase64 } from "./http/base64.js";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import { ArgumentError } from "./tool-error.js";
import { schemaCheck } from "./validate.js";

/** What a text becomes; `json` stays what it is. */
export type Native = "json" | "date" | "url" | "regexp" | "bytes" | "buffer" | "bigint";

/** Where in a value of JSON something else is wanted by the function that gets it. What does not fit stays as it is. */
export type Revival =
  | Native
  | { readonly list: Revival }
  | { readonly set: Revival }
  | { readonly map: Revival }
  | { readonly tuple: readonly Revival[]; readonly rest?: Revival }
  | { readonly members: Readonly<Record<string, Revival>>; readonly others?: Revival }
  /** The first whose schema the value fits. */
  | { readonly oneOf: readonly (readonly [JsonSchema, Revival])[] }
  /** All of them, one after the other; each is for values of a type of its own. */
  | { readonly all: readonly Revival[] }
  /** A revival that is made of itself. */
  | { readonly of: () => Revival };

/** What members of arguments become, by name. */
export type ArgumentRevivals = Readonly<Record<string, Revival>>;

/** Arguments as the function declares them. Throws an `ArgumentError` that lists those that cannot be. */
export function reviveArguments(args: JsonObject, revivals: ArgumentRevivals): Readonly<Record<string, unknown>> {
  const problems: string[] = [];
  const entries = Object.entries(args).map(([name, value]) => {
    const revival = Object.hasOwn(revivals, name) ? revivals[name] : undefined;
    return [name, revival === undefined ? value : revive(value, revival, name, problems)] as const;
  });
  if (problems.length > 0) throw new ArgumentError(problems);
  return Object.fromEntries(entries);
}

function revive(value: JsonValue, revival: Revival, place: string, problems: string[]): unknown {
  if (typeof revival === "string") return reviveText(value, revival, place, problems);
  if ("of" in revival) return revive(value, revival.of(), place, problems);
  if ("all" in revival) {
    const one = revival.all.find((part) => isFor(part, value));
    return one === undefined ? value : revive(value, one, place, problems);
  }
  if ("oneOf" in revival) {
    const fitting = revival.oneOf.find(([schema]) => schemaCheck(schema)(value).length === 0);
    return fitting === undefined ? value : revive(value, fitting[1], place, problems);
  }
  if (isJsonArray(value)) {
    if ("list" in revival) return value.map((item, index) => inside(item, revival.list, index));
    if ("set" in revival) return new Set(value.map((item, index) => inside(item, revival.set, index)));
    if ("tuple" in revival) {
      const { tuple, rest = "json" } = revival;
      return value.map((item, index) => inside(item, tuple[index] ?? rest, index));
    }
  } else if (isJsonObject(value)) {
    if ("map" in revival) {
      return new Map(Object.entries(value).map(([key, item]) => [key, inside(item, revival.map, key)]));
    }
    if ("members" in revival) {
      const { members, others = "json" } = revival;
      const entries = Object.entries(value).map(([key, item]) => {
        const own = Object.hasOwn(members, key) ? members[key] : undefined;
        return [key, inside(item, own ?? others, key)] as const;
      });
      return Object.fromEntries(entries);
    }
  }
  return value;

  function inside(item: JsonValue, of: Revival, key: string | number): unknown {
    return revive(item, of, typeof key === "number" ? `${place}[${key}]` : `${place}.${key}`, problems);
  }
}

/** Whether a revival is for values of this type of JSON. */
function isFor(revival: Revival, value: JsonValue): boolean {
  if (revival === "bigint") return typeof value === "string" || typeof value === "number";
  if (typeof revival === "string") return typeof value === "string";
  if ("of" in revival) return isFor(revival.of(), value);
  if ("list" in revival || "set" in revival || "tuple" in revival) return isJsonArray(value);
  return isJsonObject(value);
}

const words: Readonly<Record<Native, string>> = {
  json: "JSON",
  date: "a date-time such as 2026-01-31T09:30:00Z",
  url: "an absolute URL",
  regexp: "a regular expression",
  bytes: "base64",
  buffer: "base64",
  bigint: "a whole number, written in digits",
};

/** Calendar date, or date and time; `Date` itself takes `soon-1` for a day of the year 2001. */
const dateText = /^[+-]?\d{4,6}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})?)?$/;

function reviveText(value: JsonValue, native: Native, place: string, problems: string[]): unknown {
  if (native === "json" || (typeof value !== "string" && typeof value !== "number")) return value;
  if (typeof value === "number" && native !== "bigint") return value;
  const made = makeNative(value, native);
  if (made !== undefined) return made;
  problems.push(`\`${place}\` must be ${words[native]}`);
  return value;
}

/** Undefined for a text of which it cannot be made. */
function makeNative(value: string | number, native: Exclude<Native, "json">): unknown {
  const text = String(value);
  try {
    switch (native) {
      case "date": {
        const date = new Date(dateText.test(text) ? text : Number.NaN);
        return Number.isNaN(date.getTime()) ? undefined : date;
      }
      case "url":
        return new URL(text);
      case "regexp":
        return new RegExp(text);
      case "bytes":
        return decodeBase64("", text);
      case "buffer":
        return Buffer.from(decodeBase64("", text));
      case "bigint":
        return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
    }
  } catch {
    return undefined;
  }
}
