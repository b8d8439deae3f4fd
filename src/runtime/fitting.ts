import { isJsonArray, isJsonObject } from "./json-kinds.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { SchemaCheck } from "./validate.js";

/** Rounds of taking out before giving up: taking one thing out may uncover another. */
const maxRounds = 8;

/** What is left of an object when everything that does not fit is taken out; `{}` when nothing less helps. */
export function fitting(value: JsonObject, check: SchemaCheck): JsonObject {
  let rest: JsonValue = value;
  for (let round = 0; round < maxRounds; round++) {
    const misfits = check(rest);
    if (misfits.length === 0) return isJsonObject(rest) ? rest : {};
    // What is missing cannot be taken out: the object that lacks it is.
    const ways = misfits.map(({ path, keyword }) => (keyword === "required" ? path.slice(0, -1) : path));
    [rest = {}] = without(rest, new Set(ways.map((way) => way.map((name) => `\0${name}`).join(""))));
  }
  return {};
}

/** A copy without the places in a list of one, or an empty list; items that are taken out close the gap. */
function without(value: JsonValue, out: ReadonlySet<string>, place = ""): readonly JsonValue[] {
  if (out.has(place)) return [];
  if (isJsonArray(value)) return [value.flatMap((item, index) => without(item, out, `${place}\0${String(index)}`))];
  if (!isJsonObject(value)) return [value];
  const entries = Object.entries(value).flatMap(([name, inner]) =>
    without(inner, out, `${place}\0${name}`).map((left) => [name, left] as const),
  );
  return [Object.fromEntries(entries)];
}
