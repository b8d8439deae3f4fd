import { isJsonArray, isJsonObject } from "./json-kinds.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { Misfit } from "./misfit.js";
import type { SchemaCheck } from "./validate.js";

/** Rounds of taking out before giving up: taking one thing out may uncover another. */
const maxRounds = 8;

/** What is left of an object when everything that does not fit is taken out; `{}` when nothing less helps. */
export function fitting(value: JsonObject, misfits: readonly Misfit[], check: SchemaCheck): JsonObject {
  let rest: JsonValue = value;
  let wrong = misfits;
  for (let round = 0; round < maxRounds && wrong.length > 0; round++) {
    const ways = wrong.map(wayOut);
    if (ways.some((way) => way.length === 0)) return {};
    rest = without(rest, placesOf(ways));
    wrong = check(rest);
  }
  return wrong.length === 0 && isJsonObject(rest) ? rest : {};
}

/** What to take out: a missing property is not there to be taken out, so it is the object that lacks it. */
function wayOut({ path, keyword }: Misfit): readonly string[] {
  return keyword === "required" ? path.slice(0, -1) : path;
}

/** Places as a tree. */
type Places = Map<string, Places | "out">;

function placesOf(ways: readonly (readonly string[])[]): Places {
  const root: Places = new Map();
  for (const way of ways) {
    let at = root;
    for (const [index, token] of way.entries()) {
      const place = at.get(token);
      if (place === "out") break;
      if (index === way.length - 1) {
        at.set(token, "out");
      } else {
        const next: Places = place ?? new Map<string, Places | "out">();
        at.set(token, next);
        at = next;
      }
    }
  }
  return root;
}

/** A copy without the places. Items that are taken out close the gap. */
function without(value: JsonValue, places: Places): JsonValue {
  const kept = (name: string, inner: JsonValue): JsonValue[] => {
    const place = places.get(name);
    if (place === "out") return [];
    return [place === undefined ? inner : without(inner, place)];
  };
  if (isJsonArray(value)) return value.flatMap((item, index) => kept(String(index), item));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).flatMap(([name, inner]) => kept(name, inner).map((rest) => [name, rest] as const));
  return Object.fromEntries(members);
}
